/** Whether two paths differ only by a version or a language: then the texts are alike on purpose. */
export function areEditions(a: string, b: string): boolean {
  const plainA = withoutEdition(a);
  const plainB = withoutEdition(b);
  return plainA === plainB && (plainA !== a || plainB !== b);
}

function withoutEdition(path: string): string {
  return path
    .split('/')
    .filter(
      (name) => !/^(versioned_docs|i18n|locales?|translations?|current|latest|next|stable)$/i.test(name),
    )
    .map((name) => name.replace(/^(version-)?v?\d+(\.(\d+|x))*$|^[a-z]{2}([-_][a-z]{2,4})?$/i, '*'))
    .filter((name) => name !== '*')
    .join('/');
}

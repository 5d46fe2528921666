/** Whether a reference of git says a commit or a version, and no branch. */
export function isPinned(reference: string | undefined): boolean {
  if (reference === undefined || reference === '') return false;
  if (/^[0-9a-f]{7,40}$/i.test(reference)) return true;
  return /(^|[/_-])v?\d+(\.\d+)*([-+.]\w+)*$/.test(reference) || reference.startsWith('semver:');
}

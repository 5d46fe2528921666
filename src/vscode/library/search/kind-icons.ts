/** Icons of what is found in code, by the kind of passage or name. */
const ofThings: Readonly<Record<string, string>> = {
  class: 'symbol-class',
  interface: 'symbol-interface',
  type: 'symbol-structure',
  enum: 'symbol-enum',
  function: 'symbol-function',
  method: 'symbol-method',
  constant: 'symbol-constant',
  heading: 'symbol-text',
  column: 'symbol-field',
  key: 'symbol-key',
  tag: 'tag',
};

/** Icons of documents by their kind. */
const ofKinds: Readonly<Record<string, string>> = {
  python: 'python',
  notebook: 'notebook',
  markdown: 'markdown',
  script: 'file-code',
  code: 'file-code',
  shell: 'terminal',
  sql: 'database',
  table: 'table',
  config: 'json',
  text: 'file-text',
  run: 'output',
};

/** The name of the icon of what was found: of a function or a class its own, else that of the document. */
export function hitIcon(kind: string, passage: string): string {
  const thing = kind === 'notebook' || kind === 'run' ? undefined : ofThings[passage];
  return thing ?? kindIcon(kind);
}

/** The name of the icon of a name, by what it names. */
export function nameIcon(kind: string): string {
  return ofThings[kind] ?? 'file';
}

/** The name of the icon of a kind of documents. */
export function kindIcon(kind: string): string {
  return ofKinds[kind] ?? 'file';
}

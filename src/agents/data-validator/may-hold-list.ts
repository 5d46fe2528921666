/** Whether a text may hold a list of so many maps; parsing YAML is dear. */
export function mayHoldList(text: string, minRows: number): boolean {
  let count = 0;
  for (const _item of text.matchAll(/^[ \t]*- *[^\s#-][^\n]{0,200}?:(?=\s)/gm)) {
    count += 1;
    if (count >= minRows) return true;
  }
  return false;
}

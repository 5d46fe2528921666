/** Windows-1252 for the bytes 0x80 to 0x9F; bytes that it leaves open stand for themselves. */
const windows1252 = new TextDecoder('windows-1252');
const byteOf: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 128 }, (_, at) => [windows1252.decode(Uint8Array.of(at + 128)), at + 128] as const),
);
const utf8 = new TextDecoder('utf-8', { fatal: true });
/** A first byte of two or three that was read as a character, and what may come after it. */
const suspicious =
  /[ÂÃÄÅÎÏÐÑ×ØÙâãäåæçèéï][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]/;
/** The longest text that is looked at. */
const longest = 20_000;

/** Whether a text holds a replacement character beside others: what was there is lost. */
export function isLossy(text: string): boolean {
  return text.length > 1 && text.includes('\uFFFD');
}

/**
 * What a text was before its UTF-8 was read as Windows-1252 and saved again: `Ã©` becomes `é`. Null for a text of
 * which the bytes are no UTF-8, which is then no such text.
 */
export function repairedMojibake(text: string): string | null {
  if (text.length > longest || !suspicious.test(text)) return null;
  const bytes: number[] = [];
  let repaired = '';
  let changed = false;
  const flush = (): boolean => {
    if (bytes.length === 0) return true;
    try {
      repaired += utf8.decode(Uint8Array.from(bytes));
    } catch {
      return false;
    }
    bytes.length = 0;
    changed = true;
    return true;
  };
  for (const character of text) {
    const byte = byteOf.get(character);
    if (byte !== undefined) bytes.push(byte);
    else if (character.charCodeAt(0) < 0x80) {
      if (!flush()) return null;
      repaired += character;
    } else return null;
  }
  return flush() && changed ? repaired : null;
}

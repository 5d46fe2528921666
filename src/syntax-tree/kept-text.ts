/** Shorter parts of a text are copied by the engine itself. */
const copied = 13;

/** A part of a text that does not keep the whole text in memory. */
export function keptText(text: string, start: number, end: number): string {
  const part = text.slice(start, end);
  return part.length < copied ? part : Buffer.from(part, 'utf16le').toString('utf16le');
}

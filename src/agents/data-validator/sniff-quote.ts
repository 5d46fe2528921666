const sampleLines = 200;
/** The share of the lines with an opening quote from which on a lone quote is a character: inches, seconds of arc. */
const lonelyShare = 0.2;

/** The character about cells that hold a delimiter; null where quotes are characters like any other. */
export function sniffQuote(lines: readonly string[]): string | null {
  const sample = lines.slice(0, sampleLines).filter((line) => line.trim() !== '');
  let opened = 0;
  let closed = 0;
  for (const line of sample) {
    if (/(^|[,;\t|])"/.test(line)) opened += 1;
    if (/"([,;\t|]|$)/.test(line)) closed += 1;
  }
  if (opened > lonelyShare * sample.length && closed < opened / 2) return null;
  return opened === 0 && isSingleQuoted(sample) ? "'" : '"';
}

/** Whether single quotes are about the cells of every line. */
function isSingleQuoted(sample: readonly string[]): boolean {
  return (
    sample.length > 0 &&
    sample.every((line) => !line.includes('"') && /(^|[,;\t|])'[^']*'([,;\t|]|$)/.test(line))
  );
}

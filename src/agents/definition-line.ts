import { isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** The line of the first value of a YAML text that is this text; undefined where there is none. */
export function definitionLine(yaml: string, said: string): number | undefined {
  const lineCounter = new LineCounter();
  let offset: number | undefined;
  try {
    visit(parseDocument(yaml, { lineCounter, strict: false, logLevel: 'silent' }), {
      Scalar(key, node) {
        if (key === 'key' || node.value !== said || !isScalar(node)) return undefined;
        offset = node.range?.[0];
        return visit.BREAK;
      },
    });
  } catch {
    return undefined; // Nested too deeply: whoever checks definitions says so.
  }
  return offset === undefined ? undefined : lineCounter.linePos(offset).line;
}

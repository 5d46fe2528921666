import { type Document, isScalar, type ParsedNode, parseAllDocuments, visit } from 'yaml';
import { positionAt } from '../source-text.ts';
import { type CheckResult, fault, isStackOverflow, skippedCheck, sound, tooDeep } from './check.ts';

/** Characters above which a YAML file is not checked: its tree takes a hundred times as much memory. */
const maxLength = 768 * 1024;

/** Checks a YAML file of any number of documents. Tags are the business of whoever reads it. */
export function checkYaml(text: string): CheckResult {
  if (text.length > maxLength) return skippedCheck('YAML of more than 768 KiB');
  try {
    // The parser's own search for duplicate keys is quadratic.
    const parsed = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const documents: Document<ParsedNode>[] = Array.isArray(parsed) ? parsed : [];
    for (const document of documents) {
      const error = document.errors.find(({ code }) => code !== 'TAG_RESOLVE_FAILED');
      if (error !== undefined) return fault('yaml-syntax', positionAt(text, error.pos[0]), error.message);
      const twice = duplicateKey(document);
      if (twice !== null) {
        const message = `the key ${JSON.stringify(twice.key)} stands twice in one map`;
        return fault('yaml-syntax', positionAt(text, twice.offset), message);
      }
    }
    return sound;
  } catch (error) {
    if (isStackOverflow(error)) return tooDeep;
    throw error;
  }
}

function duplicateKey(document: Document<ParsedNode>): { key: string; offset: number } | null {
  let found: { key: string; offset: number } | null = null;
  visit(document, {
    Map(_at, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (seen.has(key.value)) {
          found = { key: String(key.value), offset: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

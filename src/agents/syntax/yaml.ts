import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { positionAt } from '../../common/position.ts';
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
      if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return tooDeep;
      const error = document.errors.find(({ code }) => code !== 'TAG_RESOLVE_FAILED');
      if (error !== undefined) return fault('yaml-syntax', positionAt(text, error.pos[0]), error.message);
      const wrong = faultOfNodes(document);
      if (wrong !== null) return fault('yaml-syntax', positionAt(text, wrong.offset), wrong.message);
    }
    return sound;
  } catch (error) {
    if (isStackOverflow(error)) return tooDeep;
    throw error;
  }
}

/** What parsing leaves to whoever makes values of it: a key that stands twice in one map, an alias of nothing. */
function faultOfNodes(document: Document<ParsedNode>): { message: string; offset: number } | null {
  let found: { message: string; offset: number } | null = null;
  const anchors = new Set<string>();
  visit(document, {
    Node(_at, node) {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
      if (isAlias(node) && !anchors.has(node.source)) {
        found = {
          message: `the alias *${node.source} has no anchor before it`,
          offset: node.range?.[0] ?? 0,
        };
        return visit.BREAK;
      }
      const key = isMap(node) ? duplicateKey(node) : null;
      if (key === null) return undefined;
      const message = `the key ${JSON.stringify(String(key.value))} stands twice in one map`;
      found = { message, offset: key.range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

function duplicateKey(map: YAMLMap): Scalar | null {
  const seen = new Set<unknown>();
  for (const { key } of map.items) {
    if (!isScalar(key) || key.value === '<<') continue;
    if (seen.has(key.value)) return key;
    seen.add(key.value);
  }
  return null;
}

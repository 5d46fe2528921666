import type { DocumentKind, ExtractedDocument } from '../document.ts';
import { isGenerated } from './generated.ts';
import { shingleHashes } from './shingles.ts';
import { signatureOf } from './signature.ts';
import { isLegalText, isOwnDocument } from './worth-comparing.ts';

/** Kinds of which it is worth a word that one is nearly the same; of data only if it is to the byte: they are alike by their form. */
const near: ReadonlySet<DocumentKind> = new Set([
  'python',
  'script',
  'code',
  'notebook',
  'markdown',
  'text',
  'shell',
  'sql',
]);

/** Words below which a repetition is worth no word: re-exports, an empty module, a small setting. */
const leastWords = 40;
const leastWordsOfData = 400;

const meantTwice =
  /(^|\/)(tests?|__tests__|specs?|testing|e2e|benchmarks?|examples?|samples?|demos?|templates?|boilerplates?|scaffold(ing)?s?|skeletons?|starters?)\/|(^|\/)(test_[^/]*|conftest\.py|[^/]*[._-](tests?|spec)\.[^/.]+)$/i;
const madeByPackagers =
  /(^|\/)([^/]*\.lock|[^/]*[-_.]lock\.(json|ya?ml)|npm-shrinkwrap\.json|go\.sum|package\.json|[jt]sconfig[^/]*\.json|[^/]*\.d\.[cm]?ts|\.[^/]*)$/i;

/** What a document of which no signature can be made is compared by: its bytes alone. */
const bytesAlone = new Uint8Array();

/**
 * The signature of a document; empty where only those are duplicates that are the same to the byte, null where even
 * those are not worth a word: what is short, generated, made for tests, a licence, an example, a lock file.
 *
 * @param path relative to the workspace, with `/`
 */
export function documentSignature(path: string, document: ExtractedDocument): Uint8Array | null {
  const { kind, words, lines, passages, trouble } = document;
  const isNear = near.has(kind);
  if (words < (isNear ? leastWords : leastWordsOfData)) return null;
  if (!isOwnDocument(path) || meantTwice.test(path) || madeByPackagers.test(path)) return null;
  const texts = passages.map(({ text }) => text);
  const head = texts[0] ?? '';
  if (isLegalText(head) || isGenerated(path, head, Math.min(lines, lineCount(head)), () => false))
    return null;
  if (!isNear || trouble !== null) return bytesAlone;
  return signatureOf(shingleHashes(texts)) ?? bytesAlone;
}

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

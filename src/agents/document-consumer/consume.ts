import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParametersOf } from '../../builtin/builtin-agent.ts';
import type { documentConsumer } from '../../builtin/document-consumer.ts';
import { decodeSource } from '../../common/decode-source.ts';
import { errorCode, errorMessage } from '../../common/errors.ts';
import { shingles } from '../../library/duplicates/shingles.ts';
import { Progress } from '../progress.ts';
import { ReadGarbage } from '../read-garbage.ts';
import { type DocumentKind, proseKinds } from './document-kind.ts';
import { type Comparable, type Duplicate, findDuplicates, mayRepeat } from './duplicates.ts';
import { type Encoding, encodingOf } from './encoding.ts';
import { extract } from './extract.ts';
import { type Failure, findDocuments } from './find-documents.ts';
import type { Passage } from './passage.ts';
import type { TableTypes } from './table-types.ts';

/** A document that was read. */
export interface ConsumedDocument {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly title: string | null;
  readonly bytes: number;
  /** Of prose; null of data and code. */
  readonly words: number | null;
  readonly encoding: Encoding;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
  readonly passages: readonly Passage[];
  readonly table?: TableTypes | undefined;
}

export interface Consumption {
  /** By path. */
  readonly documents: readonly ConsumedDocument[];
  /** By path. */
  readonly failures: readonly Failure[];
  readonly duplicates: readonly Duplicate[];
  readonly skipped: ReadonlyMap<string, number>;
}

/** Reads every document of a workspace. */
export async function consumeDocuments(
  workspace: string,
  parameters: ParametersOf<typeof documentConsumer>,
): Promise<Consumption> {
  const found = findDocuments(workspace, parameters);
  const documents: ConsumedDocument[] = [];
  const failures: Failure[] = [...found.failures];
  const comparable: Comparable[] = [];
  const progress = new Progress('read', found.documents.length);
  const garbage = new ReadGarbage();
  for (const { path, kind, size } of found.documents) {
    progress.step();
    let bytes: Buffer;
    try {
      bytes = readFileSync(join(workspace, path));
    } catch (error) {
      failures.push({ path, kind, reason: `it cannot be read: ${errorCode(error) ?? errorMessage(error)}` });
      continue;
    }
    const text = decodeSource(bytes);
    const read = extract(kind, path, text, parameters.passage_length);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if ('reason' in read) failures.push({ path, kind, reason: read.reason });
    else {
      const { title, prose, words, passages, table } = read;
      const encoding = encodingOf(bytes);
      const told = proseKinds.has(kind) ? words : null;
      documents.push({
        path,
        kind,
        title,
        bytes: bytes.length,
        words: told,
        encoding,
        sha256,
        passages,
        table,
      });
      if (mayRepeat(path, kind, bytes.length, prose ?? text.slice(0, 2000)))
        comparable.push({ path, sha256, shingles: prose === null ? null : shingles(prose) });
    }
    garbage.add(size);
    await progress.turn();
  }
  failures.sort((a, b) => (a.path < b.path ? -1 : 1));
  const duplicates = findDuplicates(comparable, parameters.similarity);
  return { documents, failures, duplicates, skipped: found.skipped };
}

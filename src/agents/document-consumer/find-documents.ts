import { scan } from '../../library/scan.ts';
import { pathFilter } from '../path-filter.ts';
import type { FileChoice } from '../workspace-files.ts';
import { type DocumentKind, documentKind, proseKinds } from './document-kind.ts';

export interface FoundDocument {
  readonly path: string;
  readonly kind: DocumentKind;
  /** Bytes. */
  readonly size: number;
}

/** A document that should be readable and is not. */
export interface Failure {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly reason: string;
}

export interface FoundDocuments {
  /** By path. */
  readonly documents: readonly FoundDocument[];
  readonly failures: readonly Failure[];
  /** What was left out, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Forms that hold text and that nothing here can read. */
const sealed = /\.(pdf|docx?|odt|rtf|pages|pptx?|odp|xlsx?|ods|epub)$/i;

/** The documents of a workspace, and those that cannot be read. */
export function findDocuments(workspace: string, choice: FileChoice): FoundDocuments {
  const wanted = pathFilter(choice.include, choice.exclude);
  const documents: FoundDocument[] = [];
  const failures: Failure[] = [];
  const skipped = new Map<string, number>();
  const skip = (reason: string): void => {
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  };
  for (const entry of scan(workspace, { maxFileBytes: choice.max_file_size, skipBinary: true })) {
    const { path } = entry;
    if (path.endsWith('/') || !wanted(path)) continue;
    const kind = documentKind(path);
    if (kind === null) {
      if (sealed.test(path) && (entry.kind === 'file' || entry.reason === 'binary'))
        skip('of a form that is not read');
    } else if (entry.kind === 'file') documents.push({ path, kind, size: entry.size });
    else if (entry.reason === 'too-large') skip('too-large');
    else if (entry.reason === 'unreadable')
      failures.push({ path, kind, reason: `it cannot be read: ${entry.detail}` });
    else if (entry.reason === 'binary') {
      if (proseKinds.has(kind))
        failures.push({ path, kind, reason: 'it is binary, though its name says text' });
      else skip('binary');
    }
  }
  documents.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { documents, failures, skipped };
}

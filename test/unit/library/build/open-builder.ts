import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, type BuilderOptions } from '../../../../src/library/build/builder.ts';
import type { DocumentExtractor } from '../../../../src/library/build/document-reader.ts';
import type { BuildProgress, BuildReport } from '../../../../src/library/library-report.ts';
import { localReader } from './local-reader.ts';
import { plainExtractor } from './plain-extractor.ts';

/** A builder of a tree, and what it told. */
export interface OpenBuilder {
  readonly builder: Builder;
  readonly database: string;
  readonly progress: readonly (BuildProgress | null)[];
  readonly failures: readonly unknown[];
  /** How often it said that the database is another one. */
  reopened(): number;
  build(full?: boolean): Promise<BuildReport>;
}

/** Where the library of a tree is. */
export function databaseOf(root: string): string {
  mkdirSync(join(root, '.dodeca'), { recursive: true });
  return join(root, '.dodeca', 'library.db');
}

export type OpenBuilderOptions = Partial<BuilderOptions> & { readonly extractor?: DocumentExtractor };

/** Opens a builder in this thread, which reads in this thread, too. Close it. */
export function openBuilder(
  root: string,
  { extractor = plainExtractor, ...options }: OpenBuilderOptions = {},
): OpenBuilder {
  const database = databaseOf(root);
  const progress: (BuildProgress | null)[] = [];
  const failures: unknown[] = [];
  let reopened = 0;
  const builder = new Builder({
    workspace: root,
    database,
    exclude: [],
    maxFileBytes: 1024 * 1024,
    reader: localReader(root, extractor, options.maxFileBytes ?? 1024 * 1024),
    ...options,
    events: {
      progress: (told) => void progress.push(told),
      changed: () => undefined,
      reopened: () => {
        reopened += 1;
      },
      watching: () => undefined,
      failed: (error) => void failures.push(error),
      ...options.events,
    },
  });
  return {
    builder,
    database,
    progress,
    failures,
    reopened: () => reopened,
    build: (full = false) => builder.build(full, new AbortController().signal),
  };
}

/** Builds the library of a tree once, and closes it. */
export async function buildOnce(
  root: string,
  options: OpenBuilderOptions = {},
  full = false,
): Promise<BuildReport> {
  const open = openBuilder(root, options);
  try {
    return await open.build(full);
  } finally {
    open.builder.close();
  }
}

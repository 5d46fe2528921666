import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Builder, type BuilderEvents, type BuilderOptions } from '../../../../src/library/build/builder.ts';
import type { DocumentExtractor } from '../../../../src/library/build/document-reader.ts';
import { type LibraryRules, plainRules } from '../../../../src/library/library-rules.ts';
import type { BuildProgress, BuildReport } from '../../../../src/model/library-report.ts';
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

export type OpenBuilderOptions = Partial<Omit<BuilderOptions, 'rules' | 'events'>> & {
  readonly extractor?: DocumentExtractor;
  readonly rules?: Partial<LibraryRules>;
  readonly events?: Partial<BuilderEvents>;
};

/** Files of a mebibyte at most, unless something else is said. */
export function rulesOf(rules: Partial<LibraryRules> = {}): LibraryRules {
  return { ...plainRules, maxFileBytes: 1024 * 1024, ...rules };
}

/** Opens a builder in this thread, which reads in this thread, too. Close it. */
export function openBuilder(
  root: string,
  { extractor = plainExtractor, rules, ...options }: OpenBuilderOptions = {},
): OpenBuilder {
  const database = databaseOf(root);
  const progress: (BuildProgress | null)[] = [];
  const failures: unknown[] = [];
  let reopened = 0;
  const builder = new Builder({
    workspace: root,
    database,
    rulesFiles: [],
    reader: localReader(root, extractor),
    ...options,
    rules: rulesOf(rules),
    events: {
      progress: (told) => void progress.push(told),
      changed: () => undefined,
      reopened: () => {
        reopened += 1;
      },
      watching: () => undefined,
      rules: () => undefined,
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

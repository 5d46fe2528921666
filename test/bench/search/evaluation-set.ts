import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Something that is asked, and the paths that answer it. */
export interface JudgedQuery {
  readonly id: string;
  readonly text: string;
  readonly relevant: ReadonlySet<string>;
}

/** A collection with questions and judged answers. */
export interface EvaluationSet {
  readonly name: string;
  /** The folder with the documents. */
  readonly workspace: string;
  readonly queries: readonly JudgedQuery[];
  /** Removes what was unpacked. */
  remove(): Promise<void>;
}

/** The sets in a folder, by name: archives `NAME.tgz`, or folders that hold what such an archive does. */
export function evaluationSets(folder: string): { readonly name: string; open(): Promise<EvaluationSet> }[] {
  return readdirSync(folder)
    .sort()
    .flatMap((entry) => {
      const path = join(folder, entry);
      if (entry.endsWith('.tgz')) {
        const name = entry.slice(0, -'.tgz'.length);
        return [{ name, open: () => unpack(name, path) }];
      }
      const isSet = statSync(path).isDirectory() && existsSync(join(path, 'queries.tsv'));
      return isSet ? [{ name: entry, open: () => read(entry, path, async () => undefined) }] : [];
    });
}

async function unpack(name: string, archive: string): Promise<EvaluationSet> {
  const folder = await mkdtemp(join(tmpdir(), 'dodeca-search-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await run('tar', ['-xzf', archive, '-C', folder]);
    return await read(name, join(folder, name), remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function read(name: string, folder: string, remove: () => Promise<void>): Promise<EvaluationSet> {
  const relevant = new Map<string, Set<string>>();
  for (const [id = '', path = '', grade = ''] of await rows(join(folder, 'qrels.tsv'))) {
    if (!(Number(grade) > 0)) continue;
    const paths = relevant.get(id) ?? new Set<string>();
    relevant.set(id, paths.add(path));
  }
  const queries = (await rows(join(folder, 'queries.tsv'))).flatMap(([id = '', ...text]) => {
    const paths = relevant.get(id);
    return paths === undefined ? [] : [{ id, text: text.join('\t'), relevant: paths }];
  });
  return { name, workspace: join(folder, 'workspace'), queries, remove };
}

async function rows(file: string): Promise<string[][]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

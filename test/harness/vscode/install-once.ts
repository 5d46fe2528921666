import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from '../../../src/sqlite/exclusive-lock.ts';

/** Something that is installed into a folder of its own, once. */
export interface Installation {
  /** For people: `VS Code 1.139.1`. */
  readonly title: string;
  readonly folder: string;
  /** Everything that decides what is installed: another recipe installs anew. */
  readonly recipe: string;
  readonly install: () => Promise<void>;
  /** Where progress is told; standard error without. */
  readonly say?: (text: string) => void;
}

/** How long to wait between two looks at a lock that somebody else holds, milliseconds. */
const lookAgainMs = 250;

/** Installs it where that was not done. Two who start at once do it once; one that was broken off begins anew. */
export async function installOnce(installation: Installation): Promise<void> {
  const { title, folder, recipe, install } = installation;
  const say = installation.say ?? ((text) => process.stderr.write(text));
  const stamp = join(folder, '.installed');
  const isDone = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe;
  if (isDone()) return;
  mkdirSync(dirname(folder), { recursive: true });
  const lock = await lockOf(`${folder}.lock`);
  try {
    if (isDone()) return;
    const started = Date.now();
    say(`Installing ${title} from the package registry into ${folder}, once … `);
    try {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      await install();
      writeFileSync(stamp, recipe);
    } catch (error) {
      say('failed\n');
      throw error;
    }
    say(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  } finally {
    lock.dispose();
  }
}

/** A lock that dies with its owner, waited for. */
export async function lockOf(path: string): Promise<{ dispose(): void }> {
  for (;;) {
    const lock = tryLock(path);
    if (lock !== null) return lock;
    await sleep(lookAgainMs);
  }
}

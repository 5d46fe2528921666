import assert from 'node:assert/strict';
import type { EnvironmentMark } from '../../../src/process/find-by-environment.ts';
import { type SpawnedProcess, spawnProcess } from '../../../src/process/spawn-process.ts';

/** The environment of the processes of these tests. */
export const base = { PATH: process.env.PATH ?? '' };
let count = 0;

/** Runs a shell script. */
export async function start(script: string, env: Record<string, string> = {}): Promise<SpawnedProcess> {
  const spawned = await spawnProcess({
    file: '/bin/sh',
    args: ['-c', script],
    cwd: '/',
    env: { ...base, ...env },
  });
  assert.ok(spawned.ok);
  return spawned.value;
}

/** Runs a script until it has said "ready". */
export async function startReady(script: string, env: Record<string, string> = {}): Promise<SpawnedProcess> {
  const child = await start(script, env);
  let text = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes('ready')) resolve();
    });
  });
  child.stderr.resume();
  return child;
}

/** A variable that nobody else has. */
export function mark(): EnvironmentMark {
  return { name: 'TEST_MARK', value: `${process.pid}-${++count}` };
}

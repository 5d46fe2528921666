import { fileURLToPath } from 'node:url';

/** The program of the engine that belongs to this one: a source beside the sources, a bundle beside the bundle. */
export function engineEntry(): string {
  const fromSources = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(fromSources ? '../engine.ts' : './engine.js', import.meta.url));
}

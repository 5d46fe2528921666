import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openOrchestrator } from './orchestrator/open-orchestrator.ts';
import { runEngine } from './server/run-engine.ts';

const fromSources = import.meta.url.endsWith('.ts');

/** The path of a program that belongs to this one: a source beside the sources, a bundle beside the bundle. */
function entry(source: string, bundle: string): string {
  return fileURLToPath(new URL(fromSources ? source : bundle, import.meta.url));
}

function builtinEntry(name: string): string | null {
  const file = name.replaceAll('_', '-');
  const path = entry(`./agents/${file}/main.ts`, `./agents/${file}.js`);
  return existsSync(path) ? path : null;
}

await runEngine({
  argv: process.argv.slice(2),
  createApi: ({ folder, logger, socket, onFailure }) =>
    openOrchestrator({
      workspace: folder.workspace,
      folder,
      logger,
      socket,
      builtinEntry,
      spawnerEntry: entry('./spawner.ts', './spawner.js'),
      libraryEntry: entry('./library-worker.ts', './library-worker.js'),
      onFailure,
      ...(process.env.DODECA_DEBUG_HOLD_MS && { debugHoldMs: Number(process.env.DODECA_DEBUG_HOLD_MS) }),
    }),
});

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openOrchestrator } from './orchestrator/open-orchestrator.ts';
import { runEngine } from './server/run-engine.ts';

/** The program of a built-in agent: a source beside the sources, a bundle beside the bundle. */
function builtinEntry(name: string): string | null {
  const file = name.replaceAll('_', '-');
  const place = import.meta.url.endsWith('.ts') ? `./agents/${file}/main.ts` : `./agents/${file}.js`;
  const path = fileURLToPath(new URL(place, import.meta.url));
  return existsSync(path) ? path : null;
}

await runEngine({
  argv: process.argv.slice(2),
  createApi: ({ folder, logger, socket, onFailure }) =>
    openOrchestrator({ workspace: folder.workspace, folder, logger, socket, builtinEntry, onFailure }),
});

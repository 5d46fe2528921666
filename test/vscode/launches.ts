import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copySample } from '../harness/vscode/sample-workspace.ts';
import { deeds } from './commands/deeds.ts';
import { prepareWorkshop } from './debug/workshop.ts';
import { preparePlantLibrary } from './library-search/plant-library.ts';
import { prepareShelf } from './library-view/shelf.ts';
import { plant } from './views/plant.ts';

/** One window of VS Code, and the tests that run in it. */
export interface Launch {
  readonly name: string;
  /** The folders whose tests run in it, in this order; tests that lie in none of any launch run in the usual one, first. */
  readonly tests: readonly string[];
  /** Makes what is opened, in a folder of its own; answers with the path of a folder or of a `.code-workspace` file. */
  readonly prepare: (folder: string) => string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether VS Code asks about trust; what is opened is then not trusted. Everything is, without. */
  readonly trust?: boolean;
  /** Whether its tests want a Python that has debugpy. */
  readonly debugpy?: boolean;
}

/** Where the tests run that lie in no folder of the others. */
export const usualLaunch: Launch = {
  name: 'sample',
  // Those of the last two write a definition of their own.
  tests: ['editor', 'logs', 'problems'],
  prepare: (folder) => copySample(join(folder, 'cryo-linac')),
};

/** Makes a folder whose only file is a definition; answers with its path. */
function folderWith(workspace: string, definition: string): string {
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'dodeca.yaml'), definition);
  return workspace;
}

/**
 * Every window that tests run in. Each takes as long to start as a dozen tests run, so there are few: a new folder of
 * tests goes into one of them, with what it opens by `openFolders` where it is not what the window began with.
 */
export const launches: readonly Launch[] = [
  usualLaunch,
  {
    name: 'untrusted',
    tests: ['untrusted'],
    prepare: usualLaunch.prepare,
    trust: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  },
  {
    name: 'deeds',
    tests: ['commands', 'tasks'],
    prepare: (folder) => folderWith(join(folder, 'deeds'), deeds),
  },
  { name: 'debug', tests: ['debug'], prepare: prepareWorkshop, debugpy: true },
  {
    name: 'folders',
    tests: ['no-folder', 'empty-folder', 'library-view', 'library-search', 'multi-root', 'views', 'crowd'],
    prepare: (folder) => {
      mkdirSync(join(folder, 'empty'));
      prepareShelf(folder);
      preparePlantLibrary(folder, 'searched');
      for (const name of ['north', 'south']) copySample(join(folder, name));
      folderWith(join(folder, 'plant'), plant);
      folderWith(join(folder, 'crowd'), 'version: 1\n');
      const file = join(folder, 'nothing.code-workspace');
      writeFileSync(file, JSON.stringify({ folders: [] }));
      return file;
    },
  },
];

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
  /** The tests in the folder of this name run in it. */
  readonly name: string;
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
  prepare: (folder) => copySample(join(folder, 'cryo-linac')),
};

/** A folder whose only file is a definition. */
function folderWith(name: string, definition: string): Launch['prepare'] {
  return (folder) => {
    const workspace = join(folder, name);
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'dodeca.yaml'), definition);
    return workspace;
  };
}

/** Every window that tests run in. A new one needs a row here and a folder of its name. */
export const launches: readonly Launch[] = [
  usualLaunch,
  {
    name: 'untrusted',
    prepare: usualLaunch.prepare,
    trust: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  },
  // Their tests write a definition of their own.
  { name: 'logs', prepare: usualLaunch.prepare },
  { name: 'problems', prepare: usualLaunch.prepare },
  {
    name: 'multi-root',
    prepare: (folder) => {
      const folders = ['north', 'south'].map((name) => ({ path: copySample(join(folder, name)) }));
      const file = join(folder, 'both.code-workspace');
      writeFileSync(file, JSON.stringify({ folders }));
      return file;
    },
  },
  { name: 'views', prepare: folderWith('plant', plant) },
  { name: 'commands', prepare: folderWith('deeds', deeds) },
  { name: 'tasks', prepare: folderWith('deeds', deeds) },
  { name: 'debug', prepare: prepareWorkshop, debugpy: true },
  { name: 'library-view', prepare: prepareShelf },
  {
    name: 'no-folder',
    prepare: (folder) => {
      const file = join(folder, 'nothing.code-workspace');
      writeFileSync(file, JSON.stringify({ folders: [] }));
      return file;
    },
  },
  { name: 'library-search', prepare: (folder) => preparePlantLibrary(folder) },
  { name: 'crowd', prepare: folderWith('crowd', 'version: 1\n') },
  {
    name: 'empty-folder',
    prepare: (folder) => {
      mkdirSync(join(folder, 'empty'));
      return join(folder, 'empty');
    },
  },
];

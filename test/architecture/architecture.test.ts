import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { builtinAgents } from '../../src/builtin/builtin-agents.ts';
import { floors, roomsForAgents, vagueNames } from './floors.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The room of a path such as `src/kernel/scheduler/scheduler.ts`; null for an entry. */
function roomOf(file: string): string | null {
  const [top, room, ...rest] = file.split('/');
  return top === 'src' && room !== undefined && rest.length > 0 ? room : null;
}

interface Import {
  readonly from: string;
  /** A file of ours, or the name of a package. */
  readonly to: string;
  readonly circular: boolean;
}

describe('architecture', () => {
  let files: string[] = [];
  let imports: Import[] = [];

  before(async () => {
    const { output } = await cruise(['src'], {
      baseDir: root,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    });
    const { modules } = output as ICruiseResult;
    const sources = modules.filter(({ source }) => source.startsWith('src/'));
    files = sources.map(({ source }) => source);
    imports = sources.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ coreModule }) => !coreModule)
        .map(({ resolved, circular, module }) => ({
          from: source,
          to: resolved.startsWith('src/') ? resolved : module,
          circular,
        })),
    );
    assert.ok(files.length > 100 && imports.length > 300, 'the sources were read');
  });

  const inside = (): Import[] => imports.filter(({ to }) => to.startsWith('src/'));

  it('has a floor for every room', () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== null && room !== 'agents'));
    assert.deepEqual([...rooms].sort(), Object.keys(floors).sort());
  });

  it('imports from the own room or from a lower floor only', () => {
    const wrong = inside().filter(({ from, to }) => {
      const [own, other] = [roomOf(from), roomOf(to)];
      if (own === null || own === 'agents') return false;
      if (other === null || other === 'agents') return true;
      return own !== other && (floors[other] ?? 99) >= (floors[own] ?? -1);
    });
    assert.deepEqual(wrong, []);
  });

  it('lets built-in agents import only what serves them', () => {
    const wrong = inside().filter(
      ({ from, to }) =>
        roomOf(from) === 'agents' && !['agents', ...roomsForAgents].includes(roomOf(to) ?? ''),
    );
    assert.deepEqual(wrong, []);
  });

  it('has no cycles, type imports counted', () => {
    assert.deepEqual(
      inside().filter(({ circular }) => circular),
      [],
    );
  });

  it('names vscode nowhere but where it is at home', () => {
    const wrong = imports.filter(
      ({ from, to }) => to === 'vscode' && !from.startsWith('src/vscode/') && from !== 'src/extension.ts',
    );
    assert.deepEqual(wrong, []);
  });

  it('names files after what they hold', () => {
    // The name of an agent is what users write; its declaration is called after it.
    const agents = new Set(Array.from(builtinAgents.keys(), (name) => name.replaceAll('_', '-')));
    const vague = files.filter((file) => {
      const name = path.basename(file, '.ts');
      return vagueNames.test(name) && !(file.startsWith('src/builtin/') && agents.has(name));
    });
    assert.deepEqual(vague, []);
  });

  it('writes dependencies down that it imports, and imports those it writes down', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const packageOf = (name: string): string =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
    const packages = imports.filter(({ to }) => !to.startsWith('src/')).map(({ to }) => packageOf(to));
    const used = new Set(packages);
    // VS Code itself is this one.
    used.delete('vscode');
    // Formats that have types and no program: `mdast`, `sarif`.
    for (const name of used) if (`@types/${name}` in manifest.devDependencies) used.delete(name);
    assert.deepEqual([...used].sort(), Object.keys(manifest.dependencies).sort());
  });

  it('tells of every room in ARCHITECTURE.md, and of none that does not exist', () => {
    const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    const told = new Set([...text.matchAll(/`src\/([a-z-]+)\/`/g)].map((match) => match[1]));
    const rooms = readdirSync(path.join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual([...told].sort(), rooms.sort());
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  packageScripts,
  suggestCommands,
} from '../../../../src/agents/performance-profiler/suggest-commands.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';

describe('suggested commands', () => {
  let tree: TemporaryTree;
  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('finds what is made to be measured by its name, and nothing else', async () => {
    const scripts = {
      bench: 'node bench/run.js --all',
      'bench:ci': 'tsx a.ts | tee b',
      perf: 'node tools/sort.bench.mjs',
      test: 'mocha',
      benchwarmer: 'x',
    };
    await tree.write({
      'package.json': JSON.stringify({ scripts }),
      'benchmarks/bench_sort.py': '',
      'tools/my benchmark.js': '',
      'tools/sort.bench.mjs': '',
      'tool/__main__.py': '',
      'tests/__main__.py': '',
      'odd-name/__main__.py': '',
      '__main__.py': '',
      'src/workbench.ts': '',
      'src/bench.test.ts': '',
      'src/bench.d.ts': '',
      'src/benches.md': '',
      'node_modules/x/bench.js': '',
    });
    assert.deepEqual(
      suggestCommands(tree.root).map(({ command }) => command),
      [
        'node bench/run.js --all',
        'npm run bench:ci',
        'node tools/sort.bench.mjs',
        'python benchmarks/bench_sort.py',
        'python -m tool',
      ],
    );
  });

  it('has nothing to say of an empty workspace', () => {
    assert.deepEqual(suggestCommands(tree.root), []);
  });

  it('takes any package.json', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        packageScripts(text);
      }),
    );
    assert.deepEqual(packageScripts('{"scripts":{"bench":7,"perf":null}}'), []);
  });
});

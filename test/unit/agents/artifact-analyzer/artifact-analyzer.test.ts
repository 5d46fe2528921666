import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportPath } from '../../../../src/agents/artifact-analyzer/artifact-report.ts';
import { artifactAnalyzer } from '../../../../src/builtin/artifact-analyzer.ts';
import { agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';

interface Report {
  readonly version: number;
  readonly about: Record<string, string>;
  readonly artifacts: readonly {
    path: string;
    classification: string;
    quality: number | null;
    rank: number;
    importance_score: number;
    imported_by: number;
    entry_point: boolean;
  }[];
  readonly edges: readonly { from: string; to: string; line: number; kind: string }[];
  readonly cycles: readonly { paths: string[] }[];
  readonly duplicates: readonly { paths: string[] }[];
  readonly history: object | null;
}

const edges = [
  'app/__init__.py app/core.py 2 eager',
  'app/core.py app/lazy.py 16 deferred',
  'app/core.py app/parts.py 2 eager',
  'app/core.py app/settings.py 3 eager',
  'app/eager.py app/lazy.py 1 eager',
  'app/lazy.py app/eager.py 2 deferred',
  'app/parts.py app/core.py 3 eager',
  'app/typed.py app/typing_only.py 4 type',
  'app/typing_only.py app/typed.py 1 eager',
  'app/uses.py app/settings.py 2 eager',
  'scripts/tool.py app/core.py 3 eager',
  'scripts/tool.py scripts/beside.py 2 eager',
  'src/pkg/one.py src/pkg/two.py 1 eager',
  'src/pkg/three.py src/pkg/one.py 1 eager',
  'src/pkg/two.py src/pkg/three.py 1 eager',
  'tests/unit/test_core.py app/core.py 1 eager',
  'web/src/a.ts web/src/b.ts 1 eager',
  'web/src/b.ts web/src/a.ts 1 type',
  'web/src/c.ts web/src/d.ts 1 eager',
  'web/src/d.ts web/src/a.ts 2 deferred',
  'web/src/d.ts web/src/c.ts 1 eager',
  'web/src/e.js web/src/f/index.js 1 eager',
  'web/src/f/index.js web/src/e.js 1 deferred',
  'web/src/g.mjs packages/lib/extra.js 2 eager',
  'web/src/g.mjs packages/lib/lib.js 1 eager',
];

describe('artifact analyzer', () => {
  let workspace: string;

  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'dodeca-analyzer-'));
    await cp(agentFixture('imports'), workspace, { recursive: true });
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  async function report(): Promise<Report> {
    return JSON.parse(await readFile(join(workspace, reportPath), 'utf8'));
  }

  it('finds the planted imports, cycles and duplicates, and nothing else', async () => {
    const run = await runAgentProcess('artifact-analyzer', workspace);
    assert.equal(run.exitCode, 0, run.errors);
    assert.deepEqual(
      messagesOf(run, 'finding').map(({ path, line, severity, rule, message }) => [
        path,
        line,
        severity,
        rule,
        message,
      ]),
      [
        [
          'app/core.py',
          2,
          'warning',
          'import-cycle',
          'import cycle: app/core.py → app/parts.py → app/core.py',
        ],
        [
          'src/pkg/one.py',
          1,
          'warning',
          'import-cycle',
          'import cycle: src/pkg/one.py → src/pkg/two.py → src/pkg/three.py → src/pkg/one.py',
        ],
        [
          'web/src/c.ts',
          1,
          'warning',
          'import-cycle',
          'import cycle: web/src/c.ts → web/src/d.ts → web/src/c.ts',
        ],
      ],
    );
    const written = await report();
    assert.deepEqual(
      written.edges.map(({ from, to, line, kind }) => `${from} ${to} ${line} ${kind}`),
      edges,
    );
    assert.deepEqual(
      written.duplicates.map(({ paths }) => paths),
      [['data/a.csv', 'data/b.csv']],
    );
    assert.equal(written.cycles.length, 3);
  });

  it('sums up in metrics and outputs what the report says', async () => {
    const run = await runAgentProcess('artifact-analyzer', workspace, { top: 3 });
    const written = await report();
    const metrics = valuesOf(run, 'metric');
    assert.equal(metrics.artifacts, written.artifacts.length);
    assert.equal(metrics.import_edges, edges.length);
    assert.equal(metrics.import_cycles, 3);
    assert.equal(metrics.duplicate_files, 1);
    assert.equal(
      metrics.artifacts_code,
      written.artifacts.filter(({ classification }) => classification.startsWith('code:')).length,
    );
    const scores = written.artifacts.map(({ quality }) => quality).filter((score) => score !== null);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    assert.equal(metrics.quality_mean, Math.round(mean * 10) / 10);
    const { types, ...outputs } = valuesOf(run, 'output');
    assert.deepEqual(outputs.health, {
      part: 'quality',
      weight: 15,
      score: metrics.quality_mean,
      basis: `the mean quality of ${scores.length} of ${written.artifacts.length} files`,
    });
    for (const name of Object.keys(artifactAnalyzer.figures)) assert.ok(name in outputs, name);
    const { artifacts, bytes, import_edges, import_cycles, quality_mean, duplicate_files } = metrics;
    const { complexity_mean, complexity_max, type_hint_coverage, documentation_coverage } = metrics;
    const { tested_share } = metrics;
    const { health: _, ...told } = outputs;
    assert.deepEqual(told, {
      artifacts,
      bytes,
      import_edges,
      import_cycles,
      quality_mean,
      duplicate_files,
      complexity_mean,
      complexity_max,
      type_hint_coverage,
      documentation_coverage,
      tested_share,
      hot_spots: null,
    });
    assert.equal((types as Record<string, number>).code, metrics.artifacts_code);
    assert.deepEqual(messagesOf(run, 'artifact'), [{ type: 'artifact', path: reportPath, kind: 'report' }]);
    const ranked = [...written.artifacts].sort((a, b) => a.rank - b.rank);
    assert.deepEqual(
      ranked.map(({ rank }) => rank),
      ranked.map((_, index) => index + 1),
    );
    assert.equal(ranked[0]?.path, 'app/core.py');
    assert.equal(run.text.split('\n').filter((line) => /^ +\d+ {2}/.test(line)).length, 3);
    assert.match(run.text, /app\/core\.py \(code:/);
  });

  it('writes the same report again, and leaves out its own', async () => {
    await runAgentProcess('artifact-analyzer', workspace);
    const first = await readFile(join(workspace, reportPath), 'utf8');
    await runAgentProcess('artifact-analyzer', workspace);
    assert.equal(await readFile(join(workspace, reportPath), 'utf8'), first);
    assert.equal(await readFile(join(workspace, '.dodeca/.gitignore'), 'utf8'), '*\n');
    const { version, about } = await report();
    assert.equal(version, 1);
    assert.match(about.quality ?? '', /documented \(20\)/);
    assert.match(about.importance ?? '', /imported_by \(40\)/);
  });

  it('needs neither Python nor git', async () => {
    const nothing = { PATH: join(workspace, 'nothing'), Path: join(workspace, 'nothing'), VIRTUAL_ENV: '' };
    const run = await runAgentProcess('artifact-analyzer', workspace, {}, nothing);
    assert.equal(run.exitCode, 0, run.errors);
    assert.deepEqual(messagesOf(run, 'log'), []);
    const written = await report();
    assert.deepEqual(
      written.edges.map(({ from, to, line, kind }) => `${from} ${to} ${line} ${kind}`),
      edges,
    );
    assert.equal(written.history, null);
    assert.equal(valuesOf(run, 'output').hot_spots, null);
  });

  it('analyses what is included', async () => {
    await runAgentProcess('artifact-analyzer', workspace, { include: ['web/'], exclude: ['*.json'] });
    const { artifacts } = await report();
    assert.ok(artifacts.length > 0);
    assert.ok(artifacts.every(({ path }) => path.startsWith('web/') && !path.endsWith('.json')));
  });

  it('refuses to write through a link, in one message', async () => {
    await mkdir(join(workspace, 'elsewhere'));
    await symlink('elsewhere', join(workspace, '.dodeca'));
    const run = await runAgentProcess('artifact-analyzer', workspace);
    assert.equal(run.exitCode, 2);
    assert.match(run.errors, /^the report .* cannot be written: .*symbolic link\n$/);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classificationText, classify } from '../../../../src/agents/artifact-analyzer/classify.ts';

const cases: Record<string, string> = {
  'agents/data_analysis.py': 'code:agent:analysis',
  'local_mcp/agents/smoke_test_runner.py': 'code:agent:validation',
  'agents/cryo_optimizer.py': 'code:agent:optimization',
  'tests/unit/test_load.py': 'code:test:unit',
  'tests/integration/test_load.py': 'code:test:integration',
  'src/load.test.ts': 'code:test:unit',
  'e2e/login.spec.ts': 'code:test:e2e',
  'test/fixtures/a/config.yaml': 'data:fixture:yaml',
  'notebooks/explore.ipynb': 'code:notebook:exploration',
  'src/journal/journal-store.ts': 'code:library:storage',
  'src/kernel/scheduler.ts': 'code:pipeline:scheduling',
  'scripts/release.sh': 'code:script:automation',
  'src/pkg/__init__.py': 'code:package:surface',
  'types/api.d.ts': 'code:schema:communication',
  'src/ui/panel.tsx': 'code:interface:visualization',
  'data/telemetry.csv': 'data:table:csv',
  'data/rows.jsonl': 'data:record:jsonl',
  'weights.npy': 'data:array:npy',
  'README.md': 'doc:readme:overview',
  'docs/README.rst': 'doc:readme:overview',
  'CHANGELOG.md': 'doc:changes:history',
  LICENSE: 'doc:legal:licence',
  'ARCHITECTURE.md': 'doc:design:architecture',
  'CONTRIBUTING.md': 'doc:guide:instruction',
  'docs/api/index.md': 'doc:reference:reference',
  'AGENTS.md': 'doc:agent:instruction',
  'notes.txt': 'doc:note:general',
  'dodeca.yaml': 'config:pipeline:definition',
  'orchestrator_config.yaml': 'config:pipeline:definition',
  'conf/etl_pipeline.yml': 'config:pipeline:definition',
  '.github/workflows/test.yml': 'config:ci:automation',
  Dockerfile: 'config:container:deployment',
  'package.json': 'config:package:dependencies',
  'package-lock.json': 'config:lock:dependencies',
  'requirements-dev.txt': 'config:package:dependencies',
  'tsconfig.base.json': 'config:build:compilation',
  Makefile: 'config:build:compilation',
  '.eslintrc.json': 'config:quality:rules',
  '.vscode/settings.json': 'config:editor:environment',
  '.gitignore': 'config:repository:housekeeping',
  'settings.toml': 'config:settings:configuration',
  'x.toml': 'config:settings:toml',
  'logo.svg': 'asset:image:svg',
  'font.woff2': 'asset:font:woff2',
  'strange.qqq': 'other:unknown:qqq',
  strange: 'other:unknown:none',
};

describe('classify', () => {
  for (const [path, expected] of Object.entries(cases)) {
    it(`takes ${path} for ${expected}`, () => assert.equal(classificationText(classify(path)), expected));
  }

  it('gives every path three words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        (parts) => {
          const { type, group, function: purpose } = classify(parts.join('/'));
          assert.ok(type.length > 0 && group.length > 0 && purpose.length > 0);
        },
      ),
    );
  });
});

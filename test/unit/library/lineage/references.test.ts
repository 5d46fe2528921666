import assert from 'node:assert/strict';
import { openExtractor } from '../../../../src/library/extract/extractor.ts';
import { dependentsOf, referencesOf } from '../../../../src/library/lineage/references.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { buildOnce, databaseOf } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

/** Small workspaces of several kinds, as people have them. */
const files: Readonly<Record<string, string | Uint8Array>> = {
  // Python with `src`, a package, a script beside it.
  'pyproject.toml': '[project]\nname = "plant"\n',
  'src/plant/__init__.py': '"""The plant."""\nfrom .cooling import boil_off\n',
  'src/plant/cooling.py':
    'import json\nfrom pathlib import Path\nfrom . import tables\nfrom .units import (\n    GRAM,\n)\n\nHERE = Path("data/helium.csv")\n\n\ndef boil_off():\n    return HERE\n',
  'src/plant/tables.py': 'TABLE = {}\n',
  'src/plant/units.py': 'GRAM = 1\n',
  'scripts/report.py': 'import plant.cooling\nfrom plant import tables, units\n',
  'data/helium.csv': 'hour,load\n1,2\n',
  // A workspace of packages, with mapped names.
  'web/package.json': '{ "name": "@plant/web", "main": "./src/main.ts" }',
  'web/tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
  'web/src/main.ts': "import { draw } from '~/draw.js';\nimport './style.css';\n\ndraw();\n",
  'web/src/draw.ts':
    "import main from './main';\nimport { readFile } from 'node:fs';\n\nexport const draw = () => main;\n",
  'web/src/style.css': 'body {}\n',
  'tools/show.mjs': "import '@plant/web';\nconst lazy = () => import('../web/src/draw.ts');\nlazy();\n",
  // Prose, pictures, notebooks, shell, YAML.
  'README.md':
    '# Plant\n\n![how it looks](docs/pic%20one.png)\n\nSee [the guide](docs/guide.md#top), [home](https://example.org) and [there](../outside.md).\n',
  'docs/guide.md': '# Guide\n\nBack to [the readme](/README.md), on to [notes](notes).\n',
  'docs/notes.md': '# Notes\n',
  'docs/pic one.png': new Uint8Array([0, 1, 2, 0]),
  'study/look.ipynb': JSON.stringify(
    {
      cells: [
        { cell_type: 'markdown', metadata: {}, source: ['# Look\n', 'At [the guide](../docs/guide.md).'] },
        {
          cell_type: 'code',
          metadata: {},
          outputs: [],
          source: ["import plant\nopen('../data/helium.csv')"],
        },
      ],
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  ),
  'run.sh': '#!/bin/sh\n. ./lib/common.sh\npython scripts/report.py --out /tmp/x.csv\n',
  'lib/common.sh': 'set -eu\n',
  'dodeca.yaml': 'version: 1\nagents:\n  report:\n    file: scripts/report.py\n    inputs: ["data/*.csv"]\n',
};

const kinds = { import: 'imports', link: 'links to', file: 'names' } as const;

describe('references within a workspace', () => {
  let tree: TemporaryTree;
  let db: Database;

  before(async () => {
    tree = await temporaryTree(files);
    await buildOnce(tree.root, { extractor: await openExtractor() });
    db = new Database(databaseOf(tree.root), { name: 'library', readOnly: true });
  });
  after(async () => {
    db.close();
    await tree.remove();
  });

  const refersTo = (path: string): string[] =>
    (referencesOf(db, path)?.refersTo ?? []).map((one) => `${one.line} ${kinds[one.kind]} ${one.path}`);
  const referredBy = (path: string): string[] =>
    (referencesOf(db, path)?.referredBy ?? []).map((one) => `${one.path}:${one.line} ${kinds[one.kind]} it`);

  it('are found in every kind of document', () => {
    assert.deepEqual(Object.fromEntries(Object.keys(files).map((path) => [path, refersTo(path)])), {
      'pyproject.toml': [],
      'src/plant/__init__.py': ['2 imports src/plant/cooling.py'],
      'src/plant/cooling.py': [
        '3 imports src/plant/tables.py',
        '4 imports src/plant/units.py',
        '8 names data/helium.csv',
      ],
      'src/plant/tables.py': [],
      'src/plant/units.py': [],
      'scripts/report.py': [
        '1 imports src/plant/cooling.py',
        '2 imports src/plant/tables.py',
        '2 imports src/plant/units.py',
      ],
      'data/helium.csv': [],
      'web/package.json': ['1 names web/src/main.ts'],
      'web/tsconfig.json': [],
      'web/src/main.ts': ['1 imports web/src/draw.ts', '2 imports web/src/style.css'],
      'web/src/draw.ts': ['1 imports web/src/main.ts'],
      'web/src/style.css': [],
      'tools/show.mjs': ['1 imports web/src/main.ts', '2 imports web/src/draw.ts'],
      'README.md': ['3 names docs/pic one.png', '5 links to docs/guide.md'],
      'docs/guide.md': ['3 links to README.md', '3 links to docs/notes.md'],
      'docs/notes.md': [],
      'docs/pic one.png': [],
      'study/look.ipynb': [
        '8 links to docs/guide.md',
        '16 imports src/plant/__init__.py',
        '17 names data/helium.csv',
      ],
      'run.sh': ['2 imports lib/common.sh', '3 names scripts/report.py'],
      'lib/common.sh': [],
      'dodeca.yaml': ['4 names scripts/report.py'],
    });
  });

  it('are told from the other side, with their places', () => {
    assert.deepEqual(referredBy('data/helium.csv'), [
      'src/plant/cooling.py:8 names it',
      'study/look.ipynb:17 names it',
    ]);
    assert.deepEqual(referredBy('scripts/report.py'), ['dodeca.yaml:4 names it', 'run.sh:3 names it']);
    assert.deepEqual(referredBy('docs/guide.md'), [
      'README.md:5 links to it',
      'study/look.ipynb:8 links to it',
    ]);
    assert.deepEqual(referredBy('web/src/main.ts'), [
      'tools/show.mjs:1 imports it',
      'web/package.json:1 names it',
      'web/src/draw.ts:1 imports it',
    ]);
  });

  it('are told of a file that is not in the library, where somebody refers to it', () => {
    const picture = referencesOf(db, 'docs/pic one.png');
    assert.deepEqual([picture?.status, picture?.hash, picture?.refersTo], [null, null, []]);
    assert.deepEqual(referredBy('docs/pic one.png'), ['README.md:3 names it']);
    assert.equal(referencesOf(db, 'outside.md'), null);
    assert.equal(referencesOf(db, '../outside.md'), null);
  });

  it('come with the content and the status of the file', () => {
    const { status, hash } = referencesOf(db, 'run.sh') ?? {};
    assert.ok(typeof status === 'string', `${status}`);
    assert.match(hash ?? '', /^[0-9a-f]{64}$/);
  });

  it('lead on from import to import, also in a circle', () => {
    assert.deepEqual(dependentsOf(db, ['src/plant/units.py']), [
      'scripts/report.py',
      'src/plant/__init__.py',
      'src/plant/cooling.py',
      'study/look.ipynb',
    ]);
    assert.deepEqual(dependentsOf(db, ['web/src/draw.ts']), [
      'tools/show.mjs',
      'web/src/draw.ts',
      'web/src/main.ts',
    ]);
    assert.deepEqual(dependentsOf(db, ['data/helium.csv', 'docs/guide.md', 'none.py']), []);
    assert.deepEqual(dependentsOf(db, []), []);
  });
});

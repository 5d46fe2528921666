import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chooseVersion } from '../../../../src/agents/deployment-manager/versions/choose-version.ts';
import { jsonValues } from '../../../../src/agents/deployment-manager/versions/json-values.ts';
import { readVersionFile } from '../../../../src/agents/deployment-manager/versions/read-version-file.ts';
import {
  compareVersions,
  isDevelopment,
  parsePep440,
  parseSemver,
  parseVersion,
} from '../../../../src/agents/deployment-manager/versions/version.ts';

describe('versions', () => {
  it('are those of Semantic Versioning', () => {
    for (const text of [
      '0.0.1',
      '1.2.3',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-0.3.7',
      '1.0.0-x-y-z.--',
      '1.0.0+20130313',
    ])
      assert.ok(parseSemver(text), text);
    for (const text of [
      '1',
      '1.2',
      '01.2.3',
      '1.2.3-',
      '1.2.3-01',
      'v1.2.3',
      '1.2.3 ',
      '1.2.3.4',
      '',
      `1.0.${'9'.repeat(200)}`,
    ])
      assert.equal(parseSemver(text), null, text);
  });

  it('are those of PEP 440', () => {
    for (const text of [
      '1',
      '1.0',
      '1.2.3.4',
      '1!2.0',
      '1.0a1',
      '1.0.dev0',
      '1.0-rc.1',
      '1.0.post2',
      '1.0-1',
      '1.0+local.7',
    ])
      assert.ok(parsePep440(text), text);
    for (const text of ['', 'x', '1.0-SNAPSHOT', '1..0', '1.0rc1rc2', '1.0+'])
      assert.equal(parsePep440(text), null, text);
  });

  it('are ordered as both say', () => {
    const ascending = [
      ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0'],
      ['1.0.0-1', '1.0.0-2', '1.0.0-canary.1', '1.0.0'],
      ['1.0.dev1', '1.0a1.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0.post1', '1.1.dev0', '1.1', '1!0.1'],
      ['0.9.0', '0.10.0', '1.0.0', '10.0.0'],
    ];
    for (const list of ascending) {
      for (const [at, text] of list.slice(1).entries()) {
        const [a, b] = [parseVersion(list[at] ?? ''), parseVersion(text)];
        assert.ok(a && b && compareVersions(a, b) < 0 && compareVersions(b, a) > 0, `${list[at]} < ${text}`);
      }
    }
    for (const [one, other] of [
      ['1.0.0', '1.0'],
      ['1.4.0-rc.1', '1.4rc1'],
      ['1.0.0+1', '1.0.0+2'],
      ['1.0.0-beta', '1.0b0'],
    ] as const) {
      const [a, b] = [parseVersion(one), parseVersion(other)];
      assert.ok(a && b);
      assert.equal(compareVersions(a, b), 0, `${one} = ${other}`);
    }
    assert.ok(isDevelopment(parseVersion('1.3.0-SNAPSHOT') ?? assert.fail()));
    assert.ok(isDevelopment(parseVersion('1.3.0.dev2') ?? assert.fail()));
    assert.ok(!isDevelopment(parseVersion('1.3.0-rc.1') ?? assert.fail()));
  });

  const anyVersion = fc
    .oneof(
      fc.stringMatching(/^\d{1,3}\.\d{1,3}\.\d{1,3}(-(alpha|beta|rc|next)\.\d{1,2})?$/),
      fc.stringMatching(/^\d{1,2}(\.\d{1,2}){0,3}(a\d|b\d|rc\d)?(\.post\d)?(\.dev\d)?$/),
    )
    .map(parseVersion)
    .filter((version) => version !== null);

  it('have a total order', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        assert.equal(Math.sign(compareVersions(a, b)), -Math.sign(compareVersions(b, a)) + 0);
        const [low, middle, high] = [a, b, c].sort(compareVersions);
        assert.ok(low && middle && high && compareVersions(low, high) <= 0);
        assert.ok(compareVersions(low, middle) <= 0 && compareVersions(middle, high) <= 0);
      }),
    );
  });

  it('are read from any text without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        parseVersion(text);
      }),
    );
  });
});

describe('files that tell a version', () => {
  const cases: [string, string, string | null, number, number][] = [
    [
      'package.json',
      '{\n  "a": [{"version": "9"}],\n  "b": {"version": "8"},\n  "version": "1.2.3"\n}',
      '1.2.3',
      4,
      15,
    ],
    ['package.json', '{ "version": 3 }', '3', 1, 14],
    ['package.json', '{ "version": "1\\u002e2.3" }', null, 0, 0],
    ['package.json', '{ "name": "version" }', null, 0, 0],
    ['pyproject.toml', '[tool.x]\nversion = "9"\n[project]\nname="a"\nversion = "1.2" # now\n', '1.2', 5, 12],
    ['pyproject.toml', "[tool.poetry]\nversion = '1.2'\n", '1.2', 2, 12],
    ['pyproject.toml', '[project]\ndynamic = ["version"]\n', null, 0, 0],
    ['pyproject.toml', '[project\nversion = "1"', null, 0, 0],
    [
      'Cargo.toml',
      '[package]\nname = "a"\nversion = "1.2.3"\n[dependencies]\nb = { version = "4" }\n',
      '1.2.3',
      3,
      12,
    ],
    [
      'Cargo.toml',
      '[package]\nversion.workspace = true\n[workspace.package]\nversion = "2.0.0"\n',
      '2.0.0',
      4,
      12,
    ],
    ['setup.cfg', '[options]\nversion = 9\n[metadata]\nversion = 1.2\n', '1.2', 4, 11],
    ['setup.cfg', '[metadata]\nversion = attr: a.__version__\n', null, 0, 0],
    [
      'setup.py',
      'from x import setup\nsetup(\n  # version="9",\n  name="a",\n  version="1.2",\n)',
      '1.2',
      5,
      12,
    ],
    ['setup.py', 'version = "9"\nsetup(name="a", version=version)', '9', 1, 12],
    ['setup.py', 'V = "9"\nV = "8"\nsetup(name="a", version=V)', null, 0, 0],
    ['setup.py', 'setup(name="a", version=read("a"))', null, 0, 0],
    ['a/__init__.py', 'x = 1\n__version__ = "1.2"\n', '1.2', 2, 16],
    ['a/__init__.py', '__version__ = "unknown"\n', null, 0, 0],
    ['a/_version.py', '# file generated by setuptools-scm\n__version__ = "1.2"\n', null, 0, 0],
    ['VERSION', '\n v1.2.3 \n', '1.2.3', 2, 3],
    ['VERSION', '42\n', null, 0, 0],
    ['version.txt', 'What is a version?\n1.2.3', null, 0, 0],
    ['CITATION.cff', 'cff-version: 1.2.0\nversion: "v1.2"\n', '1.2', 2, 12],
    ['CITATION.cff', 'cff-version: 1.2.0\nversion: 1.20\n', '1.20', 2, 10],
    ['src/version.ts', "export const VERSION = '1.2.3';\n", '1.2.3', 1, 25],
    ['src/version.ts', "const version = '1.2.3';\nvar version = '1.2.4';\n", '1.2.3', 1, 18],
    ['chart.yaml', 'version: 1.2.3\n', '1.2.3', 1, 10],
  ];

  for (const [path, text, version, line, column] of cases) {
    it(`${path}: ${JSON.stringify(text)}`, () => {
      const [place] = readVersionFile(path, text);
      assert.deepEqual(
        place === undefined ? null : [place.text, place.line, place.column],
        version === null ? null : [version, line, column],
      );
    });
  }

  it('are two places in a lock file', () => {
    const lock = '{"version": "1.0.0", "packages": {"x": {"version": "9"}, "": {"version": "1.0.1"}}}';
    const places = readVersionFile('package-lock.json', lock);
    assert.deepEqual(
      places.map(({ text }) => text),
      ['1.0.0', '1.0.1'],
    );
  });

  it('are read from any text without a fault', () => {
    const names = [
      'package.json',
      'package-lock.json',
      'pyproject.toml',
      'setup.cfg',
      'setup.py',
      'Cargo.toml',
    ];
    const paths = fc.constantFrom(
      ...names,
      'VERSION',
      'CITATION.cff',
      'a/__init__.py',
      'src/version.ts',
      'x.yaml',
    );
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          'version',
          '"',
          "'",
          '=',
          ': ',
          '1.2.3',
          '\n',
          '[project]',
          '{',
          '}',
          '[',
          'setup(',
          '__version__',
        ),
        fc.string({ unit: 'binary', maxLength: 5 }),
      ),
    );
    fc.assert(
      fc.property(paths, pieces, (path, parts) => {
        const text = parts.join('');
        for (const place of readVersionFile(path, text)) {
          const line = text.split(/\r\n|\n|\r/)[place.line - 1] ?? '';
          assert.equal(line.slice(place.column - 1, place.column - 1 + place.text.length), place.text);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('may be nested without end', () => {
    assert.equal(jsonValues(`{"a":${'['.repeat(200_000)}`, ['version']).size, 0);
    assert.deepEqual(readVersionFile('pyproject.toml', `[project]\nx = ${'['.repeat(50_000)}`), []);
  });
});

describe('the version of a project', () => {
  const choose = (files: Record<string, string>, named = false) => {
    const places = Object.entries(files).flatMap(([path, text]) => readVersionFile(path, text));
    const project = chooseVersion(places, named);
    return project && [project.reference.path, ...project.mismatches.map(({ place }) => place.path)];
  };
  const python = (version: string, name = 'a'): string =>
    `[project]\nname = "${name}"\nversion = "${version}"\n`;
  const node = (version: string, name = 'a', more = ''): string =>
    `{"name": "${name}", "version": "${version}"${more}}`;

  it('is that of its manifest, and the others follow', () => {
    assert.equal(choose({}), null);
    assert.deepEqual(choose({ 'package.json': node('1.0.0'), 'package-lock.json': node('1.0.1') }), [
      'package.json',
      'package-lock.json',
    ]);
    assert.deepEqual(choose({ 'pyproject.toml': python('1.0'), 'setup.py': 'setup(version="1.1")' }), [
      'pyproject.toml',
      'setup.py',
    ]);
    assert.deepEqual(choose({ 'a/__init__.py': '__version__ = "1.0"', VERSION: '1.0.0' }), ['VERSION']);
  });

  it('is another one for another project in the same folder', () => {
    const both = { 'package.json': node('1.0.0', 'web'), 'pyproject.toml': python('2.0') };
    assert.deepEqual(choose(both), ['package.json']);
    assert.deepEqual(choose({ ...both, VERSION: '2.0' }), ['package.json']);
    assert.deepEqual(choose({ ...both, VERSION: '3.0' }), ['package.json', 'VERSION']);
    assert.deepEqual(choose({ ...both, 'pyproject.toml': python('2.0', 'web') }), [
      'package.json',
      'pyproject.toml',
    ]);
    assert.deepEqual(
      choose({ 'package.json': node('1.0.0', 'web', ', "private": true'), 'pyproject.toml': python('2.0') }),
      ['pyproject.toml'],
    );
  });

  it('is none where it is made at the release', () => {
    assert.equal(choose({ 'package.json': node('0.0.0-development') }), null);
    assert.equal(choose({ 'pyproject.toml': python('0.0.0') }), null);
  });

  it('is that of the first file that was named', () => {
    assert.deepEqual(choose({ VERSION: '1.0.0', 'package.json': node('1.0.1') }, true), [
      'VERSION',
      'package.json',
    ]);
  });
});

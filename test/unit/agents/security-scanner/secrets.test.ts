import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import { findSecrets } from '../../../../src/agents/security-scanner/secrets/find-secrets.ts';
import {
  isPlaceholder,
  isPlaceholderAddress,
} from '../../../../src/agents/security-scanner/secrets/placeholder.ts';
import { maySecret } from '../../../../src/agents/security-scanner/secrets/secret-signs.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { runAgentProcess, valuesOf } from '../agent-process.ts';
import { found } from './planted.ts';

const letters = 'aZ9bY8cX7dW6eV5fU4gT3hS2iR1jQ0kPlOmNnMoLpKqJrI';

/** Text like drawn by lot, the same every time: no secret of these tests stands in a file of the project. */
function lot(length: number, from = letters, start = 7): string {
  let state = start;
  return Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return from[Math.floor(state / 65536) % from.length];
  }).join('');
}

const hex = '0123456789abcdef';
const upper = 'QWERTYUIOPASDFGHJKLZXCVBNM234567';
const key = `-----BEGIN RSA PRIVATE ${'KEY'}-----\nMIIE${lot(60)}\n${lot(64)}\n${lot(64)}\n-----END RSA PRIVATE ${'KEY'}-----`;

/** One secret for each kind: its text, and the rule. */
const secrets: Readonly<Record<string, readonly [string, string]>> = {
  github: [`ghp_${lot(36)}`, 'secret'],
  fine: [`github_pat_${lot(82)}`, 'secret'],
  slack: [`xoxb-${lot(12, '0123456789')}-${lot(24)}`, 'secret'],
  stripe: [`sk_live_${lot(30)}`, 'secret'],
  npm: [`npm_${lot(36)}`, 'secret'],
  gitlab: [`glpat-${lot(20)}`, 'secret'],
  anthropic: [`sk-ant-api03-${lot(93)}AA`, 'secret'],
  databricks: [`dapi${lot(32, hex)}`, 'secret'],
  aws: [`AKIA${lot(16, upper)}`, 'access-key-id'],
  database: [`postgres://app:${lot(12)}@db1.acme.io/main`, 'credentials-in-url'],
  basic: [`https://jenkins:${lot(12)}@git.acme.io/repository`, 'credentials-in-url'],
  pem: [key, 'private-key'],
};

describe('secrets', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('are found at their place by kind, and are hints in tests, examples and documents', async () => {
    for (const [name, [text]] of Object.entries(secrets)) {
      await tree.write({
        [`src/${name}.ts`]: `// one\nconst x = '${text}';\n`,
        [`test/${name}.ts`]: `const x = '${text}';\n`,
        [`docs/${name}.md`]: `Look:\n\n    ${text}\n`,
      });
    }
    const run = await runAgentProcess('security-scanner', tree.root, { calls: false, dependencies: false });
    const expected = Object.entries(secrets).flatMap(([name, [, rule]]) => [
      `src/${name}.ts:2 ${rule} ${rule === 'access-key-id' ? 'warning' : 'error'}`,
      `test/${name}.ts:1 ${rule} info`,
      `docs/${name}.md:3 ${rule} info`,
    ]);
    assert.deepEqual(found(run), expected.sort());
    assert.equal(valuesOf(run, 'metric').secrets, expected.length);
  });

  it('are never printed: not in messages, not in reports', async () => {
    const files = Object.entries(secrets).map(
      ([name, [text]]) => [`src/${name}.txt`, `x = "${text}" # ${text}\n`] as const,
    );
    await tree.write(Object.fromEntries(files));
    await tree.write({
      'src/account.json': JSON.stringify({ private_key_id: lot(20), private_key: key }),
      'src/.npmrc': `//packages.example.org/:_authToken=${lot(30)}\n`,
      'src/aws.ini': `aws_secret_access_key = ${lot(40)}\n`,
    });
    const run = await runAgentProcess('security-scanner', tree.root);
    const reports = join(tree.root, '.dodeca/reports');
    const said = [
      run.text,
      run.errors,
      ...run.messages.map((message) => JSON.stringify(message)),
      ...readdirSync(reports).map((name) => readFileSync(join(reports, name), 'utf8')),
    ].join('\n');
    const texts = [
      ...Object.values(secrets).map(([text]) => text),
      lot(30),
      lot(40),
      lot(20),
      lot(64),
      lot(12),
    ];
    for (const text of texts)
      assert.equal(said.includes(text.slice(0, 12)) && !/^(https|postgres|-----)/.test(text), false, text);
    assert.equal(said.includes(lot(12).slice(0, 6)), false);
    assert.equal(valuesOf(run, 'metric').secrets, 2 * files.length + 3);
  });

  it('have the column where they begin, also where the preset gives the name before them', async () => {
    const [github] = secrets.github ?? [''];
    const [one] = await findSecrets('a.ts', `😀 const token = "${github}";`);
    assert.deepEqual([one?.line, one?.column, one?.end], [1, 19, { line: 1, column: 19 + github.length }]);
    const [aws] = await findSecrets('a.ini', `\r\n[default]\r\naws_secret_access_key = ${lot(40)}\r\n`);
    assert.deepEqual([aws?.line, aws?.column, aws?.end.column], [3, 25, 65]);
  });

  it('are none where they only hold the place of one', async () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      `AIDA${lot(16, upper)}`,
      `ASIA${lot(16, upper)}`,
      `ghp_${'x'.repeat(36)}`,
      `ghp_${'0'.repeat(36)}`,
      'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
      `npm_${'YOURTOKENHERE'.padEnd(36, 'X')}`,
      '//packages.example.org/:_authToken=<your-token>',
      '//packages.example.org/:_authToken=xxxx',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of an .npmrc
      '//packages.example.org/:_authToken=${NPM_TOKEN}',
      'https://user:pass@example.com/x',
      'https://user:hunter2@acme.io/x',
      'postgres://postgres:postgres@localhost:5432/x',
      'postgres://app:s3cretpw9@localhost/x',
      'mysql://root:changeme@db/x',
      'account_id = 1234-5678-9012',
      `-----BEGIN RSA PRIVATE ${'KEY'}-----\n...\n-----END RSA PRIVATE ${'KEY'}-----`,
    ]) {
      assert.deepEqual(await findSecrets('src/a.ts', `x = "${text}"`), [], text);
    }
    assert.equal(isPlaceholder(`ghp_${lot(36)}`), false);
    assert.equal(isPlaceholderAddress(`https://deploy:${lot(12)}@git.acme.io/x`), false);
  });

  it('are found in the files that a key of a service account comes in', async () => {
    const account = JSON.stringify({ private_key_id: lot(20), private_key: key }, null, 2);
    const [one, ...more] = await findSecrets('account.json', account);
    assert.equal(one?.rule, 'private-key');
    assert.equal(one?.line, 3);
    assert.deepEqual(more, []);
    const escaped = account.replace('private_key_id', 'private\\u005fkey_id');
    assert.equal((await findSecrets('account.json', escaped)).length, 1);
  });

  it('are looked for only where a sign of one is, which loses nothing of what the preset finds', () => {
    const patterns = presetPatterns();
    // A new pattern of the preset needs a sign of its own.
    assert.equal(patterns.length, 37);
    for (const pattern of patterns) {
      // What stands around a match only makes it rarer, and is not generated.
      const source = pattern.source
        .replace(/\(\?<!\\p\{L\}\)|\(\?![^)]*\)|\\b/g, '')
        .replace(/\(\?<\w+>/g, '(?:');
      const example = fc.stringMatching(new RegExp(source, pattern.flags.replace(/[gi]/g, '')));
      fc.assert(
        fc.property(example, (text) => {
          const match = new RegExp(pattern.source, pattern.flags.replace('g', '')).exec(text);
          if (match === null) return;
          // Without a user and a password the preset says nothing of an address of a database.
          const { groups = {} } = match;
          if ('username' in groups && groups.username === undefined) return;
          assert.ok(maySecret(`before ${text} behind`, '.ts'), `${pattern} ${text}`);
        }),
        { numRuns: 100 },
      );
    }
  });

  it('are told apart up to 500 of a kind in a file', async () => {
    const many = Array.from({ length: 600 }, (_, at) => `ghp_${lot(36, letters, at + 1)}`);
    assert.equal((await findSecrets('a.txt', many.slice(0, 400).join('\n'))).length, 400);
    assert.equal((await findSecrets('a.txt', many.join('\n'))).length, 500);
  });

  it('are looked for in any text without a crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('ghp_', 'PRIVATE KEY', '://a:b@', 'SG.a.b', '\uFEFF', '\0', 'tskey-'),
          ),
          { maxLength: 30 },
        ),
        async (pieces) => {
          for (const path of ['a.json', 'a.p12', 'a', '.env']) {
            for (const { line, column } of await findSecrets(path, pieces.join('')))
              assert.ok(line >= 1 && column >= 1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Every expression with which the preset searches a text, for all names of files. */
function presetPatterns(): RegExp[] {
  const patterns = new Map<string, RegExp>();
  for (const name of ['a.ts', 'package.json', '.npmrc', 'package-lock.json']) {
    for (const rule of rules) {
      if (rule.meta.id.endsWith('filter-comments')) continue;
      const content = {
        matchAll(pattern: RegExp) {
          // The number of an account is not asked for.
          if (!pattern.source.includes('ACCOUNT')) patterns.set(String(pattern), pattern);
          return [];
        },
      };
      const context = {
        createTranslator: () => () => ({}),
        report: () => undefined,
        ignore: () => undefined,
      };
      const create = rule.create as (context: unknown, options: object) => { file(source: object): unknown };
      create(context, { enableIDScanRule: true }).file({ content, ext: '.ts', filePath: name });
    }
  }
  return [...patterns.values()];
}

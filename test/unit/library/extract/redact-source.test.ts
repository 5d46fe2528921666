import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openExtractor } from '../../../../src/library/extract/extractor.ts';
import { maySecret, redactSource } from '../../../../src/library/extract/redact-source.ts';

/** Secrets, each within the text that it stands in. */
const secrets: readonly (readonly [text: string, secret: string])[] = [
  ['id = "AKIAIOSFODNN7EXAMPLE"', 'AKIAIOSFODNN7EXAMPLE'],
  ['API_KEY = "a1B2c3D4e5F6"', 'a1B2c3D4e5F6'],
  ['password="pass-word 1"', ''],
  ['url = "postgres://me:s3cret@db.local/x"', 's3cret'],
  ['x = "ghp_0123456789abcdefghijABCDEFGHIJ012345"', 'ghp_0123456789abcdefghijABCDEFGHIJ012345'],
  ['// sk-ant-api03-aBcD1234efgh5678ijkl9012', 'sk-ant-api03-aBcD1234efgh5678ijkl9012'],
  ['# SG.aBcD1234efgh5678ijkl90.aBcD1234efgh5678ijkl90', 'SG.aBcD1234efgh5678ijkl90'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----', 'MIIEvQIBADANBg'],
];

describe('redactSource', () => {
  it('leaves out secrets, keeps the lines, and is not needed where there is no sign of one', () => {
    for (const [text, secret] of secrets) {
      const redacted = redactSource(`first\n${text}\nlast\n`, true);
      assert.equal(maySecret(Buffer.from(text), text), true, text);
      assert.equal(redacted.text.split('\n').length, `first\n${text}\nlast\n`.split('\n').length, text);
      assert.ok(redacted.text.startsWith('first\n') && redacted.text.endsWith('last\n'), text);
      if (secret === '') continue;
      assert.ok(!redacted.text.includes(secret), redacted.text);
      assert.equal(redacted.secrets, 1, text);
    }
  });

  it('tells values of code that are computed from those that are written', () => {
    const computed = 'token = next(tokens)\nself.password = getpass()\nkeys = {"token": "next_token"}\n';
    assert.deepEqual(redactSource(computed, true), { text: computed, secrets: 0 });
    assert.equal(redactSource('password: hunter2\nDB_TOKEN=abc\n', false).text, 'password: …\nDB_TOKEN=…\n');
  });

  it('never finds a secret where it says that there can be none', () => {
    const piece = fc.constantFrom(
      ...[
        'token',
        'secret',
        ' = ',
        '"',
        'a1B2',
        '://',
        ':',
        '@',
        'x',
        'AKIA',
        'ABCDEFGH',
        '01234567',
        'hf_',
        'SG.',
        'sk-',
        'T3BlbkFJ',
      ],
      ...[
        '\n',
        '-----BEGIN ',
        'PRIVATE KEY-----',
        'npm_',
        'eyJ',
        '.',
        'Authorization',
        'Bearer ',
        'ü',
        '_',
        '-',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, isCode) => {
        const text = pieces.join('');
        const { secrets: found, text: shown } = redactSource(text, isCode);
        assert.equal(shown.split('\n').length, text.split('\n').length);
        if (!maySecret(Buffer.from(text), text)) assert.equal(found, 0);
        if (found === 0) assert.equal(shown, text);
      }),
      { numRuns: 2000 },
    );
  });

  it('is applied to everything that is told of a document', async () => {
    const extractor = await openExtractor();
    const secret = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
    const texts: Readonly<Record<string, string>> = {
      'a.py': `"""About ${secret}."""\nKEY = "${secret}"\nimport x.${secret}\n`,
      'a.md': `# ${secret}\n\n[a](b/${secret})\n`,
      'a.json': JSON.stringify({ title: secret, [secret]: 1 }),
      'a.yaml': `name: ${secret}\n${secret}: 1\n`,
      'a.csv': `${secret},b\n1,2\n`,
      'a.html': `<title>${secret}</title><h1>${secret}</h1><p>gh<b></b>p_0123456789abcdefghijABCDEFGHIJ012345</p>`,
      'a.ipynb': JSON.stringify({
        cells: [
          { cell_type: 'markdown', source: [`# ${secret}\n`] },
          {
            cell_type: 'code',
            source: `API_KEY = "${secret}"`,
            outputs: [{ output_type: 'error', ename: 'E', evalue: secret }],
          },
        ],
      }),
      'utf16.txt': `\uFEFF${secret}`,
    };
    for (const [path, text] of Object.entries(texts)) {
      const bytes = path.startsWith('utf16') ? Buffer.from(text, 'utf16le') : Buffer.from(text);
      const document = extractor.read(path, bytes);
      assert.ok(document.passages.length > 0, path);
      assert.ok(
        !JSON.stringify(document).includes('0123456789abcdefghij'),
        `${path} ${JSON.stringify(document)}`,
      );
      assert.ok(document.secrets > 0, path);
    }
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  createRedactor,
  type RedactionRules,
  type Redactor,
} from '../../../../src/kernel/executor/redact.ts';
import { type LineWindow, StreamRedactor } from '../../../../src/kernel/executor/stream-redactor.ts';

function redactorOf(rules: Partial<RedactionRules> = {}): Redactor {
  const redactor = createRedactor({ patterns: [], secrets: [], ...rules });
  assert.ok(redactor.ok);
  return redactor.value;
}

function pass(redactor: Redactor, chunks: readonly Buffer[], window?: LineWindow): Buffer {
  const out: Buffer[] = [];
  const stream = new StreamRedactor(redactor, (bytes) => out.push(Buffer.from(bytes)), window);
  for (const chunk of chunks) stream.write(Buffer.from(chunk));
  stream.end();
  return Buffer.concat(out);
}

const small: LineWindow = { size: 8192, overlap: 2048 };
const secrets = ['correct horse ü', 'multi-line-one\nmulti-line-two'];
const key = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEAx0Yz\n'.repeat(5)}-----END RSA PRIVATE KEY-----`;

/** Each with the part that must not survive. */
const leaks: readonly (readonly [text: string, secret: string])[] = [
  ['correct horse ü', 'correct horse ü'],
  ['multi-line-one\nmulti-line-two', 'multi-line-two'],
  [` ghp_${'a1'.repeat(18)} `, 'ghp_a1a1'],
  [' AKIAIOSFODNN7EXAMPLE ', 'AKIAIOSFODNN7'],
  ['password=hunter-two\n', 'hunter-two'],
  ['{"api_key": "abc def"}', 'abc def'],
  ['Authorization: Basic Zm9vOmJhcg==\n', 'Zm9vOmJhcg'],
  ['https://user:pa55w0rd@example.com/', 'pa55w0rd'],
  [`\n${key}\n`, 'MIIEpAIBAAKCAQEAx0Yz'],
  ['id=custom-12345\n', 'custom-12345'],
];

const harmless = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r\n',
    ' ',
    'token',
    'secrets ',
    'passwords are fine\n',
    '://',
    '-----BEGIN ',
    'eyJ',
    '"',
    '\\',
    '&',
  ),
  fc.string({ maxLength: 40 }),
  fc.nat({ max: 12_000 }).map((length) => 'long '.repeat(length / 5)),
);

const pieces = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: harmless },
    { weight: 1, arbitrary: fc.constantFrom(...leaks.map(([text]) => text)) },
  ),
  { maxLength: 12 },
);

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((place, at) => bytes.subarray(at === 0 ? 0 : places[at - 1], place));
}

describe('StreamRedactor', () => {
  const redactor = redactorOf({ secrets, patterns: ['custom-\\d+'] });
  const withoutPatterns = redactorOf({ secrets });

  it('gives the same whatever the chunks are', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), (texts, cuts, patterns) => {
        const bytes = Buffer.from(texts.join(''));
        const chosen = patterns ? redactor : withoutPatterns;
        const whole = pass(chosen, [bytes], small);
        assert.ok(pass(chosen, cutAt(bytes, cuts), small).equals(whole));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same for single bytes', () => {
    fc.assert(
      fc.property(pieces, (texts) => {
        const bytes = Buffer.from(texts.join('').slice(0, 20_000));
        const single = Array.from(bytes, (byte) => Buffer.from([byte]));
        assert.ok(pass(redactor, single, small).equals(pass(redactor, [bytes], small)));
      }),
      { numRuns: 40 },
    );
  });

  it('lets no secret through', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...leaks),
        fc.nat({ max: 10_000 }),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 5 }),
        ([text, secret], before, lines, cuts) => {
          const bytes = Buffer.from(
            `${lines ? 'line\n'.repeat(before / 5) : '. '.repeat(before / 2)} ${text} after`,
          );
          assert.ok(!pass(redactor, cutAt(bytes, cuts), small).toString().includes(secret));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('changes nothing where there is nothing to hide', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.array(fc.nat(), { maxLength: 5 }), (array, cuts) => {
        const bytes = Buffer.from(array);
        assert.ok(pass(withoutPatterns, cutAt(bytes, cuts), small).equals(bytes));
      }),
    );
    const bytes = Buffer.from(Array.from({ length: 500_000 }, (_, at) => (at * 7919 + (at >> 7)) & 255));
    assert.ok(pass(redactor, cutAt(bytes, [1, 70_000, 333_333])).equals(bytes));
  });

  it('replaces the secret and keeps the rest', () => {
    const text = `a password=x b\n${key}\nc\n`;
    assert.equal(pass(redactor, [Buffer.from(text)]).toString(), 'a password=[redacted] b\n[redacted]\nc\n');
  });

  it('finds a private key on one line, and goes on behind it', () => {
    const text = `{"k": "${key.replaceAll('\n', '\\n')}", "n": 1}\n`;
    assert.equal(pass(redactor, [Buffer.from(text)]).toString(), '{"k": "[redacted]", "n": 1}\n');
  });

  it('does not swallow what follows the stray first line of a key', () => {
    const text = `-----BEGIN PRIVATE KEY-----\n${'an ordinary line\n'.repeat(10)}`;
    const out = pass(redactor, [Buffer.from(text)]).toString();
    assert.ok(out.startsWith('[redacted]\n'));
    assert.ok(out.endsWith('an ordinary line\n'.repeat(6)));
  });

  it('hides a value that is longer than any window', () => {
    for (const length of [8000, 8192, 9000, 50_000]) {
      const text = `password=${'v'.repeat(length)} end`;
      for (const shift of [0, 3000, 6100, 6140, 8185]) {
        const bytes = Buffer.from('.'.repeat(shift) + text);
        const out = pass(redactor, cutAt(bytes, [5000, 9000]), small).toString();
        assert.ok(!out.includes('vvv'), `${length} behind ${shift}`);
        assert.ok(out.endsWith(' end'));
      }
    }
  });

  it('holds back an unfinished line, and nothing before it', () => {
    const out: string[] = [];
    const stream = new StreamRedactor(redactor, (bytes) => out.push(bytes.toString()));
    stream.write(Buffer.from('done\npass'));
    assert.equal(out.join(''), 'done\n');
    stream.write(Buffer.from('word=x\n'));
    assert.equal(out.join(''), 'done\npassword=[redacted]\n');
  });

  it('takes time in proportion to the text, whatever the text is', () => {
    const words = [
      'eyJ',
      'eyJaaaa.',
      'password',
      'password=',
      'secret:"',
      'token ',
      'token"\\',
      '-----BEGIN ',
      '://a:',
      'a://',
    ];
    for (const word of [
      ...words,
      'authorization:',
      '"',
      '\\',
      'password="\\',
      'xoxb-',
      'glpat-',
      'hooks.slack.com/',
    ]) {
      const bytes = Buffer.from(word.repeat(2_000_000 / word.length));
      const started = performance.now();
      pass(redactorOf(), [bytes]);
      // A quadratic expression would need minutes.
      assert.ok(performance.now() - started < 20_000, word);
    }
  });
});

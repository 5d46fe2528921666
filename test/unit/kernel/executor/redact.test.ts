import assert from 'node:assert/strict';
import { createRedactor, type Redactor } from '../../../../src/kernel/executor/redact.ts';

function redactorOf(patterns: readonly string[] = [], secrets: readonly string[] = []): Redactor {
  const redactor = createRedactor({ patterns, secrets });
  assert.ok(redactor.ok);
  return redactor.value;
}

const a = (length: number): string => 'Ab1'.repeat(length).slice(0, length);

describe('Redactor', () => {
  const builtIn = redactorOf();

  for (const [what, text] of Object.entries({
    'an AWS access key id': 'AKIAIOSFODNN7EXAMPLE',
    'an AWS session key id': 'ASIAIOSFODNN7EXAMPLE',
    'a GitHub token': `ghp_${a(36)}`,
    'a GitHub server token': `ghs_${a(36)}`,
    'a fine-grained GitHub token': `github_pat_${a(22)}_${a(59)}`,
    'a GitLab token': `glpat-${a(20)}`,
    'a GitLab runner token': `glrt-${a(20)}`,
    'a Slack token': `xoxb-123456789012-${a(24)}`,
    'a Slack app token': `xapp-1-${a(24)}`,
    'a Google API key': `AIza${a(35)}`,
    'a Google access token': `ya29.${a(60)}`,
    'an npm token': `npm_${a(36)}`,
    'a JSON Web Token': 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P',
    'a private key':
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----',
    'a PGP key': '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF\n-----END PGP PRIVATE KEY BLOCK-----',
  })) {
    it(`knows ${what}`, () => {
      for (const [before, behind] of [
        ['', ''],
        ['see ', ' here'],
        ['"', '"'],
        ['(', ').'],
      ] as const) {
        assert.equal(builtIn.redactText(before + text + behind), `${before}[redacted]${behind}`);
      }
    });
  }

  for (const [text, expected] of Object.entries({
    'password=hunter2': 'password=[redacted]',
    'PASSWORD = hunter2 and': 'PASSWORD = [redacted] and',
    'db_password: "a \\"b\\" c", x': 'db_password: "[redacted]", x',
    "passwd='a b'": "passwd='[redacted]'",
    '{"token":"a","n":1}': '{"token":"[redacted]","n":1}',
    '{\\"secret\\": \\"a\\"}': '{\\"secret\\": \\"[redacted]\\"}',
    'client_secret => abc': 'client_secret => [redacted]',
    'https://h/?api_key=abc&x=1': 'https://h/?api_key=[redacted]&x=1',
    'X-Api-Key: abc': 'X-Api-Key: [redacted]',
    'apiKey: "abc"': 'apiKey: "[redacted]"',
    'AWS_SECRET_ACCESS_KEY=a/b+c': 'AWS_SECRET_ACCESS_KEY=[redacted]',
    'GITHUB_TOKEN=abc': 'GITHUB_TOKEN=[redacted]',
    'token: str = "abc"': 'token: [redacted]"',
    'password=пароль-ü à!': 'password=[redacted] à!',
    'token: password: hunter2': 'token: password: [redacted]',
    'PASSWORD: PASSWORD: x': 'PASSWORD: PASSWORD: [redacted]',
    'password=[redacted]': 'password=[redacted]',
    'Authorization: Bearer abc.def': 'Authorization: [redacted]',
    'authorization=Basic abc': 'authorization=[redacted]',
    'curl -H "Authorization: Bearer abc" https://h': 'curl -H "Authorization: [redacted]" https://h',
    'Proxy-Authorization: Digest username="u", response="r"': 'Proxy-Authorization: [redacted]',
    'postgres://user:p@ss@host/db': 'postgres://user:[redacted]@host/db',
    'redis://:pw@host': 'redis://:[redacted]@host',
  })) {
    it(`makes ${expected} of ${text}`, () => assert.equal(builtIn.redactText(text), expected));
  }

  for (const text of [
    'prompt tokens: 512',
    'tokenizer: bert',
    'http://localhost:8080/a@b',
    'https://example.com/@scope/name:1',
    'mail somebody@example.com',
    'AKIAIOSFODNN7EXAMPLE2',
    'the secret of success',
    '-----BEGIN CERTIFICATE-----',
    '漢字 and \u{1f600}',
    '\ud800 lone',
  ]) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => assert.equal(builtIn.redactText(text), text));
  }

  it('replaces the values of secrets, each line of them, and their usual encodings', () => {
    const redactor = redactorOf([], ['pa$$ "w"', 'first line\nsecond line', 'abc', '    \nx']);
    assert.equal(redactor.redactText('<pa$$ "w">'), '<[redacted]>');
    assert.equal(redactor.redactText(JSON.stringify('<pa$$ "w">')), '"<[redacted]>"');
    assert.equal(redactor.redactText(encodeURIComponent('pa$$ "w"')), '[redacted]');
    assert.equal(redactor.redactText(Buffer.from('pa$$ "w"').toString('base64')), '[redacted]');
    assert.equal(redactor.redactText('x second line\nfirst line y'), 'x [redacted]\n[redacted] y');
    assert.equal(redactor.redactText('abc and     spaces'), 'abc and     spaces');
  });

  it('takes the longest of values that begin alike', () => {
    assert.equal(redactorOf([], ['longer', 'longer-value']).redactText('longer-value'), '[redacted]');
  });

  it('knows the user’s own patterns', () => {
    const redactor = redactorOf(['(?i)licen[cs]e\\s+\\S+', 'größe=[^\\s]+', '^id \\d+$', 'x*']);
    assert.equal(redactor.redactText('LICENCE à-1 rest'), '[redacted] rest');
    assert.equal(redactor.redactText('größe=ÿà rest'), '[redacted] rest');
    assert.equal(redactor.redactText('id 1\nid 2 3\nid 4'), '[redacted]\nid 2 3\n[redacted]');
  });

  it('says which pattern is wrong', () => {
    const redactor = createRedactor({ patterns: ['fine', '[a'], secrets: [] });
    assert.match(redactor.ok ? '' : redactor.error, /^the redaction pattern "\[a" is wrong: /);
  });

  it('goes through JSON, names and fields of secrets included', () => {
    const redactor = redactorOf([], ['s3cr3t']);
    const value = {
      text: 'has s3cr3t',
      list: ['s3cr3t', 1, null, true],
      's3cr3t key': 1,
      password: 'any',
      tokens: 'many',
      nested: { api_key: 'x', name: 'auth_token', value: 'y' },
    };
    assert.deepEqual(redactor.redactJson(value), {
      text: 'has [redacted]',
      list: ['[redacted]', 1, null, true],
      '[redacted] key': 1,
      password: '[redacted]',
      tokens: 'many',
      nested: { api_key: '[redacted]', name: 'auth_token', value: '[redacted]' },
    });
    const odd: unknown = JSON.parse('{"__proto__": {"a": "s3cr3t"}}');
    assert.equal(JSON.stringify(redactor.redactJson(odd)), '{"__proto__":{"a":"[redacted]"}}');
  });
});

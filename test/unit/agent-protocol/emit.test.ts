import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { formatMessage, readInput } from '../../../src/agent-protocol/emit.ts';
import { maxMessageBytes } from '../../../src/agent-protocol/message-prefix.ts';
import { parseMessage } from '../../../src/agent-protocol/parse-message.ts';

const run = promisify(execFile);
const emitUrl = new URL('../../../src/agent-protocol/emit.ts', import.meta.url).href;

describe('emit', () => {
  it('writes a line that is understood', async () => {
    const program = `import { emit } from '${emitUrl}'; emit({ type: 'metric', name: 'n', value: 1 });`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
    assert.equal(stdout, '::dodeca {"type":"metric","name":"n","value":1}\n');
  });

  it('does not load the schemas', async () => {
    const program = `import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) {
      if (name.startsWith('zod')) throw new Error('loaded ' + name); return next(name, context); } });
      await import('${emitUrl}'); console.log('fine');`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
    assert.equal(stdout, 'fine\n');
  });
});

describe('formatMessage', () => {
  it('shortens the text of a message that is too long, as little as it can', () => {
    for (const letter of ['x', 'ü', '"', '\u0001', '\u{1f600}']) {
      const line = formatMessage({ type: 'log', level: 'info', message: letter.repeat(100_000) });
      const bytes = Buffer.byteLength(line);
      assert.ok(bytes <= maxMessageBytes && bytes > maxMessageBytes - 12, `${bytes} of ${letter}`);
      const parsed = parseMessage(Buffer.from(line));
      assert.ok(parsed.kind === 'message' && parsed.message.type === 'log');
      assert.ok(parsed.message.message.endsWith(' …'));
    }
  });

  it('refuses what cannot be shortened', () => {
    const value = 'x'.repeat(70_000);
    assert.throws(() => formatMessage({ type: 'output', name: 'o', value }), { code: 'message.too-long' });
    const path = value;
    assert.throws(() => formatMessage({ type: 'finding', path, severity: 'info', message: 'm' }), {
      code: 'message.too-long',
    });
  });
});

describe('readInput', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'input-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function file(text: string): Promise<{ DODECA_INPUT: string }> {
    const path = join(folder, 'input.json');
    await writeFile(path, text);
    return { DODECA_INPUT: path };
  }

  it('reads what the variable names', async () => {
    const input = { with: { a: 1 }, params: { b: 'x' }, outputs: { c: { d: [] } } };
    assert.deepEqual(readInput(await file(JSON.stringify(input))), input);
  });

  it('is empty where the variable is, and where a part is missing', async () => {
    const empty = { with: {}, params: {}, outputs: {} };
    assert.deepEqual(readInput({}), empty);
    assert.deepEqual(readInput(await file('{"with": []}')), empty);
  });

  it('says what is wrong with the file', async () => {
    assert.throws(() => readInput({ DODECA_INPUT: join(folder, 'none') }), { code: 'input.unreadable' });
    for (const text of ['', '{', '[]', 'null']) {
      const env = await file(text);
      assert.throws(() => readInput(env), {
        code: 'input.unreadable',
        message: /input\.json \(DODECA_INPUT\)/,
      });
    }
  });
});

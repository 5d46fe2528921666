import assert from 'node:assert/strict';
import { tokensOf } from '../editor/tokenizer.ts';

/** What is coloured in a line, as `text scope`, the scope without its end. */
async function coloured(line: string): Promise<string[]> {
  const [tokens = []] = await tokensOf(line, 'text.dodeca-log');
  return tokens
    .filter(({ text, scopes }) => text.trim() !== '' && scopes.length > 1)
    .map(({ text, scopes }) => `${text.trim()} ${(scopes.at(-1) ?? '').replace('.dodeca-log', '')}`);
}

describe('the colours of a log', () => {
  const table: Readonly<Record<string, readonly string[]>> = {
    '── attempt 2 ──': [
      '── punctuation.definition.heading',
      'attempt 2 markup.heading',
      '── punctuation.definition.heading',
    ],
    '── stage · analysis · failed · 04:51:05 ──': [
      '── punctuation.definition.heading',
      'stage · analysis · markup.heading',
      'failed invalid',
      '· 04:51:05 markup.heading',
      '── punctuation.definition.heading',
    ],
    '  ─ find_anomalies · succeeded · 04:51:05 · 1.1 s': [
      '─ punctuation.definition.list',
      'find_anomalies · entity.name.section',
      'succeeded string.other.succeeded',
      '· entity.name.section',
      '04:51:05 constant.numeric.time',
      '· entity.name.section',
      '1.1 s constant.numeric.duration',
    ],
    'the load is 42.5 kW at "sector 1" in agents/plant.py:12:3': [
      '42.5 constant.numeric',
      'kW keyword.other.unit',
      '"sector 1" string.quoted.double',
      'agents/plant.py:12:3 string.unquoted.path',
    ],
    'error: not found': ['error invalid'],
    'warning: it is hot': ['warning keyword.control'],
    'ValueError: no such sector': ['ValueError invalid'],
    '  File "agents/plant.py", line 12, in main': [
      'File keyword.other',
      '"agents/plant.py" markup.underline.link',
      '12 constant.numeric.line',
      'main entity.name.function',
    ],
    '    at main (/work/a.js:1:2)': [
      'at keyword.other',
      'main entity.name.function',
      '/work/a.js:1:2 markup.underline.link',
    ],
    '… 1234 bytes cut …': ['… 1234 bytes cut … comment.line.cut'],
    '::dodeca {"type":"metric"}': [
      '::dodeca keyword.other.message',
      '{ meta.message',
      '"type" string.quoted.double',
      ': meta.message',
      '"metric" string.quoted.double',
      '} meta.message',
    ],
    'no errors were found, and it is no terror': [],
  };
  for (const [line, expected] of Object.entries(table)) {
    it(`are right for ${line}`, async () => assert.deepEqual(await coloured(line), expected));
  }
});

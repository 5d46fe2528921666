import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { RememberingLog } from '../../../../src/vscode/diagnostics/remembering-log.ts';

/** What a channel was told, in place of a channel: there is none without an editor. */
class Told {
  readonly calls: unknown[][] = [];
  readonly channel = new Proxy({} as LogOutputChannel, {
    get:
      (_target, name) =>
      (...words: unknown[]) => {
        this.calls.push([name, ...words]);
      },
  });
}

describe('a log that remembers', () => {
  it('passes everything on', () => {
    const told = new Told();
    const log = new RememberingLog(told.channel);
    const error = new Error('e');
    log.trace('t', 1);
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error(error, 2);
    log.append('a');
    log.show(true);
    log.dispose();
    assert.deepEqual(told.calls, [
      ['trace', 't', 1],
      ['debug', 'd'],
      ['info', 'i'],
      ['warn', 'w'],
      ['error', error, 2],
      ['append', 'a'],
      ['show', true],
      ['dispose'],
    ]);
  });

  it('knows the last messages, with level and arguments, each of bounded length', () => {
    const log = new RememberingLog(new Told().channel);
    for (let number = 0; number < 1000; number++) log.info('message', number);
    log.error(new Error('broken'));
    log.warn('long '.repeat(10_000));
    assert.ok(log.recent.length < 1000);
    assert.ok(!log.recent.some((line) => line.endsWith('message 0')));
    const [last, error, before] = log.recent.toReversed();
    assert.match(before ?? '', /^\d{4}-\S+Z info message 999$/);
    assert.match(error ?? '', /^\S+ error Error: broken\n {4}at /);
    assert.match(last ?? '', /^\S+ warning long /);
    assert.ok((last ?? '').length < 3000);
  });
});

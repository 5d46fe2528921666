import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from '../../harness/test-workspace.ts';
import { EventTail } from '../../harness/vscode/event-tail.ts';
import type { TestEvent } from '../../harness/vscode/test-event.ts';

/** Hands a tail to a test, with what it has told and a way to write. */
async function withTail(
  test: (tail: EventTail, told: TestEvent[], write: (bytes: string | Buffer) => void) => void,
): Promise<void> {
  await withWorkspace(null, {}, async (workspace) => {
    const told: TestEvent[] = [];
    const file = path.join(workspace.path, 'events');
    const tail = new EventTail(file, (event) => told.push(event));
    try {
      test(tail, told, (bytes) => appendFileSync(file, bytes));
    } finally {
      tail.stop();
    }
  });
}

describe('the events of tests in the extension host', () => {
  it('are told once each, whole, wherever the file was cut', () =>
    withTail((tail, told, write) => {
      const event: TestEvent = { type: 'note', text: '✔ größer' };
      const bytes = Buffer.from(`${JSON.stringify(event)}\n`);
      for (let cut = 1; cut < bytes.length; cut += 1) {
        write(bytes.subarray(0, cut));
        tail.read();
        write(bytes.subarray(cut));
        tail.read();
      }
      assert.deepEqual(told, Array(bytes.length - 1).fill(event));
    }));

  it('say which test was running when they broke off', () =>
    withTail((tail, _told, write) => {
      write('{"type":"test","title":"one"}\n{"type":"passed","title":"one","depth":0,"ms":1}\n');
      tail.read();
      assert.equal(tail.running, null);
      write('{"type":"test","title":"two"}\n{"type":"note","text":"x"}\n');
      tail.read();
      assert.equal(tail.running, 'two');
      assert.equal(tail.ended, false);
    }));

  it('count failures, and say when all was run', () =>
    withTail((tail, _told, write) => {
      write('{"type":"failed","path":["a"],"depth":0,"error":"b"}\n{"type":"end"}\n');
      tail.read();
      assert.equal(tail.failures, 1);
      assert.equal(tail.ended, true);
    }));
});

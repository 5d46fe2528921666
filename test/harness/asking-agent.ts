/**
 * An agent that asks the engine, written with nothing but a socket, as an outsider would. Its arguments are what it
 * does, one after another: `lock:NAME`, `unlock:NAME`, `set:NAME=JSON`, `get:NAME` (tells the value as an output),
 * `count:FILE` (adds one to the number in a file, slowly), `past:AGENT/KIND/NAME` and `systems:` (tell the answer as an
 * output), `call:METHOD` (tells the error as an output).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

const socket = createConnection(process.env.DODECA_SOCKET ?? '');
const waiting = new Map<number, (answer: Answer) => void>();
let received = Buffer.alloc(0);
let lastId = 0;

socket.on('data', (bytes) => {
  received = Buffer.concat([received, bytes]);
  for (;;) {
    const end = received.indexOf('\r\n\r\n');
    const length = Number(
      /Content-Length: (\d+)/i.exec(received.toString('latin1', 0, Math.max(0, end)))?.[1],
    );
    if (end < 0 || received.length < end + 4 + length) return;
    const answer = JSON.parse(received.toString('utf8', end + 4, end + 4 + length)) as Answer;
    received = received.subarray(end + 4 + length);
    waiting.get(answer.id ?? 0)?.(answer);
  }
});

async function ask(method: string, params: object): Promise<Answer> {
  const id = ++lastId;
  const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
  socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  return await new Promise((resolve) => waiting.set(id, resolve));
}

async function call(method: string, params: object): Promise<unknown> {
  const { result, error } = await ask(method, params);
  if (error) throw new Error(error.message);
  return result;
}

function tell(name: string, value: unknown): void {
  process.stdout.write(`::dodeca ${JSON.stringify({ type: 'output', name, value })}\n`);
}

await call('initialize', { token: process.env.DODECA_TOKEN, client: 'agent', version: '1' });
for (const step of process.argv.slice(2)) {
  const verb = step.slice(0, step.indexOf(':'));
  const rest = step.slice(step.indexOf(':') + 1);
  switch (verb) {
    case 'lock':
      await call('lock/acquire', { lock: rest });
      break;
    case 'unlock':
      await call('lock/release', { lock: rest });
      break;
    case 'set': {
      const [name = '', json = ''] = rest.split('=');
      await call('context/set', { name, value: JSON.parse(json) });
      break;
    }
    case 'get':
      tell(rest, await call('context/get', { name: rest }));
      break;
    case 'count': {
      const before = Number(readFileSync(rest, 'utf8'));
      // Without the lock somebody else comes in between.
      await sleep(2);
      writeFileSync(rest, String(before + 1));
      break;
    }
    case 'past': {
      const [agent = '', kind = '', name = ''] = rest.split('/');
      tell(rest, await call('history/values', { ...(agent && { agent }), kind, name, limit: 10 }));
      break;
    }
    case 'systems':
      tell('systems', await call('engine/systems', {}));
      break;
    case 'call': {
      const { error } = await ask(rest, {});
      tell(rest, error?.message ?? null);
      break;
    }
    default:
      throw new Error(`unknown step ${step}`);
  }
}
socket.end();

/**
 * The program of a scripted agent: it does nothing but what it is told over a socket. Its first argument is the
 * socket, its second the name it goes by; the rest is free. Each order is one JSON line, answered by one.
 */
import { closeSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { ScriptedOrder } from './scripted-agent.ts';

const [socketPath = '', name = '', ...args] = process.argv.slice(2);
const socket = connect(socketPath);
const caught: string[] = [];

function say(message: object): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

function write(fd: 1 | 2, base64: string): void {
  let rest = Buffer.from(base64, 'base64');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      // The pipe is full: whoever reads it is slow.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

function obey(order: ScriptedOrder): void {
  switch (order.do) {
    case 'write':
      write(order.fd, order.base64);
      break;
    case 'close':
      closeSync(1);
      closeSync(2);
      break;
    case 'catch':
      process.on(order.signal, () => {
        caught.push(order.signal);
        say({ signal: order.signal });
      });
      break;
    case 'exit':
      // The answer would come too late for a process that is gone: its end is the answer.
      process.exit(order.code);
      break;
    case 'kill':
      process.kill(process.pid, order.signal);
      break;
  }
  say({ done: true });
}

socket.on('connect', () => {
  say({ hello: { name, args, pid: process.pid, ppid: process.ppid, cwd: process.cwd(), env: process.env } });
  createInterface({ input: socket }).on('line', (line) => obey(JSON.parse(line) as ScriptedOrder));
});
// Without the test there is nobody to end this process.
socket.on('close', () => process.exit(1));
socket.on('error', () => process.exit(1));

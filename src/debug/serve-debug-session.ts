import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { connect } from '../client/connect.ts';
import { createDebugSession } from './create-debug-session.ts';
import { framed, MessageStream } from './message-stream.ts';

/** Where a debug session on a pair of streams reads, writes, and tells its troubles. */
export interface ServeOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** Takes lines about what is wrong. */
  readonly log: Writable;
  /** The workspace of requests that name none. */
  readonly defaultWorkspace?: string | undefined;
}

/** Serves one debug session until its input ends. Its engine is found or started as the command line does it. */
export async function serveDebugSession({
  input,
  output,
  log,
  defaultWorkspace,
}: ServeOptions): Promise<void> {
  const onTrouble = (message: string): void => {
    log.write(`${message}\n`);
  };
  const session = createDebugSession({
    connect: (workspace) => connect(workspace, { client: 'debug', start: true }),
    by: `debug adapter (process ${process.pid})`,
    defaultWorkspace,
    onTrouble,
  });
  // Who does not read any more has left.
  output.on('error', () => input.destroy());
  session.onDidSendMessage((message) => {
    output.write(framed(message));
  });
  const messages = new MessageStream(
    (message) => session.handleMessage(message as Parameters<typeof session.handleMessage>[0]),
    onTrouble,
  );
  input.on('data', (chunk: Buffer) => messages.push(chunk));
  input.on('error', ({ message }) => onTrouble(message));
  await Promise.race([once(input, 'end'), once(input, 'close')]);
  session.dispose();
}

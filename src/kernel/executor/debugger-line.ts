import type { Readable } from 'node:stream';

/** What a debugger says of itself on standard error: the port that it listens on, or why it does not. */
export type DebuggerLine =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** A longer line is not one of a debugger's. */
const mostChars = 1024;

const listening = /^Debugger listening on (?:ws:\/\/)?127\.0\.0\.1:(\d+)\b/;
const failed = /^Starting inspector on (\S+) failed: (.+?)\r?$/;

/** A line of Node's inspector, or of the launcher of debugpy; null for any other. */
export function parseDebuggerLine(line: string): DebuggerLine | null {
  const [, port] = listening.exec(line) ?? [];
  if (port !== undefined) return { kind: 'listening', port: Number(port) };
  const [, address, why] = failed.exec(line) ?? [];
  return why === undefined ? null : { kind: 'failed', reason: `${address} (${why})` };
}

/**
 * Resolves with the first line of a debugger from now on; with null when the stream ends before, or when `signal` is
 * aborted. It reads along: somebody else reads the stream.
 */
export function debuggerLine(stream: Readable, signal: AbortSignal): Promise<DebuggerLine | null> {
  const { promise, resolve } = Promise.withResolvers<DebuggerLine | null>();
  let rest = '';
  const onData = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = (lines.pop() ?? '').slice(0, mostChars);
    for (const line of lines) {
      const found = parseDebuggerLine(line);
      if (found !== null) finish(found);
    }
  };
  const onEnd = (): void => finish(null);
  const finish = (found: DebuggerLine | null): void => {
    stream.off('data', onData);
    stream.off('close', onEnd);
    signal.removeEventListener('abort', onEnd);
    resolve(found);
  };
  stream.on('data', onData);
  stream.on('close', onEnd);
  signal.addEventListener('abort', onEnd);
  if (signal.aborted || stream.closed) onEnd();
  return promise;
}

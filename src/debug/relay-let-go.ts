import { connectPatiently, type RelayAddress, RelayConnection } from './relay-connection.ts';

/** Lets a child process go on that waits for a debugger which nobody starts: it is attached to, and left. */
export async function letGo(
  address: RelayAddress,
  subProcessId: unknown,
  signal: AbortSignal,
): Promise<void> {
  const socket = await connectPatiently(address, signal);
  if (!socket.ok) return; // Debugpy is gone, and so is the child.
  const connection = new RelayConnection(socket.value, {
    onMessage(message) {
      if ('event' in message && message.event === 'initialized') ask('configurationDone');
      if ('command' in message && message.command === 'configurationDone') ask('disconnect');
      if ('command' in message && message.command === 'disconnect') connection.close();
    },
    onClose: () => undefined,
  });
  let seq = 1;
  const ask = (command: string, args: object = {}): void =>
    connection.send({ seq: seq++, type: 'request', command, arguments: args });
  ask('initialize', { adapterID: 'debugpy', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true });
  ask('attach', { connect: address, subProcessId });
}

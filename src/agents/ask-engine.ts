import { connect } from 'node:net';
import { errorMessage, UserError } from '../common/errors.ts';

/** A call of the engine that started this agent. */
export interface Engine {
  /** Throws the UserError `engine.refused` with what the engine said. */
  call(method: string, params: object): Promise<unknown>;
  close(): void;
}

/** Connects with the engine that started this agent; null where the agent was started by hand, or the engine is gone. */
export async function askEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine | null> {
  const { DODECA_SOCKET: path, DODECA_TOKEN: token } = env;
  if (!path || !token) return null;
  // Loaded only where there is an engine to ask. A package itself has no names there once it is bundled.
  const { engineConnection } = await import('./engine-connection.ts');
  const socket = connect(path);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!connected) return null;
  socket.on('error', () => socket.destroy());
  const rpc = engineConnection(socket);
  const call = async (method: string, params: object): Promise<unknown> => {
    try {
      return await rpc.sendRequest(method, params);
    } catch (error) {
      throw new UserError('engine.refused', `${method}: ${errorMessage(error)}`, { cause: error });
    }
  };
  const close = () => {
    rpc.dispose();
    socket.destroy();
  };
  try {
    await call('initialize', { token, client: 'agent', version: 'built-in' });
  } catch (error) {
    // An open socket would keep the agent from ending.
    close();
    throw error;
  }
  return { call, close };
}

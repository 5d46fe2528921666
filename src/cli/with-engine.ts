import { connect } from '../client/connect.ts';
import type { EngineClient } from '../client/engine-client.ts';
import type { CommandContext } from './command-context.ts';

/** Joins or starts the engine of the workspace for as long as `use` takes. */
export async function withEngine<T>(
  context: CommandContext,
  use: (client: EngineClient) => Promise<T>,
): Promise<T> {
  const client = await connect(context.workspace, { client: 'cli', start: true });
  for (const notice of client.info.notices) context.err.write(`${notice}\n`);
  try {
    return await use(client);
  } finally {
    client.dispose();
  }
}

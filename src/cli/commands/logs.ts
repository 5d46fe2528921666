import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';

const pieceBytes = 256 * 1024;

/** Milliseconds between two looks at a log that is followed. */
const followMs = 100;

/** `dodeca logs RUN AGENT [--follow]`: what an agent printed. With --json one `{"text"}` a piece. */
export async function logsCommand(
  context: CommandContext,
  run: string,
  agent: string,
  flags: { readonly follow?: boolean },
): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    for (let offset = 0; ; ) {
      const piece = await client.call('run/log', { run, agent, offset, limit: pieceBytes });
      offset = piece.next;
      if (piece.text !== '') {
        const line = context.json ? `${JSON.stringify({ text: piece.text })}\n` : piece.text;
        if (!context.out.write(line)) await new Promise((resolve) => context.out.once('drain', resolve));
      } else if (flags.follow && piece.open) await sleep(followMs);
      else return exitCode.success;
    }
  });
}

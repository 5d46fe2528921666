import { UserError } from '../../src/common/errors.ts';
import { runEngine } from '../../src/server/run-engine.ts';
import { ScriptedApi } from './scripted-api.ts';

// An engine process like the real one, with scripted answers. SCRIPTED_EVENTS events exist from the start.
await runEngine({
  argv: process.argv.slice(2),
  async createApi(context) {
    if (process.env.SCRIPTED_REFUSAL) throw new UserError('journal-newer', process.env.SCRIPTED_REFUSAL);
    return new ScriptedApi(context, Number(process.env.SCRIPTED_EVENTS ?? 0));
  },
});

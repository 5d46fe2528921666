import { runEngine } from '../../src/server/run-engine.ts';
import { CrowdApi } from './crowd-api.ts';

// An engine process like the real one, for views to keep up with.
await runEngine({ argv: process.argv.slice(2), createApi: async (context) => new CrowdApi(context, 0) });

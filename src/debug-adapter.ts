import { serveDebugSession } from './debug/serve-debug-session.ts';

// A debug adapter on standard input and output, for any client of the Debug Adapter Protocol.
await serveDebugSession({ input: process.stdin, output: process.stdout, log: process.stderr });
process.exit(0);

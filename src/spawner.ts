import { Socket } from 'node:net';
import { serveSpawns } from './process/serve-spawns.ts';

// Whoever started it says when it ends, by letting go of the connection: signals to the group are not for it.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
serveSpawns(new Socket({ fd: 3 }));

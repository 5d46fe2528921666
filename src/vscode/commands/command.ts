import type { DodecaHost } from '../dodeca-host.ts';

/** What a command does. Its arguments come from a tree, a CodeLens, a key binding or anybody: it looks at them itself. */
export type Command = (host: DodecaHost, ...args: unknown[]) => unknown;

/** Where diagnostics of the program itself go; never the output of agents. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

function ignore(): void {
  // Nothing listens.
}

export const silentLogger: Logger = { info: ignore, warn: ignore, error: ignore };

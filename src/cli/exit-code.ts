/** What the process says to whoever called it. */
export const exitCode = {
  success: 0,
  /** The run failed, or was cancelled by somebody else. */
  failed: 1,
  /** The definition or the command line is wrong. */
  usage: 2,
  /** The engine could not be reached or started, or died. */
  engine: 3,
  /** Ctrl-C here. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

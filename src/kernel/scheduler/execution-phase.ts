/** Where an execution is on its way; every execution goes forward only, but for retries. */
export type ExecutionPhase =
  | 'waiting'
  /** A debugged run: it has come to its start, and is not let on yet. */
  | 'at-start'
  | 'looking-up'
  | 'ready'
  | 'running'
  /** A debugged run: its attempt is over, and what becomes of it is not decided yet. */
  | 'at-end'
  | 'retrying'
  | 'ended';

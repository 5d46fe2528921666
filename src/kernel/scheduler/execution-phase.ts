/** Where an execution is on its way; every execution goes forward only, but for retries. */
export type ExecutionPhase = 'waiting' | 'looking-up' | 'ready' | 'running' | 'retrying' | 'ended';

import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentMessage } from '../../../../src/agent-protocol/message.ts';
import type { Job, JobHandle, JobObserver, JobResult } from '../../../../src/kernel/executor/executor.ts';
import { LocalExecutor, type LocalExecutorOptions } from '../../../../src/kernel/executor/local-executor.ts';
import { logPath } from '../../../../src/kernel/executor/log-path.ts';
import type { DebugEndpoint } from '../../../../src/model/debug.ts';
import type { AgentDefinition } from '../../../../src/model/definition.ts';
import { agentOf } from '../../../harness/definitions.ts';

/** An observer that remembers. */
export class Recorder implements JobObserver {
  readonly started: {
    readonly pid: number;
    readonly processStart: string | null;
    readonly command: string;
  }[] = [];
  readonly messages: AgentMessage[] = [];
  readonly warnings: string[] = [];
  readonly endpoints: DebugEndpoint[] = [];

  onStarted(process: {
    readonly pid: number;
    readonly processStart: string | null;
    readonly command: string;
  }): void {
    this.started.push(process);
  }

  onMessage(message: AgentMessage): void {
    this.messages.push(message);
  }

  onDebuggable(endpoint: DebugEndpoint): void {
    this.endpoints.push(endpoint);
  }

  onWarning(message: string): void {
    this.warnings.push(message);
  }
}

let count = 0;

/** A workspace of its own with an executor in it. */
export class JobRig {
  readonly workspace: string;
  readonly logsFolder: string;
  readonly executor: LocalExecutor;

  private constructor(workspace: string, options: Partial<LocalExecutorOptions>) {
    this.workspace = workspace;
    this.logsFolder = join(workspace, 'logs');
    this.executor = new LocalExecutor({
      workspace,
      logsFolder: this.logsFolder,
      builtinEntry: () => null,
      ...options,
    });
  }

  static async open(options: Partial<LocalExecutorOptions> = {}): Promise<JobRig> {
    return new JobRig(await realpath(await mkdtemp(join(tmpdir(), 'job rig '))), options);
  }

  close(): Promise<void> {
    return rm(this.workspace, { recursive: true, force: true });
  }

  job(agent: Partial<AgentDefinition>, more: Partial<Job> = {}): Job {
    return {
      runId: 'run',
      executionId: `execution-${process.pid}-${++count}`,
      stage: 'stage',
      agent: { ...plainAgent, ...agent },
      attempt: 1,
      input: { with: {}, params: {}, outputs: {} },
      env: {},
      secrets: [],
      redact: [],
      debug: false,
      ask: null,
      ...more,
    };
  }

  shell(command: string, more: Partial<Job> = {}, agent: Partial<AgentDefinition> = {}): Job {
    return this.job({ program: { kind: 'shell', command }, ...agent }, more);
  }

  start(job: Job): { readonly handle: JobHandle; readonly seen: Recorder } {
    const seen = new Recorder();
    return { handle: this.executor.start(job, seen), seen };
  }

  async run(job: Job): Promise<{
    readonly result: JobResult;
    readonly logBytes: number | null;
    readonly seen: Recorder;
    readonly log: string;
  }> {
    const { handle, seen } = this.start(job);
    const { result, logBytes } = splitResult(await handle.result);
    return { result, logBytes, seen, log: await this.log(job) };
  }

  /** The log of a job; empty where there is none. */
  async log(job: Job): Promise<string> {
    try {
      return await readFile(logPath(this.logsFolder, job.runId, job.executionId), 'utf8');
    } catch {
      return '';
    }
  }
}

/** How an attempt ended, and apart from it how long its log is. */
export function splitResult(whole: JobResult): {
  readonly result: JobResult;
  readonly logBytes: number | null;
} {
  if (whole.kind === 'not-started') return { result: whole, logBytes: null };
  const { logBytes, ...result } = whole;
  return { result, logBytes: logBytes ?? null };
}

const plainAgent = agentOf('agent');

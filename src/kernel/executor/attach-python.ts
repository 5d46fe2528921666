import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, type Result } from '../../common/result.ts';
import { findProgram } from '../../process/find-program.ts';
import { sendSignal } from '../../process/kill-tree.ts';
import { programInTree } from '../../process/program-in-tree.ts';
import { runBounded } from '../../process/run-bounded.ts';
import type { AttachRequest } from './attach-request.ts';
import { runtimeOf } from './debug-target.ts';
import { freePort } from './debugger-port.ts';
import type { DebugpyCheck, PythonDebugging } from './debugpy-check.ts';

/** How long debugpy may take to get into a process, milliseconds: gdb reads the symbols of every library. */
const injectMs = 30_000;

/** How long debugpy may take to listen when it is in a process, milliseconds: Python takes it in between two steps of a program. */
const listenMs = 5000;

/** How long a process of no worth shows that it is well, milliseconds. */
const wellMs = 300;

const instead = 'step into the agent instead';

/** The interpreters of which it is known that a debugger gets into their processes on this machine. */
const rehearsed = new Set<string>();

/**
 * Lets debugpy into a running Python, and answers with the port that it listens on. Python 3.14 takes it in by itself
 * (PEP 768); an older one is entered by gdb or lldb, which is tried on a process of no worth first: a debugger that
 * does not fit the machine can damage what it touches.
 */
export async function attachPython(
  request: AttachRequest,
  check: DebugpyCheck,
): Promise<Result<number, string>> {
  const { target, pid, signal } = request;
  const python = await check.ask(target, request);
  if (!python.ok) return python;
  const why = impossible(python.value, request);
  if (why !== null) return err(why);
  const process = await programInTree(pid, (program) => runtimeOf(program) === 'python');
  if (process === null) return err('no process of the agent is Python now');
  if (!lets(python.value) && !rehearsed.has(target.interpreter)) {
    const rehearsal = await rehearse(request);
    if (signal.aborted) return err('the agent has ended');
    if (!rehearsal.ok) return rehearsal;
    rehearsed.add(target.interpreter);
  }
  return inject(request, process);
}

/** Whether it takes a debugger in by itself. */
function lets({ python: [major, minor] }: PythonDebugging): boolean {
  return major > 3 || (major === 3 && minor >= 14);
}

function impossible(python: PythonDebugging, { env }: AttachRequest): string | null {
  if (lets(python) || process.platform === 'win32') return null;
  if (process.platform === 'darwin' || findProgram('gdb', env) !== null || findProgram('lldb', env) !== null)
    return null;
  return `a running Python ${python.python.join('.')} can be entered by gdb or lldb alone, and neither is installed: install gdb, or use Python 3.14, or ${instead}`;
}

async function rehearse(request: AttachRequest): Promise<Result<number, string>> {
  const { target, env, signal } = request;
  const victim = spawn(
    target.interpreter,
    [...target.flags, '-c', 'while True: import time; time.sleep(0.05)'],
    {
      cwd: root,
      env,
      stdio: 'ignore',
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  );
  const failed = new Promise<boolean>((resolve) => victim.once('error', () => resolve(true)));
  try {
    const started = new Promise<boolean>((resolve) => victim.once('spawn', () => resolve(false)));
    if ((await Promise.race([failed, started])) || victim.pid === undefined)
      return err(`${target.interpreter} could not be started`);
    const injected = await inject({ ...request, port: null, signal }, victim.pid);
    if (!injected.ok) return injected;
    await sleep(wellMs);
    return victim.exitCode === null && victim.signalCode === null
      ? injected
      : err(`a debugger that gets into a running Python ends it on this machine: ${instead}`);
  } finally {
    if (victim.pid !== undefined) sendSignal(victim.pid, 'SIGKILL');
  }
}

const root = parse(process.cwd()).root;

async function inject(request: AttachRequest, pid: number): Promise<Result<number, string>> {
  const { target, env, signal } = request;
  const port = await freePort(request.port ?? 0);
  if (!port.ok) return port;
  const answer = await runBounded({
    file: target.interpreter,
    args: [
      ...target.flags,
      '-Xfrozen_modules=off',
      '-m',
      'debugpy',
      '--listen',
      `127.0.0.1:${port.value}`,
      '--pid',
      String(pid),
    ],
    cwd: root,
    env,
    timeoutMs: injectMs,
    signal,
  });
  if (answer.exitCode === 0 && (await listens(port.value, signal))) return port;
  if (signal.aborted) return err('the agent has ended');
  if (answer.timedOut)
    return err(`debugpy did not get into the process within ${injectMs / 1000} s: ${instead}`);
  return err(
    `debugpy could not get into the process (${reasonOf(answer.stderr + answer.stdout)}): ${instead}`,
  );
}

/** Whether somebody comes to listen at a port: without connecting, which debugpy would take for its client. */
async function listens(port: number, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + listenMs;
  while (!signal.aborted && performance.now() < until) {
    if (!(await freePort(port)).ok) return true;
    await sleep(50);
  }
  return false;
}

/** What of a debugger's many words says why it failed. */
function reasonOf(text: string): string {
  if (/ptrace|Operation not permitted/i.test(text))
    return 'this system does not let one process debug another: kernel.yama.ptrace_scope=0 or CAP_SYS_PTRACE would';
  const lines = text.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /^(Couldn't|Cannot|No symbol|error:)/i.test(line));
  return telling?.replace(/\.$/, '') ?? 'nobody listens there afterwards';
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isolation, type PythonInterpreter } from './working-python.ts';

/** What the program said to a request, or why it could say nothing. */
export type PythonAnswer =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: string };

interface Request {
  readonly line: string;
  readonly answer: (answer: PythonAnswer) => void;
}

/** Programs that die are started again so often, then what is left stays unanswered. */
const maxStarts = 20;

/**
 * A Python program that answers requests, one line of JSON for each, in order. The interpreter can be made to crash
 * by what it is given to compile: the request it died of is answered with that, and the others go to a new process.
 */
export class PythonSession {
  readonly #python: PythonInterpreter;
  readonly #program: string;
  readonly #folder: string;
  readonly #patienceMs: number;
  readonly #watch: NodeJS.Timeout;
  #open: Request[] = [];
  #process: ChildProcessWithoutNullStreams | null = null;
  #starts = 0;
  #lastSign = 0;
  #failure = '';

  /** @param patienceMs how long one request may take, milliseconds */
  constructor(python: PythonInterpreter, program: string, folder: string, patienceMs = 60_000) {
    this.#python = python;
    this.#program = program;
    this.#folder = folder;
    this.#patienceMs = patienceMs;
    this.#watch = setInterval(() => this.#lookAtClock(), Math.min(1000, patienceMs));
    this.#watch.unref();
  }

  ask(request: object): Promise<PythonAnswer> {
    return new Promise((answer) => {
      const line = `${JSON.stringify(request)}\n`;
      if (this.#open.length === 0) this.#lastSign = performance.now();
      this.#open.push({ line, answer });
      if (this.#process === null) this.#start();
      else this.#process.stdin.write(line);
    });
  }

  /** Lets the program go; to be called when every request is answered. */
  close(): void {
    clearInterval(this.#watch);
    this.#process?.stdin.end();
  }

  #start(): void {
    if (this.#starts >= maxStarts) {
      const reason = `Python died ${maxStarts} times: ${this.#failure}`;
      for (const { answer } of this.#open.splice(0)) answer({ ok: false, reason });
      return;
    }
    this.#starts += 1;
    this.#failure = '';
    this.#lastSign = performance.now();
    const child = spawn(this.#python.path, [...isolation, '-c', this.#program], {
      cwd: this.#folder,
      windowsHide: true,
    });
    this.#process = child;
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-500);
    });
    child.stdin.on('error', () => {
      // The process has gone away, which `close` tells.
    });
    child.on('error', (error) => {
      this.#failure = error.message;
    });
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => this.#take(line));
    child.on('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      this.#ended(this.#failure || complaint.trim().split('\n').at(-1) || how);
    });
    for (const { line } of this.#open) child.stdin.write(line);
  }

  #take(line: string): void {
    this.#lastSign = performance.now();
    const value = parseAnswer(line);
    if (value !== undefined) this.#open.shift()?.answer({ ok: true, value });
  }

  #ended(reason: string): void {
    this.#process = null;
    this.#failure = reason;
    const victim = this.#open.shift();
    if (victim === undefined) return;
    victim.answer({ ok: false, reason: `the Python compiler died of it (${reason})` });
    if (this.#open.length > 0) this.#start();
  }

  #lookAtClock(): void {
    if (this.#open.length === 0 || this.#process === null) return;
    if (performance.now() - this.#lastSign < this.#patienceMs) return;
    this.#failure = `no answer within ${Math.round(this.#patienceMs / 1000)} s`;
    this.#process.kill('SIGKILL');
  }
}

/** A line that a dying process left half written is no answer. */
function parseAnswer(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Another process that holds a lock (`lock`) or an open write transaction (`write`) on a file. */
export class SecondProcess {
  /** What it said: `held` or `refused`. */
  readonly answer: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, answer: string) {
    this.#child = child;
    this.answer = answer;
  }

  static async start(what: 'lock' | 'write', path: string): Promise<SecondProcess> {
    const program = fileURLToPath(new URL('./hold-file.ts', import.meta.url));
    const child = spawn(process.execPath, [program, what, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    return new SecondProcess(child, String(line));
  }

  /** Ends it without giving it a chance to let go. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}

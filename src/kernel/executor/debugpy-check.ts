import { basename } from 'node:path';
import { err, ok, type Result } from '../../common/result.ts';
import { runBounded } from '../../process/run-bounded.ts';
import { debugpyCheck } from './debug-command.ts';
import type { DebugTarget } from './debug-target.ts';

/** What an interpreter has. */
export interface PythonDebugging {
  /** Of the interpreter: `[3, 11]`. */
  readonly python: readonly [number, number];
}

/** How long an answer holds that debugpy is there, milliseconds; that it is missing is asked anew each time. */
const rememberMs = 30_000;

/** How long an interpreter may take to answer, milliseconds: the first start after an installation compiles much. */
const answerMs = 30_000;

/** Asks interpreters for debugpy, each of them once in a while. */
export class DebugpyCheck {
  readonly #known = new Map<string, { readonly value: PythonDebugging; readonly until: number }>();

  /** What the interpreter of a target has; the error says what to install, or what else is wrong. */
  async ask(
    target: DebugTarget,
    where: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ): Promise<Result<PythonDebugging, string>> {
    const { PATH, PYTHONPATH, PYTHONHOME, VIRTUAL_ENV } = where.env;
    const { interpreter, flags } = target;
    const key = JSON.stringify([interpreter, flags, where.cwd, PATH, PYTHONPATH, PYTHONHOME, VIRTUAL_ENV]);
    const known = this.#known.get(key);
    if (known !== undefined && known.until > performance.now()) return ok(known.value);
    this.#known.delete(key);
    const answer = await runBounded({
      file: interpreter,
      args: debugpyCheck(target),
      ...where,
      timeoutMs: answerMs,
    });
    const [, major, minor] = /^debugpy \S+ python (\d+)\.(\d+)/m.exec(answer.stdout) ?? [];
    if (answer.exitCode === 0 && major !== undefined && minor !== undefined) {
      const value: PythonDebugging = { python: [Number(major), Number(minor)] };
      this.#known.set(key, { value, until: performance.now() + rememberMs });
      return ok(value);
    }
    if (answer.exitCode === 3) return err(`debugpy is missing: install it with "${installation(target)}"`);
    if (answer.timedOut) return err(`${basename(interpreter)} did not answer within ${answerMs / 1000} s`);
    const said = answer.stderr.trim().split('\n').at(-1) ?? '';
    return err(`${interpreter} cannot load debugpy${said === '' ? '' : `: ${said}`}`);
  }
}

function installation({ interpreter, flags }: DebugTarget): string {
  return [interpreter, ...flags, '-m', 'pip', 'install', 'debugpy']
    .map((word) => (/\s/.test(word) ? `'${word}'` : word))
    .join(' ');
}

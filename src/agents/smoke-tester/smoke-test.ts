import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../../common/decode-source.ts';
import { positionAt } from '../../common/position.ts';
import { collectGarbageAfter } from '../collect-garbage.ts';
import { Progress } from '../progress.ts';
import { PythonSession } from '../python-session.ts';
import { type CheckResult, fault, skippedCheck, sound } from '../syntax/check.ts';
import { checkText } from '../syntax/check-text.ts';
import type { Language } from '../syntax/language.ts';
import { type Notebook, readNotebook } from '../syntax/notebook.ts';
import { compileProgram } from '../syntax/python-program.ts';
import { checkScripts, findBash, readComplaint } from '../syntax/shell-session.ts';
import { isTemplate } from '../syntax/template.ts';
import { findWorkingPython } from '../working-python.ts';
import type { FileChoice } from '../workspace-files.ts';
import { checkCells, checkPythonFile } from './check-python.ts';
import { findSources, type Source } from './sources.ts';

/** How one source file came out. */
export interface Outcome {
  readonly path: string;
  readonly language: Language;
  readonly result: CheckResult;
}

export interface SmokeResult {
  /** By path. */
  readonly outcomes: readonly Outcome[];
  /** The tools that took part, such as `Python 3.11.7`. */
  readonly tools: readonly string[];
  /** What could not be checked for want of a tool, one sentence each. */
  readonly warnings: readonly string[];
}

/** Checks every source file of a workspace. */
export async function smokeTest(workspace: string, parameters: FileChoice): Promise<SmokeResult> {
  const { sources, skipped } = findSources(workspace, parameters);
  const test = new SmokeTest(workspace, sources.length);
  for (const { path, language, reason } of skipped) {
    test.outcomes.push({ path, language, result: skippedCheck(reason) });
  }
  // Python and bash work beside this process; what it does by itself lets their answers through now and then.
  await Promise.all([
    test.python(sources.filter(({ language }) => language === 'python' || language === 'notebook')),
    test.shell(sources.filter(({ language }) => language === 'shell')),
    test.texts(sources),
  ]);
  test.outcomes.sort((a, b) => (a.path < b.path ? -1 : 1));
  return test;
}

class SmokeTest implements SmokeResult {
  readonly outcomes: Outcome[] = [];
  readonly tools: string[] = [];
  readonly warnings: string[] = [];
  readonly #workspace: string;
  readonly #progress: Progress;

  constructor(workspace: string, total: number) {
    this.#workspace = workspace;
    this.#progress = new Progress('checked', total);
  }

  async python(sources: readonly Source[]): Promise<void> {
    if (sources.length === 0) return;
    const python = await findWorkingPython(this.#workspace);
    if (python === null) {
      const tried = '.venv, venv, VIRTUAL_ENV, python3, python';
      this.warnings.push(
        `no Python 3.8 or newer was found (looked for ${tried}): Python files and the cells of notebooks are not checked`,
      );
      for (const source of sources) this.#settle(source, this.#withoutPython(source));
      return;
    }
    this.tools.push(`Python ${python.version}`);
    const session = new PythonSession(python, compileProgram, this.#workspace);
    const files = sources.filter(({ language }) => language === 'python');
    const answers = files.map(async (source) =>
      this.#settle(source, source.size === 0 ? sound : await checkPythonFile(session, source.path)),
    );
    for (const source of sources) {
      if (source.language !== 'notebook') continue;
      const { path } = source;
      const notebook = this.#readNotebook(path);
      const text = () => this.#read(path) ?? '';
      answers.push(checkCells(session, notebook, text).then((result) => this.#settle(source, result)));
      collectGarbageAfter(source.size);
      await this.#progress.turn();
    }
    await Promise.all(answers);
    session.close();
  }

  async shell(sources: readonly Source[]): Promise<void> {
    if (sources.length === 0) return;
    const bash = await findBash();
    if (bash === null) {
      this.warnings.push('bash was not found: shell scripts are not checked');
      for (const source of sources) this.#settle(source, skippedCheck('bash was not found'));
      return;
    }
    this.tools.push(`bash ${bash}`);
    const byPath = new Map(sources.map((source) => [source.path, source]));
    await checkScripts(this.#workspace, [...byPath.keys()], (path, answer) => {
      const source = byPath.get(path);
      if (source === undefined) return;
      if (answer === null) this.#settle(source, skippedCheck('bash ended before it was checked'));
      else if (answer.exitCode === 126) this.#settle(source, skippedCheck('cannot be read'));
      else if (answer.exitCode === 0) this.#settle(source, sound);
      else {
        const { line, message } = readComplaint(answer.said);
        // What is missing at the end is missed on the line after it.
        const last = positionAt(this.#read(path)?.trimEnd() ?? '', Number.POSITIVE_INFINITY).line;
        this.#settle(source, fault('shell-syntax', { line: Math.min(line, last), column: 1 }, message));
      }
    });
  }

  async texts(sources: readonly Source[]): Promise<void> {
    for (const source of sources) {
      const { path, language } = source;
      if (language === 'python' || language === 'notebook' || language === 'shell') continue;
      const text = this.#read(path);
      const result = text === null ? skippedCheck('cannot be read') : await checkText(language, path, text);
      this.#settle(source, result);
      collectGarbageAfter(source.size);
      await this.#progress.turn();
    }
  }

  #withoutPython({ path, language }: Source): CheckResult {
    const notebook = language === 'notebook' ? this.#readNotebook(path) : null;
    return notebook?.kind === 'fault' ? notebook : skippedCheck('Python was not found');
  }

  #readNotebook(path: string): Notebook {
    const text = this.#read(path);
    return text === null ? { kind: 'skipped', reason: 'cannot be read' } : readNotebook(text);
  }

  /** The text of a file, null where it cannot be read (any more). */
  #read(path: string): string | null {
    try {
      return decodeSource(readFileSync(join(this.#workspace, path)));
    } catch {
      return null;
    }
  }

  #settle({ path, language }: Source, result: CheckResult): void {
    const template = result.kind === 'fault' && isTemplate(path, this.#read(path) ?? '');
    this.outcomes.push({ path, language, result: template ? skippedCheck('a template') : result });
    this.#progress.step();
  }
}

import type { Problem } from '../model/problem.ts';
import type { YamlText } from './read-yaml.ts';
import type { YamlNode } from './yaml-node.ts';

/** Gathers what is wrong with one file. */
export class ProblemList {
  readonly #file: string;
  readonly #yaml: YamlText;
  readonly #found: { severity: Problem['severity']; code: string; offset: number; message: string }[] = [];
  #errors = 0;

  constructor(file: string, yaml: YamlText) {
    this.#file = file;
    this.#yaml = yaml;
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  error(code: string, offset: number, message: string): void {
    this.#errors += 1;
    this.#found.push({ severity: 'error', code, offset, message });
  }

  warning(code: string, offset: number, message: string): void {
    this.#found.push({ severity: 'warning', code, offset, message });
  }

  /** The line of an offset, from 1. */
  lineOf(offset: number): number {
    return this.#yaml.position(offset).line;
  }

  /** The offset of a place within the text of a scalar; its beginning where the text is folded or escaped. */
  offsetWithin(node: YamlNode, place: number): number {
    const written = this.#yaml.text.slice(node.start, node.end);
    if (written === node.value) return node.start + place;
    return written.slice(1, -1) === node.value ? node.start + 1 + place : node.start;
  }

  /** All problems by position, errors first; what an alias repeats stands once. */
  sorted(): Problem[] {
    const severities = ['error', 'warning', 'info'];
    const problems = this.#found.map(({ offset, ...problem }): Problem => {
      return { file: this.#file, ...this.#yaml.position(offset), ...problem };
    });
    problems.sort(
      (a, b) =>
        a.line - b.line ||
        a.column - b.column ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity),
    );
    const seen = new Set<string>();
    return problems.filter(({ line, column, message }) => {
      const key = `${line}:${column}:${message}`;
      return !seen.has(key) && seen.add(key);
    });
  }
}

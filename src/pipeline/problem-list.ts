import type { Problem } from '../model/problem.ts';
import type { YamlText } from './read-yaml.ts';
import { type ScalarPlaces, scalarPlaces } from './scalar-places.ts';
import type { Span, YamlNode } from './yaml-node.ts';

/** What a problem is about, for whoever offers to mend it. */
export interface ProblemSubject {
  /** Its place, which may go on over several lines. */
  readonly span: Span;
  /** The name or path that is not right; null where it is about none. */
  readonly name: string | null;
  /** What that most likely means; null where nothing is near. */
  readonly meant: string | null;
}

/** The part of a subject that a check may tell. */
export interface About {
  readonly name?: string;
  readonly meant?: string;
}

interface Found {
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly place: Span;
  readonly message: string;
  readonly about: About;
}

const severities: readonly Problem['severity'][] = ['error', 'warning', 'info'];

/** Gathers what is wrong with one file. */
export class ProblemList {
  readonly #file: string;
  readonly #yaml: YamlText;
  readonly #found: Found[] = [];
  #errors = 0;

  constructor(file: string, yaml: YamlText) {
    this.#file = file;
    this.#yaml = yaml;
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  error(code: string, place: Span, message: string, about: About = {}): void {
    this.#errors += 1;
    this.#found.push({ severity: 'error', code, place, message, about });
  }

  warning(code: string, place: Span, message: string, about: About = {}): void {
    this.#found.push({ severity: 'warning', code, place, message, about });
  }

  /** The line of an offset, from 1. */
  lineOf(offset: number): number {
    return this.#yaml.position(offset).line;
  }

  /** Where the characters of a scalar's text stand in the file. */
  placesWithin(node: YamlNode): ScalarPlaces {
    return scalarPlaces(this.#yaml.text, node);
  }

  /** All problems by position, errors first, and what each is about; what an alias repeats stands once. */
  sorted(): ReadonlyMap<Problem, ProblemSubject> {
    const problems = this.#found.map(({ place, about, severity, code, message }) => {
      const problem: Problem = { file: this.#file, ...this.#range(place), severity, code, message };
      const subject: ProblemSubject = { span: place, name: about.name ?? null, meant: about.meant ?? null };
      return [problem, subject] as const;
    });
    problems.sort(
      ([a], [b]) =>
        a.line - b.line ||
        a.column - b.column ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity),
    );
    const seen = new Set<string>();
    return new Map(
      problems.filter(([{ line, column, message }]) => {
        const key = `${line}:${column}:${message}`;
        return !seen.has(key) && seen.add(key);
      }),
    );
  }

  /** The part of a place on its first line: a mark over a whole block would hide more than it shows. */
  #range({ start, end }: Span): { line: number; column: number; endColumn: number } {
    const { line, column } = this.#yaml.position(start);
    const lineEnd = this.#yaml.text.slice(start, end).search(/[ \t]*\r?\n/);
    return { line, column, endColumn: column + (lineEnd === -1 ? Math.max(0, end - start) : lineEnd) };
  }
}

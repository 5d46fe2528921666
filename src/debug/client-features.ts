import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod';

const flag = z.boolean().nullish();

/** What a client says of itself in its first request. */
export const initializeSchema = z.object({
  clientID: z.string().nullish(),
  linesStartAt1: flag,
  columnsStartAt1: flag,
  pathFormat: z.string().nullish(),
  supportsVariablePaging: flag,
  supportsVariableType: flag,
  supportsStartDebuggingRequest: flag,
  supportsInvalidatedEvent: flag,
});

/** What a client can do, and how it counts lines and names files. */
export class ClientFeatures {
  readonly canStartDebugging: boolean;
  readonly hearsInvalidated: boolean;
  readonly knowsTypes: boolean;
  readonly #firstLine: number;
  readonly #firstColumn: number;
  readonly #usesUris: boolean;

  constructor(told: z.infer<typeof initializeSchema>) {
    this.canStartDebugging = told.supportsStartDebuggingRequest === true;
    this.hearsInvalidated = told.supportsInvalidatedEvent === true;
    this.knowsTypes = told.supportsVariableType === true;
    this.#firstLine = told.linesStartAt1 === false ? 0 : 1;
    this.#firstColumn = told.columnsStartAt1 === false ? 0 : 1;
    this.#usesUris = told.pathFormat === 'uri';
  }

  /** A line from 1 as the client counts it. */
  line(line: number): number {
    return line - 1 + this.#firstLine;
  }

  /** A column from 1 as the client counts it. */
  column(column: number): number {
    return column - 1 + this.#firstColumn;
  }

  /** A line of the client, counted from 1. */
  lineFrom(line: number): number {
    return line + 1 - this.#firstLine;
  }

  /** A column of the client, counted from 1. */
  columnFrom(column: number): number {
    return column + 1 - this.#firstColumn;
  }

  /** A path as the client names files. */
  path(path: string): string {
    return this.#usesUris ? pathToFileURL(path).href : path;
  }

  /** The path of a file that the client names. */
  pathFrom(name: string): string {
    if (!this.#usesUris && !/^file:\/\//i.test(name)) return name;
    try {
      return fileURLToPath(name);
    } catch {
      // It names no file, and so none that could be a definition.
      return name;
    }
  }
}

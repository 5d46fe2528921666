import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { nodeSqlite } from './node-sqlite.ts';
import { type DatabaseName, databaseError, troubleOf } from './sqlite-error.ts';

/** What SQLite takes as a parameter. */
export type SqlValue = SQLInputValue;

export interface DatabaseOptions {
  /** One word for messages and error codes. */
  readonly name: string;
  /** Milliseconds to wait for a lock of another process. */
  readonly busyTimeoutMs?: number;
  readonly readOnly?: boolean;
  /** Called when SQLite finds the file damaged. */
  readonly onDamaged?: () => void;
}

/** A prepared statement; `Row` is what the SQL selects. */
export interface Statement<Row> {
  run(...values: SqlValue[]): { readonly changes: number };
  get(...values: SqlValue[]): Row | undefined;
  all(...values: SqlValue[]): Row[];
}

/** Parameters with numbers. */
const numbered = /\?\d/;

/** One connection: statements are prepared once, failures of machine and file are `UserError`s. */
export class Database {
  readonly path: string;
  readonly #db: DatabaseSync;
  readonly #name: DatabaseName;
  readonly #onDamaged: (() => void) | undefined;
  readonly #statements = new Map<string, Statement<unknown>>();
  #depth = 0;

  constructor(path: string, options: DatabaseOptions) {
    this.path = path;
    this.#name = { name: options.name, path };
    this.#onDamaged = options.onDamaged;
    this.#db = this.#guard(
      () => new (nodeSqlite().DatabaseSync)(path, { readOnly: options.readOnly ?? false }),
    );
    try {
      this.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs ?? 2000}`);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#db.isOpen;
  }

  /** Runs any number of statements that give nothing back. */
  exec(sql: string): void {
    this.#guard(() => this.#db.exec(sql));
  }

  /** A statement, prepared at its first use and kept. */
  prepare<Row = unknown>(sql: string): Statement<Row> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#wrap(
        this.#guard(() => this.#db.prepare(sql)),
        numbered.test(sql),
      );
      this.#statements.set(sql, statement);
    }
    return statement as Statement<Row>;
  }

  /** The value of a pragma that holds one number. */
  pragma(name: string): number {
    const row = this.prepare<Record<string, unknown>>(`PRAGMA ${name}`).get();
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  /**
   * Runs `work` in a transaction that is written when it returns and undone when it throws. Within another one it
   * is a savepoint: what it did is undone alone. `work` must be synchronous.
   */
  transaction<T>(work: () => T): T {
    const savepoint = this.#depth > 0;
    const mark = `level_${this.#depth}`;
    this.exec(savepoint ? `SAVEPOINT ${mark}` : 'BEGIN IMMEDIATE');
    this.#depth += 1;
    try {
      const value = work();
      this.exec(savepoint ? `RELEASE ${mark}` : 'COMMIT');
      return value;
    } catch (error) {
      // A full disk makes SQLite itself roll back everything: then there is nothing left to undo.
      if (this.#db.isTransaction) this.exec(savepoint ? `ROLLBACK TO ${mark}; RELEASE ${mark}` : 'ROLLBACK');
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** Closes the connection; doing it twice is harmless. */
  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#guard(() => this.#db.close());
  }

  /** @param byName whether parameters are bound by their names, `?1` and so on */
  #wrap(statement: StatementSync, byName: boolean): Statement<unknown> {
    const { run, get, all } = byName ? bindingByName(statement) : bindingByPlace(statement);
    return {
      run: (...values) => {
        try {
          return { changes: Number(run(values).changes) };
        } catch (error) {
          throw this.#failure(error);
        }
      },
      get: (...values) => this.#guard(() => get(values)),
      all: (...values) => this.#guard(() => all(values)),
    };
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): unknown {
    if (troubleOf(error) === 'damaged') this.#onDamaged?.();
    return databaseError(error, this.#name);
  }
}

function bindingByPlace(statement: StatementSync) {
  return {
    run: (values: readonly SqlValue[]) => statement.run(...values),
    get: (values: readonly SqlValue[]) => statement.get(...values),
    all: (values: readonly SqlValue[]) => statement.all(...values),
  };
}

/** The `node:sqlite` of Node 22 takes parameters with numbers by their names alone. */
function bindingByName(statement: StatementSync) {
  const named = (values: readonly SqlValue[]): Record<string, SqlValue> =>
    Object.fromEntries(values.map((value, at) => [`?${at + 1}`, value]));
  return {
    run: (values: readonly SqlValue[]) => statement.run(named(values)),
    get: (values: readonly SqlValue[]) => statement.get(named(values)),
    all: (values: readonly SqlValue[]) => statement.all(named(values)),
  };
}

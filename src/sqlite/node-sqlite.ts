import { UserError } from '../common/errors.ts';

type NodeSqlite = typeof import('node:sqlite');

let loaded: NodeSqlite | undefined;

/**
 * The module `node:sqlite`. Node 22 and 24 warn on its first load that it is experimental; a `static import` would
 * be loaded before any code of ours could keep that one warning back, so it is fetched here, once, at first use.
 */
export function nodeSqlite(): NodeSqlite {
  loaded ??= load();
  return loaded;
}

function load(): NodeSqlite {
  const emitWarning = process.emitWarning;
  const filtered = (warning: string | Error, ...rest: unknown[]): void => {
    const text = typeof warning === 'string' ? warning : warning.message;
    if (text.startsWith('SQLite is an experimental feature')) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  process.emitWarning = filtered as typeof process.emitWarning;
  try {
    const module: NodeSqlite | undefined = process.getBuiltinModule('node:sqlite');
    if (!module) {
      throw new UserError(
        'sqlite-missing',
        `Node ${process.versions.node} has no SQLite. Use Node 22.16 or newer.`,
      );
    }
    return module;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** What a log document shows: the log of one execution, or of a whole run. */
export interface LogAddress {
  /** Of the workspace folder, a URI. */
  readonly folder: string;
  readonly runId: string;
  /** Null for the run. */
  readonly execution: { readonly stage: string; readonly agent: string } | null;
}

/** The parts of the URI of a log document. */
export interface LogUriParts {
  readonly path: string;
  readonly query: string;
}

/** The scheme of log documents, and the language they are in. */
export const logScheme = 'dodeca-log';

const extension = '.log';
const runName = 'run';

/** `/RUN/STAGE/AGENT.log`, so that a tab reads well; `/RUN/run.log` for a run. */
export function logUriParts({ folder, runId, execution }: LogAddress): LogUriParts {
  const names = execution ? [runId, execution.stage, execution.agent] : [runId, runName];
  return { path: `/${names.map(written).join('/')}${extension}`, query: folder };
}

/** The way back; null for what is none. */
export function logAddress({ path, query }: LogUriParts): LogAddress | null {
  if (!path.startsWith('/') || !path.endsWith(extension)) return null;
  const names = path.slice(1, -extension.length).split('/').map(read);
  const [runId, stage, agent, more] = names;
  if (!runId || stage === undefined || more !== undefined) return null;
  if (agent !== undefined) return { folder: query, runId, execution: { stage, agent } };
  return stage === runName ? { folder: query, runId, execution: null } : null;
}

/** A name as a segment: anything may be in it, but nothing that makes another path of it. */
function written(name: string): string {
  const safe = name.replace(/[%/\\]/g, (sign) => encodeURIComponent(sign));
  return /^\.+$/.test(safe) ? safe.replaceAll('.', '%2E') : safe;
}

function read(segment: string): string {
  return segment.replace(/%(25|2F|5C|2E)/g, (code) => decodeURIComponent(code));
}

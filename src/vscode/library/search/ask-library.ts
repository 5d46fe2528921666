import { errorMessage } from '../../../common/errors.ts';
import type { SearchHit, Suggestion } from '../../../model/library-report.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { typedName } from './query-filters.ts';

/** Files that are asked for: more than anybody looks through, and few enough to have their excerpts at once. */
const mostHits = 30;

/** Names that are asked for while one types. */
const mostNames = 5;

/** What a folder answers to a query. */
export interface FolderAnswer {
  readonly session: FolderSession;
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /** What somebody is typing, where it may be a name. */
  readonly names: readonly Suggestion[];
  /** What is wrong with the query; null where nothing is. */
  readonly problem: string | null;
  /** Why there is no answer; null where there is one. */
  readonly failure: string | null;
}

/** What the library of a folder answers. Never rejects. */
export async function askLibrary(
  session: FolderSession,
  query: string,
  signal: AbortSignal,
): Promise<FolderAnswer> {
  try {
    const client = await session.engine();
    const name = typedName(query);
    const request = { query, limit: mostHits, fresh: false, explain: false, excerpts: true };
    const [{ hits, problem }, names] = await Promise.all([
      client.call('library/search', request, { signal }),
      name === null ? [] : client.call('library/suggest', { text: name, limit: mostNames }, { signal }),
    ]);
    return { session, hits, names, problem, failure: null };
  } catch (error) {
    return { session, hits: [], names: [], problem: null, failure: errorMessage(error) };
  }
}

/** A hit again, with why it ranks where it does; undefined where the file is no hit any more. */
export async function askWhy(
  session: FolderSession,
  query: string,
  path: string,
): Promise<SearchHit | undefined> {
  const request = { query, limit: mostHits, fresh: false, explain: true, excerpts: false };
  const { hits } = await session.call('library/search', request);
  return hits.find((hit) => hit.path === path);
}

import MiniSearch from 'minisearch';
import { Database } from '../../../src/sqlite/database.ts';
import { plainTexts } from './plain-texts.ts';
import { answers, type SearchEngine } from './search-engine.ts';

const words = /[\p{L}\p{N}]+/gu;

/** MiniSearch over whole texts, as it comes. */
export const miniSearch: SearchEngine = {
  name: 'MiniSearch, default',
  async open(set) {
    const index = new MiniSearch<{ path: string; text: string }>({ idField: 'path', fields: ['text'] });
    for await (const file of plainTexts(set.workspace)) index.add(file);
    return {
      search: async (query) =>
        index
          .search(query)
          .slice(0, answers)
          .map(({ id }) => String(id)),
      close: async () => undefined,
    };
  },
};

/** FTS5 over whole texts with stemming, any word of a query, by its own `bm25()`. */
export const plainFts5: SearchEngine = {
  name: 'FTS5 bm25, porter',
  async open(set) {
    const db = new Database(':memory:', { name: 'plain' });
    db.exec("CREATE VIRTUAL TABLE plain USING fts5 (path UNINDEXED, text, tokenize = 'porter unicode61')");
    const insert = db.prepare('INSERT INTO plain (path, text) VALUES (?, ?)');
    db.exec('BEGIN');
    for await (const { path, text } of plainTexts(set.workspace)) insert.run(path, text);
    db.exec('COMMIT');
    const find = db.prepare<{ path: string }>(
      `SELECT path FROM plain WHERE plain MATCH ? ORDER BY rank, path LIMIT ${answers}`,
    );
    return {
      search: async (query) => {
        const match = (query.match(words) ?? []).map((word) => `"${word}"`).join(' OR ');
        return match === '' ? [] : find.all(match).map(({ path }) => path);
      },
      close: async () => db.close(),
    };
  },
};

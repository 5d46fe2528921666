import { Database } from '../../sqlite/database.ts';

/** Words that are remembered with what they become. */
const remembered = 20_000;

/** What the index makes of a text: the same tokenizer, asked. */
export class Tokenizer {
  readonly #db: Database;
  readonly #known = new Map<string, readonly string[]>();

  constructor() {
    this.#db = new Database(':memory:', { name: 'tokenizer' });
    this.#db.exec(`
      CREATE VIRTUAL TABLE asked USING fts5 (text, content = '', contentless_delete = 1,
        tokenize = 'porter unicode61 remove_diacritics 2');
      CREATE VIRTUAL TABLE token USING fts5vocab (asked, instance);
    `);
  }

  /** The tokens of a text in order, stemmed as in the index. */
  tokens(text: string): readonly string[] {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#db.prepare('INSERT INTO asked (rowid, text) VALUES (1, ?)').run(text);
    const rows = this.#db.prepare<{ term: string }>('SELECT term FROM token ORDER BY "offset"').all();
    this.#db.prepare('DELETE FROM asked WHERE rowid = 1').run();
    const tokens = rows.map(({ term }) => term);
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(text, tokens);
    return tokens;
  }

  close(): void {
    this.#db.close();
  }
}

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

  /** Looks at many texts at once, so that their tokens are known when they are asked for. */
  learn(texts: readonly string[]): void {
    // A text with a NUL is cut by what carries many.
    const unknown = [...new Set(texts)].filter((text) => !this.#known.has(text) && !text.includes('\0'));
    if (unknown.length < 2) return;
    if (this.#known.size + unknown.length > remembered) this.#known.clear();
    this.#db
      .prepare('INSERT INTO asked (rowid, text) SELECT key + 1, value FROM json_each(?)')
      .run(JSON.stringify(unknown));
    const rows = this.#db
      .prepare<{ doc: number; term: string }>('SELECT doc, term FROM token ORDER BY doc, "offset"')
      .all();
    this.#db.prepare("INSERT INTO asked (asked) VALUES ('delete-all')").run();
    const found = unknown.map((): string[] => []);
    for (const { doc, term } of rows) found[doc - 1]?.push(term);
    for (const [at, text] of unknown.entries()) this.#known.set(text, found[at] ?? []);
  }

  close(): void {
    this.#db.close();
  }
}

/** The end of a list, and what is in none. */
const none = -1;

/** Fields of a record, in its row of the table. */
const name = 0;
const file = 1;
const line = 2;
const kind = 3;
const nextOfName = 4;
const beforeOfName = 5;
const nextOfFile = 6;
const fields = 7;

/** Where something is called so. */
export interface NumberedOccurrence {
  /** The id of a file. */
  readonly file: number;
  readonly line: number;
  readonly kind: number;
}

/** Which names stand where. One table of numbers in lists, since there are hundreds of thousands. */
export class Occurrences {
  #rows = new Int32Array(1024 * fields);
  #end = 0;
  #free = none;
  /** The first of each name, and how many there are. */
  readonly #ofName: number[] = [];
  readonly #counts: number[] = [];
  readonly #ofFile = new Map<number, number>();

  add(ofName: number, { file: ofFile, line: atLine, kind: ofKind }: NumberedOccurrence): void {
    const row = this.#newRow();
    const rows = this.#rows;
    const next = this.#ofName[ofName] ?? none;
    rows[row + name] = ofName;
    rows[row + file] = ofFile;
    rows[row + line] = atLine;
    rows[row + kind] = ofKind;
    rows[row + nextOfName] = next;
    rows[row + beforeOfName] = none;
    rows[row + nextOfFile] = this.#ofFile.get(ofFile) ?? none;
    if (next !== none) rows[next + beforeOfName] = row;
    this.#ofName[ofName] = row;
    this.#ofFile.set(ofFile, row);
    this.#counts[ofName] = this.countOf(ofName) + 1;
  }

  /** Forgets those of a file. Answers with the names that nothing has any more. */
  removeFile(id: number): number[] {
    const rows = this.#rows;
    const emptied: number[] = [];
    let row = this.#ofFile.get(id) ?? none;
    while (row !== none) {
      const following = rows[row + nextOfFile] ?? none;
      const ofName = rows[row + name] ?? 0;
      const before = rows[row + beforeOfName] ?? none;
      const next = rows[row + nextOfName] ?? none;
      if (before === none) this.#ofName[ofName] = next;
      else rows[before + nextOfName] = next;
      if (next !== none) rows[next + beforeOfName] = before;
      const left = this.countOf(ofName) - 1;
      this.#counts[ofName] = left;
      if (left === 0) emptied.push(ofName);
      rows[row + nextOfName] = this.#free;
      this.#free = row;
      row = following;
    }
    this.#ofFile.delete(id);
    return emptied;
  }

  countOf(ofName: number): number {
    return this.#counts[ofName] ?? 0;
  }

  /** Where something is called so, in no order. */
  *of(ofName: number): Generator<NumberedOccurrence> {
    const rows = this.#rows;
    for (let row = this.#ofName[ofName] ?? none; row !== none; row = rows[row + nextOfName] ?? none)
      yield { file: rows[row + file] ?? 0, line: rows[row + line] ?? 1, kind: rows[row + kind] ?? 0 };
  }

  #newRow(): number {
    const free = this.#free;
    if (free !== none) {
      this.#free = this.#rows[free + nextOfName] ?? none;
      return free;
    }
    const row = this.#end;
    this.#end += fields;
    if (this.#end > this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    return row;
  }
}

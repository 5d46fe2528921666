import type { YamlPath } from '../pipeline/yaml-node.ts';

/** A mapping or a list that is open at some place of a text. */
export type Frame = MapFrame | ListFrame;

export interface MapFrame {
  readonly kind: 'map';
  /** From 0; of flow collections that of the block they are in. */
  readonly column: number;
  readonly flow: boolean;
  /** The keys so far, and what scalars stand behind them, as written. */
  readonly keys: Map<string, string>;
  key: string | null;
  /** Whether further lines may belong to the text behind the last key. */
  goesOn: boolean;
}

export interface ListFrame {
  readonly kind: 'list';
  readonly column: number;
  readonly flow: boolean;
  readonly items: string[];
  index: number;
}

/** What is open, the innermost last. */
export class Frames {
  readonly all: Frame[] = [];

  get top(): Frame | undefined {
    return this.all[this.all.length - 1];
  }

  /** Closes the block collections that end before something in a column. */
  closeTo(column: number, isItem: boolean): void {
    for (let { top } = this; top; { top } = this) {
      const ends =
        top.flow || top.column > column || (top.kind === 'list' && top.column === column && !isItem);
      if (!ends) return;
      this.all.pop();
    }
  }

  closeFlow(): void {
    while (this.top?.flow) this.all.pop();
  }

  item(column: number): void {
    const { top } = this;
    if (top?.kind === 'list' && top.column === column) top.index += 1;
    else this.all.push({ kind: 'list', column, flow: false, items: [], index: 0 });
  }

  key(name: string, column: number): MapFrame {
    let { top } = this;
    if (top?.kind !== 'map' || top.flow || top.column !== column) {
      top = { kind: 'map', column, flow: false, keys: new Map(), key: null, goesOn: false };
      this.all.push(top);
    }
    top.key = name;
    top.goesOn = false;
    top.keys.set(name, '');
    return top;
  }

  openFlow(bracket: '[' | '{', column: number): void {
    if (bracket === '[') this.all.push({ kind: 'list', column, flow: true, items: [], index: 0 });
    else this.all.push({ kind: 'map', column, flow: true, keys: new Map(), key: null, goesOn: false });
  }

  keyInFlow(name: string): void {
    const { top } = this;
    if (top?.kind !== 'map' || top.key !== null) return;
    top.key = name;
    top.keys.set(name, '');
  }

  /** Goes on behind a comma. */
  nextInFlow(): void {
    const { top } = this;
    if (top?.kind === 'list') top.index += 1;
    else if (top) top.key = null;
  }

  /** Keeps the text of a value. */
  noteScalar(written: string): void {
    const { top } = this;
    if (top?.kind === 'map' && top.key !== null) top.keys.set(top.key, written);
    else if (top?.kind === 'list') top.items.push(written);
  }

  /** The column of the innermost block collection; flow collections stand further right. */
  get blockColumn(): number {
    return this.top?.column ?? -1;
  }

  /** Keys and indices of what is open, the innermost key too. */
  path(): YamlPath {
    return this.all.flatMap((frame): (string | number)[] =>
      frame.kind === 'list' ? [frame.index] : frame.key === null ? [] : [frame.key],
    );
  }
}

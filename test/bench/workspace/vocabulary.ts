/** A stream of numbers that is the same for the same seed (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  times<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.between(least, most) }, (_, index) => make(index));
  }
}

const beginnings = [
  're',
  'co',
  'al',
  'in',
  'de',
  'tra',
  'sy',
  'me',
  'qua',
  'pro',
  'ther',
  'vo',
  'lu',
  'gra',
  'ne',
];
const middles = [
  'mo',
  'ta',
  'li',
  'ne',
  'ra',
  'cu',
  'si',
  'po',
  'de',
  'ga',
  'ti',
  'lo',
  'ven',
  'ma',
  'ri',
  'no',
];
const ends = ['r', 'n', 'tion', 's', 'te', 'l', 'ment', 'ble', 'm', 'x', 'ng', 'd', 'sis', 'ry', 'ck'];

/** Words as a language has them: a few are everywhere, most are rare (Zipf's law). */
export class Vocabulary {
  readonly #words: readonly string[];

  constructor(dice: Dice, size: number) {
    const words = new Set<string>();
    while (words.size < size)
      words.add(
        dice.pick(beginnings) +
          dice.times(0, 2, () => dice.pick(middles)).join('') +
          dice.pick(ends) +
          (words.size > 4000 ? dice.pick(middles) : ''),
      );
    this.#words = [...words];
  }

  word(dice: Dice): string {
    // The n-th word comes about as often as 1/n.
    const rank = Math.floor(this.#words.length ** dice.next()) - 1;
    return this.#words[rank] ?? 'word';
  }

  words(dice: Dice, count: number): string[] {
    return Array.from({ length: count }, () => this.word(dice));
  }

  sentence(dice: Dice): string {
    const text = this.words(dice, dice.between(6, 16)).join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  }

  paragraph(dice: Dice): string {
    return dice.times(2, 6, () => this.sentence(dice)).join(' ');
  }

  snake(dice: Dice): string {
    return this.words(dice, dice.between(1, 3)).join('_');
  }

  pascal(dice: Dice): string {
    return this.words(dice, dice.between(1, 3))
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('');
  }

  camel(dice: Dice): string {
    const name = this.pascal(dice);
    return name.charAt(0).toLowerCase() + name.slice(1);
  }
}

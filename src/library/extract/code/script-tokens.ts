/** What is told of a text of JavaScript or TypeScript while it is read. */
export interface ScriptVisitor {
  /** A word or a number; fresh: the first one of its line. Answers with the offset to go on at. */
  word(start: number, end: number, fresh: boolean): number;
  /** An opening bracket. */
  open(at: number): void;
  /**
   * A closing bracket, with which what it opened is over.
   *
   * @param inner offset behind the last sign in front of it
   */
  close(at: number, inner: number): void;
  /** Any other sign outside of texts; fresh: the first one of its line. Answers with false where the text is in doubt. */
  sign(code: number, at: number, fresh: boolean): boolean;
  /** A comment of the form that documents what follows. */
  doc(start: number, end: number): void;
}

/** What may be open besides brackets, by numbers that are none of their signs. */
const template = 96;
const tag = 1;
const children = 2;

const before: ReadonlySet<string> = new Set(
  'return typeof case do else in of instanceof new delete void throw await yield extends default'.split(' '),
);

/** Goes over a text of JavaScript or TypeScript: what a tokenizer does, and no more of it. */
export class ScriptTokens {
  readonly text: string;
  /** The signs that close what is open. */
  readonly stack: number[] = [];
  /** The last sign that was read, but for comments and white space. */
  last = 0;
  /** The offset behind it. */
  lastEnd = 0;
  /** Whether an operand is to follow: then a slash begins a pattern, and `<` an element. */
  operand = true;
  readonly #jsx: boolean;

  constructor(text: string, jsx: boolean) {
    this.text = text;
    this.#jsx = jsx;
  }

  /** Answers with false where the text cannot be told apart from here, or is none. */
  read(visitor: ScriptVisitor): boolean {
    const { text, stack } = this;
    /** Whether a line has ended since the last word or sign. */
    let fresh = true;
    let at = text.startsWith('#!') ? lineEnd(text, 0) : 0;
    while (at < text.length) {
      const top = stack.at(-1);
      if (top !== undefined && top <= children) {
        at = top === tag ? this.#readTag(at) : this.#readChildren(at);
        if (at === -1) return false;
        fresh = false;
        continue;
      }
      if (top === template) {
        at = this.#readTemplate(at);
        if (at === -1) return false;
        fresh = false;
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === 10) {
        fresh = true;
        at += 1;
      } else if (code <= 32) at += 1;
      else if (isWord(code)) {
        let end = at + 1;
        while (end < text.length && isWord(text.charCodeAt(end))) end += 1;
        const next = visitor.word(at, end, fresh);
        this.operand = next === end && this.last !== 46 && end - at <= 10 && before.has(text.slice(at, end));
        this.#take(text.charCodeAt(next - 1), next);
        at = next;
        fresh = false;
      } else {
        const next = this.#readSign(code, at, fresh, visitor);
        if (next === -1) return false;
        if (next > at) fresh = false;
        at = Math.abs(next);
      }
    }
    return stack.length === 0;
  }

  /** Answers with the offset behind a sign; of a comment, with its negative; -1 where the text is in doubt. */
  #readSign(code: number, at: number, fresh: boolean, visitor: ScriptVisitor): number {
    const { text, stack } = this;
    switch (code) {
      case 34:
      case 39: {
        const end = textEnd(text, at, code);
        if (end === -1) return -1;
        this.operand = false;
        return this.#take(code, end);
      }
      case template:
        stack.push(template);
        return this.#take(code, at + 1);
      case 47: {
        const next = text.charCodeAt(at + 1);
        if (next === 47) return -Math.max(2, lineEnd(text, at));
        if (next === 42) {
          const close = text.indexOf('*/', at + 2);
          if (close === -1) return -1;
          if (text.charCodeAt(at + 2) === 42 && close > at + 2) visitor.doc(at, close + 2);
          return -(close + 2);
        }
        if (!this.operand) break;
        const end = patternEnd(text, at);
        if (end === -1) return -1;
        this.operand = false;
        return this.#take(41, end);
      }
      case 40:
      case 91:
      case 123:
        visitor.open(at);
        stack.push(code === 40 ? 41 : code + 2);
        this.operand = true;
        return this.#take(code, at + 1);
      case 41:
      case 93:
      case 125:
        if (stack.at(-1) !== code) return -1;
        return this.#close(code, at, visitor);
      case 60:
        if (this.#jsx && this.operand && this.#isElement(at)) {
          stack.push(tag);
          return this.#take(code, at + 1);
        }
        break;
    }
    if (!visitor.sign(code, at, fresh)) return -1;
    this.operand = code !== 64 && code !== 35;
    return this.#take(code, at + 1);
  }

  #close(code: number, at: number, visitor: ScriptVisitor): number {
    const inner = this.lastEnd;
    this.stack.pop();
    this.operand = code === 125;
    this.#take(code, at + 1);
    const top = this.stack.at(-1);
    if (top === undefined || (top > children && top !== template)) visitor.close(at, inner);
    return at + 1;
  }

  #take(code: number, end: number): number {
    this.last = code;
    this.lastEnd = end;
    return end;
  }

  /** Whether an element begins here, and no list of types: `<T,>(…) =>`, `<T extends …>`. */
  #isElement(at: number): boolean {
    const behind = this.text.slice(at + 1, at + 100);
    return /^[A-Za-z_$>]/.test(behind) && !/^[\w$]+\s*(?:,|extends\b|=[^"'{])/.test(behind);
  }

  #readTag(from: number): number {
    const { text, stack } = this;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 34 || code === 39) {
        at = text.indexOf(code === 34 ? '"' : "'", at + 1);
        if (at === -1) return -1;
      } else if (code === 123) {
        stack.push(125);
        this.operand = true;
        return this.#take(code, at + 1);
      } else if (code === 47 && text.charCodeAt(at + 1) === 62) {
        stack.pop();
        this.operand = false;
        return this.#take(41, at + 2);
      } else if (code === 62) {
        stack[stack.length - 1] = children;
        return at + 1;
      } else if (code === 60 || code === 47) return -1;
    }
    return -1;
  }

  #readChildren(from: number): number {
    const { text, stack } = this;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 123) {
        stack.push(125);
        this.operand = true;
        return this.#take(code, at + 1);
      }
      if (code !== 60) continue;
      if (text.charCodeAt(at + 1) !== 47) {
        stack.push(tag);
        return at + 1;
      }
      const end = text.indexOf('>', at);
      if (end === -1) return -1;
      stack.pop();
      this.operand = false;
      return this.#take(41, end + 1);
    }
    return -1;
  }

  #readTemplate(from: number): number {
    const { text, stack } = this;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 92) at += 1;
      else if (code === template) {
        stack.pop();
        this.operand = false;
        return this.#take(41, at + 1);
      } else if (code === 36 && text.charCodeAt(at + 1) === 123) {
        stack.push(125);
        this.operand = true;
        return this.#take(123, at + 2);
      }
    }
    return -1;
  }
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** The offset behind a text in quotes; -1 where it has no end on its line. */
function textEnd(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 10) return -1;
    if (code === 92) at += text.charCodeAt(at + 1) === 13 ? 2 : 1;
  }
  return -1;
}

/** The offset behind a pattern between slashes and its flags; -1 where it has no end on its line. */
function patternEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return -1;
    if (code === 92) at += 1;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) {
      while (isWord(text.charCodeAt(at + 1))) at += 1;
      return at + 1;
    }
  }
  return -1;
}

import type { Frames } from './cursor-frames.ts';
import type { CursorText } from './cursor-text.ts';
import type { CursorWord } from './cursor-word.ts';

/**
 * Reads a flow collection to its end, or to where it must have been forgotten to close it. Answers with the word at the
 * cursor, null where nothing can be written there, or the offset at which to go on.
 */
export function readFlow(text: CursorText, frames: Frames, from: number): CursorWord | null | number {
  const owner = frames.blockColumn;
  let at = from;
  let scalar: string | null = null;
  const endScalar = (): void => {
    if (scalar !== null) frames.noteScalar(scalar);
    scalar = null;
  };
  while (at < text.end) {
    const character = text.at(at);
    switch (character) {
      case '\n':
        if (text.isForgotten(at + 1, owner)) {
          frames.closeFlow();
          return at + 1;
        }
        at += 1;
        break;
      case '[':
      case '{':
        frames.openFlow(character, owner);
        scalar = null;
        at += 1;
        break;
      case ']':
      case '}':
        endScalar();
        frames.all.pop();
        at += 1;
        if (!frames.top?.flow) return text.end <= text.lineEnd(at) ? null : text.lineEnd(at) + 1;
        break;
      case ',':
        endScalar();
        frames.nextInFlow();
        at += 1;
        break;
      case '"':
      case "'": {
        const close = text.closingQuote(at, owner);
        if (close === null) return wordIn(frames, at + 1, character);
        scalar = text.slice(at + 1, close);
        at = close + 1;
        // Behind a closing quote nothing can be written.
        if (at >= text.end) return null;
        break;
      }
      case ' ':
      case '\t':
      case '\r':
        at += 1;
        break;
      default: {
        if (character === ':' && scalar !== null) {
          frames.keyInFlow(scalar);
          scalar = null;
          at += 1;
          if (at >= text.end) return null;
          break;
        }
        if (character === '#' && /\s/.test(text.at(at - 1))) {
          at = text.lineEnd(at);
          if (at >= text.end) return null;
          break;
        }
        const end = endOfPlain(text, at);
        if (end >= text.end) return wordIn(frames, at, null);
        scalar = text.slice(at, end).trim();
        at = end;
      }
    }
  }
  return wordIn(frames, text.end, null);
}

function endOfPlain(text: CursorText, from: number): number {
  let at = from + 1;
  while (at < text.end && !/[,[\]{}\n]/.test(text.at(at))) {
    if (text.at(at) === ':' && /^$|[\s,[\]{}]/.test(text.at(at + 1))) break;
    if (text.at(at) === '#' && /\s/.test(text.at(at - 1))) break;
    at += 1;
  }
  return at;
}

function wordIn({ top }: Frames, start: number, quote: CursorWord['quote']): CursorWord {
  const role = top?.kind === 'map' ? (top.key === null ? 'key' : 'value') : 'either';
  return { role, start, quote };
}

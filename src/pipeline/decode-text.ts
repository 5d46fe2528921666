import { err, ok, type Result } from '../common/result.ts';

/** The text of a file in UTF-8, with or without a byte order mark; or why it is none. */
export function decodeText(bytes: Uint8Array): Result<string, string> {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return err('it is written in UTF-16: save it as UTF-8');
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err('it is not a text in UTF-8');
  }
}

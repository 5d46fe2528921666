import { UserError } from '../../../src/common/errors.ts';

/** What the tests in the extension host are asked for on the command line. */
export interface HostOptions {
  readonly grep?: string;
  /** Files or folders of tests; all where none is named. */
  readonly paths: readonly string[];
  /** Names of launches; all where none is named. */
  readonly launches: readonly string[];
  /** Runs in the oldest VS Code that is supported. */
  readonly floor: boolean;
}

/** Reads `[-g WORDS] [--launch NAME] [--floor] [PATH …]`. Fails with a UserError for anything else. */
export function parseHostOptions(words: readonly string[]): HostOptions {
  const paths: string[] = [];
  const launches: string[] = [];
  let grep: string | undefined;
  let floor = false;
  const rest = words.flatMap((word) => /^(--[a-z]+)=(.*)$/.exec(word)?.slice(1, 3) ?? [word]);
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const value = (): string => {
      at += 1;
      const next = rest[at];
      if (next === undefined) throw new UserError('usage', `${word} wants a value.`);
      return next;
    };
    if (word === '-g' || word === '--grep') grep = value();
    else if (word === '--launch') launches.push(value());
    else if (word === '--floor') floor = true;
    else if (word.startsWith('-')) throw new UserError('usage', `${word} is not understood here.`);
    else paths.push(word);
  }
  return { ...(grep !== undefined && { grep }), paths, launches, floor };
}

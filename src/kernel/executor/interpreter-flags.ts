import type { DebugRuntime } from '../../model/debug.ts';

/** Options that take the next word as their value. */
const withValue: Readonly<Record<DebugRuntime, RegExp>> = {
  python: /^(-[A-Za-z]*[WX]|--check-hash-based-pycs)$/,
  node: /^(-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file|--env-file-if-exists|--title)$/,
};

/** Options after which no script comes: code, modules, tests, a conversation. */
const withoutScript: Readonly<Record<DebugRuntime, RegExp>> = {
  python: /^-[bBdEhiIOPqRsSuvVx?]*[cmhV?]/,
  node: /^(-[cehipv]+|--check|--eval|--print|--interactive|--test|--run|--watch|--help|--version)(=|$)/,
};

/** Which of an interpreter's arguments is the script; null where none is. */
export function scriptOf(runtime: DebugRuntime, words: readonly string[]): number | null {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-') return null;
    if (!word.startsWith('-')) return at;
    // The launcher of Windows chooses a version: `py -3.12`, `py -V:3.12`.
    if (runtime === 'python' && /^-(V:|\d)/.test(word)) continue;
    if (withValue[runtime].test(word)) at += 1;
    else if (withoutScript[runtime].test(word)) return null;
  }
  return null;
}

/**
 * Words of English that join what is said rather than say it. Among source code they are rare, so that their rarity
 * would make them count most of all: "what is the purpose of" would outweigh the name that follows it.
 */
const words = `
  a about above after again all also am an and any are as at be because been before being below between both but by
  can could did do does doing down during each few for from further had has have having he her here hers him his how i
  if in into is it its itself just me more most my no nor not now of off on once only or other our ours out over own
  same she should so some such than that the their theirs them then there these they this those through to too under
  until up very was we were what when where which while who whom whose why will with would you your yours`;

const stopWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));

/** Whether a word joins what is said. Only in small letters or with a first capital: `IT` and `OR` are names. */
export function isStopWord(word: string): boolean {
  return (
    stopWords.has(word.toLowerCase()) && (word.length === 1 || word.slice(1) === word.slice(1).toLowerCase())
  );
}

/** How many lines of a failure are told once more: its message, and where it was. */
const toldLines = 16;

/** The failures that a runner of tests has printed in the end, each in short; nothing where none failed. */
export function failuresInShort(output) {
  const at = output.search(/^ *\d+ failing$/m);
  if (at < 0) return [];
  return output
    .slice(at)
    .split(/^(?= {2}\d+\) )/m)
    .slice(1)
    .map(inShort);
}

/** Without what a browser did meanwhile, and without the inner calls of Node and of what is installed. */
function inShort(failure) {
  const lines = failure
    .replace(/^ *Call log:[\s\S]*?(?=^\s+at |(?![\s\S]))/gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*(?:node:internal|node_modules)/.test(line));
  const left = lines.length - toldLines;
  const told = lines.slice(0, toldLines);
  return `${[...told, ...(left > 0 ? [`       … ${left} more lines above`] : [])].join('\n')}\n`;
}

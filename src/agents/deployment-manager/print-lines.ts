/** Prints lines, each on one line: what a file is called or says must not look like a message of this agent. */
export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.map((line) => line.replace(/\p{Cc}+/gu, ' ')).join('\n')}\n`);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A workspace to be debugged in: `tell` is a shell command, `sum` a Node program that adds numbers, `say` a Python
 * program; `slow` and the Node program `turn` go on until there is a file `go`.
 */
const files: Readonly<Record<string, string>> = {
  'dodeca.yaml': `version: 1
agents:
  tell: { run: 'echo told' }
  sum:
    file: agents/sum.js
    with: { numbers: [1, 2, 3], word: calm }
    env: { MODE: fast }
  say: { file: agents/say.py }
  slow: { run: 'while [ ! -e go ]; do sleep 0.05; done' }
  turn: { file: agents/turn.js }
clusters:
  C1: { name: Workshop, agents: [tell, sum] }
pipelines:
  workshop:
    description: Adds and says
    stages:
      - name: begin
        agents: [tell]
      - name: add
        agents:
          - sum
      - name: check
        agents: [tell]
        when: outputs.sum.total > 5
  patient:
    stages:
      - { name: wait, agents: [slow] }
      - { name: after, agents: [tell] }
  turning:
    stages:
      - { name: turning, agents: [turn] }
  talk:
    stages:
      - { name: talk, agents: [say] }
  asked:
    params: { least: { type: integer } }
    stages:
      - { name: only, agents: [tell] }
`,
  'agents/sum.js': `import { readFileSync } from 'node:fs';

const given = JSON.parse(readFileSync(process.env.DODECA_INPUT, 'utf8'));
let total = 0;
for (const number of given.with.numbers) {
  total += number;
}
const word = given.with.word;
console.log('total', total, word, process.env.MODE);
console.log('::dodeca ' + JSON.stringify({ type: 'output', name: 'total', value: total }));
`,
  'agents/turn.js': `import { existsSync } from 'node:fs';

let turns = 0;
const timer = setInterval(() => {
  turns += 1;
  if (existsSync('go')) clearInterval(timer);
}, 50);
`,
  'agents/say.py': `import json
import os


def say(words):
    line = " ".join(words)
    print(line)
    return len(line)


length = say(["good", "morning"])
print("::dodeca " + json.dumps({"type": "output", "name": "length", "value": length}))
`,
  'package.json': '{ "type": "module" }\n',
};

/** Makes the workspace in a folder; answers with its path. */
export function prepareWorkshop(folder: string): string {
  const workspace = join(folder, 'workshop');
  for (const [path, text] of Object.entries(files)) {
    const file = join(workspace, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return workspace;
}

/** The line of a file of the workspace that holds a text, from 1. */
export function lineOf(file: string, text: string): number {
  const line = (files[file] ?? '').split('\n').findIndex((candidate) => candidate.includes(text));
  if (line === -1) throw new Error(`${text} is not in ${file}`);
  return line + 1;
}

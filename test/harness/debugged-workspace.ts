import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkspace } from './test-workspace.ts';

/** An agent that notes what it was given, tells it, and ends as it is told by `with`. */
const noting = `
const { appendFileSync, readFileSync } = require('node:fs');
const { DODECA_AGENT, DODECA_ATTEMPT, DODECA_INPUT, MODE } = process.env;
const input = JSON.parse(readFileSync(DODECA_INPUT, 'utf8'));
appendFileSync('noted.txt', JSON.stringify({ agent: DODECA_AGENT, with: input.with, params: input.params, mode: MODE ?? null }) + '\\n');
const tell = (message) => console.log('::dodeca ' + JSON.stringify(message));
tell({ type: 'output', name: 'seen', value: { n: input.with.n ?? 0, list: [1, 2] } });
tell({ type: 'metric', name: 'rows', value: 3 });
console.log('this is ' + DODECA_AGENT + ', attempt ' + DODECA_ATTEMPT);
if (input.with.waitFor) {
  const wait = () => { try { readFileSync(input.with.waitFor); } catch { setTimeout(wait, 10); } };
  wait();
}
process.exitCode = Number(DODECA_ATTEMPT) <= (input.with.failures ?? 0) ? 3 : 0;
`;

const definition = `version: 1
agents:
  first:
    file: note.js
    with: { n: 1, deep: { list: [1, two] } }
    env: { MODE: full }
  second: { file: note.js }
  third: { file: note.js }
  writer:
    run: "echo again >> out.txt"
    outputs: [out.txt]
  slow: { file: note.js, with: { waitFor: go.txt } }
  shaky: { file: note.js, with: { failures: 1 }, retry: { attempts: 2, backoff: 10ms } }
  broken: { file: note.js, with: { failures: 9 } }
  endless: { file: note.js, with: { waitFor: never.txt }, timeout: 300ms }
pipelines:
  p:
    params: { greeting: { type: string, default: hello } }
    stages:
      - { name: one, agents: [first] }
      # This one needs nothing.
      - name: two
        agents:
          - second
          - third
      - { name: three, agents: [first] }
  q:
    stages:
      - { name: one, agents: [second] }
  failing:
    stages:
      - { name: shaken, agents: [shaky] }
      - { name: bad, agents: [broken] }
  late:
    stages:
      - { name: waiting, agents: [endless] }
  files:
    stages:
      - { name: before, agents: [writer] }
      - { name: after, agents: [second] }
  slowly:
    stages:
      - { name: begin, agents: [slow] }
      - { name: end, agents: [second] }
`;

/** What an agent of the workspace was given, as it noted it. */
export interface Noted {
  readonly agent: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly mode: string | null;
}

/** A workspace whose pipelines are made to be debugged; its agents need nothing but Node. */
export class DebuggedWorkspace extends TestWorkspace {
  constructor() {
    super(definition, { 'note.js': noting });
  }

  /** The agent `slow` ends no earlier than `letGo` says. */
  hold(): void {
    rmSync(join(this.path, 'go.txt'), { force: true });
  }

  letGo(): void {
    this.write('go.txt', '');
  }

  /** What the agents that ran were given, in their order. */
  noted(): readonly Noted[] {
    return this.linesOf('noted.txt').map((line) => JSON.parse(line) as Noted);
  }
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type AgentMessage, agentMessageSchema } from '../../../src/agent-protocol/message.ts';
import { maxMessageBytes, messagePrefix } from '../../../src/agent-protocol/message-prefix.ts';

/** The sample in the checkout; tests only read it. */
export const source = path.resolve(import.meta.dirname, '../../../samples/cryo-linac');

const probe = 'import sys; sys.exit(0 if sys.version_info >= (3, 8) else 1)';

/** The command of a Python 3.8 or newer, or null where there is none. */
function findPython(): readonly [string, ...string[]] | null {
  const candidates: [string, ...string[]][] = [['python3'], ['python'], ['py', '-3']];
  return (
    candidates.find(([command, ...args]) => spawnSync(command, [...args, '-c', probe]).status === 0) ?? null
  );
}

interface PythonResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let told = false;

/** Copies the sample before the tests of a block and removes it afterwards; without Python the block is skipped. */
export function useSample(): () => SampleCopy {
  let sample: SampleCopy | undefined;
  before(function () {
    const python = findPython();
    if (python !== null) {
      sample = new SampleCopy(python);
      return;
    }
    if (!told)
      process.stderr.write('    skipped: the sample needs Python 3.8 or newer, and none was found\n');
    told = true;
    this.skip();
  });
  after(() => sample?.dispose());
  return () => {
    assert.ok(sample);
    return sample;
  };
}

/** A copy of the sample in a temporary folder, and Python to run in it: nothing is left in the checkout. */
export class SampleCopy {
  readonly folder: string;
  readonly #python: readonly [string, ...string[]];
  readonly #messages = new Map<string, AgentMessage[]>();

  constructor(python: readonly [string, ...string[]]) {
    this.#python = python;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryo-linac-'));
    const generated = new Set(['out', '.dodeca', '__pycache__']);
    fs.cpSync(source, this.folder, {
      recursive: true,
      filter: (file) => !generated.has(path.basename(file)),
    });
  }

  /** Runs Python with warnings as errors. Variables of an engine around the tests are not passed on. */
  run(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}): PythonResult {
    const [command, ...first] = this.#python;
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('DODECA_'));
    const result = spawnSync(command, [...first, '-W', 'error', ...args], {
      cwd: path.join(this.folder, options.cwd ?? '.'),
      env: { ...Object.fromEntries(inherited), PYTHONUTF8: '1', ...options.env },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.error) throw result.error;
    return { status: result.status, stdout: result.stdout, stderr: result.stderr };
  }

  /** Runs a snippet with the agents' modules at hand; it prints one JSON value, which is returned. */
  evaluate(code: string): unknown {
    const setUp = "import json, sys; sys.path[:0] = ['agents', 'tools']\n";
    const result = this.run(['-c', setUp + code]);
    if (result.status !== 0) throw new Error(result.stderr);
    return JSON.parse(result.stdout);
  }

  /** What an agent says to the engine; it is run at most once, with the settings of the first call. */
  said(agent: string, settings: object = {}): AgentMessage[] {
    const known = this.#messages.get(agent);
    if (known) return known;
    const input = path.join(this.folder, `${agent}-input.json`);
    fs.writeFileSync(input, JSON.stringify({ with: settings, params: {}, outputs: {} }));
    const env = { DODECA_RUN_ID: 'run-1', DODECA_WORKSPACE: this.folder, DODECA_INPUT: input };
    const result = this.run([`agents/${agent}.py`], { env });
    assert.equal(result.status, 0, result.stderr);
    const fresh = messagesOf(result.stdout);
    this.#messages.set(agent, fresh);
    return fresh;
  }

  /** An agent's outputs by name. */
  outputs(agent: string): Record<string, unknown> {
    return Object.fromEntries(
      this.said(agent).flatMap((m) => (m.type === 'output' ? [[m.name, m.value]] : [])),
    );
  }

  /** Where an agent's findings lie. */
  findings(agent: string): { path: string; line: number | undefined; rule: string | undefined }[] {
    const found = this.said(agent).filter((m) => m.type === 'finding');
    return found.map(({ path, line, rule }) => ({ path, line, rule }));
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** Cuts the telemetry short: so many rows of each sector. */
  keepRows(rows: number): void {
    const files = fs.readdirSync(path.join(this.folder, 'data')).filter((name) => name.endsWith('.csv'));
    for (const name of files) {
      const lines = this.read(`data/${name}`).split('\n');
      const head = lines.findIndex((line) => !line.startsWith('#'));
      this.write(`data/${name}`, `${lines.slice(0, head + 1 + rows).join('\n')}\n`);
    }
  }

  dispose(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The messages in an agent's output; everything else in it is for people. */
function messagesOf(stdout: string): AgentMessage[] {
  const lines = stdout.split(/\r?\n/).filter((line) => line.startsWith(messagePrefix));
  for (const line of lines) assert.ok(Buffer.byteLength(line) <= maxMessageBytes, line.slice(0, 100));
  return lines.map((line) => agentMessageSchema.parse(JSON.parse(line.slice(messagePrefix.length))));
}

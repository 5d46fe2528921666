import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentMessage, agentMessageSchema } from '../../../src/agent-protocol/message.ts';
import { messagePrefix } from '../../../src/agent-protocol/message-prefix.ts';
import { compileCache } from '../../harness/command-line.ts';
import { programFile } from '../../harness/program-file.ts';

/** What a built-in agent said and how it ended. */
export interface AgentRun {
  readonly exitCode: number | null;
  readonly messages: readonly AgentMessage[];
  /** What it printed besides messages. */
  readonly text: string;
  readonly errors: string;
}

let runs = 0;

/** Runs a built-in agent as the engine does: a process of its own, which speaks the protocol. */
export async function runAgentProcess(
  name: string,
  workspace: string,
  parameters: object = {},
  env: NodeJS.ProcessEnv = {},
): Promise<AgentRun> {
  const program = programFile(`agents/${name}`);
  const input = join(tmpdir(), `dodeca-input-${process.pid}-${++runs}.json`);
  await writeFile(input, JSON.stringify({ with: parameters, params: {}, outputs: {} }));
  try {
    const child = spawn(process.execPath, [program], {
      cwd: workspace,
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: compileCache,
        DODECA_WORKSPACE: workspace,
        DODECA_INPUT: input,
        ...env,
      },
    });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const lines = out.split('\n');
    const messages = lines
      .filter((line) => line.startsWith(messagePrefix))
      .map((line) => agentMessageSchema.parse(JSON.parse(line.slice(messagePrefix.length))));
    const text = lines.filter((line) => !line.startsWith(messagePrefix)).join('\n');
    return { exitCode, messages, text, errors };
  } finally {
    await rm(input, { force: true });
  }
}

/** The messages of one type. */
export function messagesOf<T extends AgentMessage['type']>(
  { messages }: AgentRun,
  type: T,
): Extract<AgentMessage, { type: T }>[] {
  return messages.filter((message): message is Extract<AgentMessage, { type: T }> => message.type === type);
}

/** Metrics or outputs by name. */
export function valuesOf(run: AgentRun, type: 'metric' | 'output'): Record<string, unknown> {
  return Object.fromEntries(messagesOf(run, type).map(({ name, value }) => [name, value]));
}

/** The workspace of a fixture. */
export function agentFixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/agents/${name}`, import.meta.url));
}

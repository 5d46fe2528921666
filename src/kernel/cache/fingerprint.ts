import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import type { AgentInput } from '../../agent-protocol/input.ts';
import { canonicalJson, type Json } from '../../common/json.ts';
import type { AgentDefinition } from '../../model/definition.ts';
import type { FileHasher } from './file-hasher.ts';
import { findFiles } from './glob.ts';

/** What a result depends on. Equal keys mean equal results; the parts say which of them changed. */
export interface Fingerprint {
  /** SHA-256, hexadecimal. */
  readonly key: string;
  readonly agent: string;
  readonly parts: FingerprintParts;
}

/** A fingerprint as it was just taken. */
export interface TakenFingerprint extends Fingerprint {
  /** The files that the patterns of its inputs match, sorted by path; their hashes are among the parts. */
  readonly inputs: readonly string[];
}

/** Hashes only: values may be secret. */
export interface FingerprintParts {
  /** Program, arguments, working folder, declared inputs and outputs. */
  readonly definition: string;
  /** `with.x`, `params.x`, `outputs.agent.x`, `env.X`, and whatever else the caller names. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Path relative to the workspace, with `/`. */
  readonly files: Readonly<Record<string, string>>;
}

export interface FingerprintRequest {
  readonly agent: AgentDefinition;
  /** The definition's `env` and the agent's own, as the agent gets them. */
  readonly env: Readonly<Record<string, string>>;
  readonly input: AgentInput;
  /** Absolute path. */
  readonly workspace: string;
  /** Other things that the result depends on, such as the version of a built-in agent. */
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * The fingerprint of what an agent would do now. Priority, retries, limits and locks do not count: they change when
 * and how often it runs, not what comes of it. Throws a `UserError` where an input leaves the workspace.
 */
export async function fingerprint(
  request: FingerprintRequest,
  hasher: FileHasher,
): Promise<TakenFingerprint> {
  const { agent, env, input, workspace, extra = {} } = request;
  const { program, cwd, inputs, outputs } = agent;
  const found = await findFiles(workspace, inputs);
  const names = found.map((file) => file.path);
  const paths = found.map((file) => file.absolute);
  if (program.kind === 'file') {
    names.push(program.path);
    paths.push(isAbsolute(program.path) ? program.path : resolve(workspace, cwd ?? '.', program.path));
  }
  const hashes = await hasher.hashAll(paths);
  const files = Object.fromEntries(names.map((name, index) => [name, hashes[index] ?? 'absent']));
  const parts: FingerprintParts = {
    definition: hashOf({ program, cwd, inputs, outputs }),
    parameters: Object.fromEntries([
      ...hashed('with.', input.with),
      ...hashed('params.', input.params),
      ...Object.entries(input.outputs).flatMap(([from, values]) => hashed(`outputs.${from}.`, values)),
      ...hashed('env.', env),
      ...hashed('', extra),
    ]),
    files,
  };
  return {
    key: hashOf({ agent: agent.name, ...parts }),
    agent: agent.name,
    parts,
    inputs: found.map(({ path }) => path),
  };
}

function hashed(prefix: string, values: Readonly<Record<string, Json>>): [string, string][] {
  return Object.entries(values).map(([name, value]) => [prefix + name, hashOf(value)]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

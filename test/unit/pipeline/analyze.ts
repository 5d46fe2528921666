import { type Analysis, analyzeDefinition } from '../../../src/pipeline/analyze-definition.ts';

/** A machine and a workspace that are the same everywhere, in which the files named exist. */
export function analyze(text: string, files: readonly string[] = []): Analysis {
  return analyzeDefinition(
    { file: 'dodeca.yaml', text },
    { fileExists: (path) => files.includes(path), machine: { cores: 4, memory: 8 * 2 ** 30 } },
  );
}

/** Problems as `line:column severity code`. */
export function problemsOf(text: string, files: readonly string[] = []): string[] {
  return analyze(text, files).problems.map(
    ({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`,
  );
}

/** The messages alone. */
export function messagesOf(text: string): string[] {
  return analyze(text).problems.map(({ message }) => message);
}

/** Agents `a` to `e`, and one pipeline `p` of these stages. */
export function pipelineOf(...stages: readonly string[]): string {
  const agents = 'agents: { a: { run: x }, b: { run: x }, c: { run: x }, d: { run: x }, e: { run: x } }';
  return `${agents}\npipelines:\n  p:\n    stages:\n${stages.map((stage) => `      - ${stage}\n`).join('')}`;
}

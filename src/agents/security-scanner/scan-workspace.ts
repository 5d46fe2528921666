import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ParametersOf } from '../../builtin/builtin-agent.ts';
import type { securityScanner } from '../../builtin/security-scanner.ts';
import { isCompiledTwice } from '../../library/duplicates/generated.ts';
import { grammarOf } from '../../syntax-tree/grammar.ts';
import { collectGarbageAfter } from '../collect-garbage.ts';
import { Progress } from '../progress.ts';
import { readText } from '../read-text.ts';
import { type WorkspaceFile, workspaceFiles } from '../workspace-files.ts';
import { CallFinder, mostCode } from './calls/find-calls.ts';
import { checkDependencies, isDependencyFile } from './dependencies/check-dependencies.ts';
import { isForeign, isGenerated, kindOf } from './file-kind.ts';
import { findSecrets } from './secrets/find-secrets.ts';
import type { SecurityFinding } from './security-finding.ts';

type Parameters = ParametersOf<typeof securityScanner>;

export interface ScanResult {
  /** By path and place. */
  readonly findings: readonly SecurityFinding[];
  /** Files that were read. */
  readonly scanned: number;
  /** Files of code that was generated, packed or written elsewhere: no calls were looked for in them. */
  readonly foreign: number;
  /** Files of code and of dependencies that belong to tests: only secrets were looked for in them. */
  readonly tests: number;
  /** Files that were not looked at, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Looks at every text file of a workspace. */
export async function scanWorkspace(workspace: string, parameters: Parameters): Promise<ScanResult> {
  const scan = new WorkspaceScan(workspace, parameters);
  const { files, skipped } = workspaceFiles(workspace, parameters, (path) => scan.wants(path));
  const progress = new Progress('scanned', files.length);
  for (const file of files) {
    await scan.look(file);
    progress.step();
    await progress.turn();
  }
  return scan.result(skipped);
}

class WorkspaceScan {
  readonly #workspace: string;
  readonly #parameters: Parameters;
  readonly #calls = new CallFinder();
  readonly #findings: SecurityFinding[] = [];
  #scanned = 0;
  #unreadable = 0;
  #beyond = 0;
  #foreign = 0;
  #tests = 0;

  constructor(workspace: string, parameters: Parameters) {
    this.#workspace = workspace;
    this.#parameters = parameters;
  }

  /** Whether any part that is switched on can say something about a file. */
  wants(path: string): boolean {
    const { secrets, calls, dependencies } = this.#parameters;
    return secrets || (calls && grammarOf(path) !== null) || (dependencies && isDependencyFile(path));
  }

  async look({ path, size }: WorkspaceFile): Promise<void> {
    const text = readText(this.#workspace, path);
    if (text === null) {
      this.#unreadable += 1;
      return;
    }
    this.#scanned += 1;
    if (this.#parameters.secrets) this.#findings.push(...(await findSecrets(path, text)));
    if (this.#parameters.dependencies && isDependencyFile(path)) await this.#dependencies(path, text);
    if (this.#parameters.calls) await this.#code(path, text);
    collectGarbageAfter(size);
  }

  result(skipped: ReadonlyMap<string, number>): ScanResult {
    const all = new Map(skipped);
    if (this.#unreadable > 0) all.set('unreadable', (all.get('unreadable') ?? 0) + this.#unreadable);
    if (this.#beyond > 0) all.set('too long or too deep for a dependency file', this.#beyond);
    return {
      findings: this.#findings,
      scanned: this.#scanned,
      foreign: this.#foreign,
      tests: this.#tests,
      skipped: all,
    };
  }

  async #dependencies(path: string, text: string): Promise<void> {
    if (isForeign(path)) return;
    if (kindOf(path) === 'test') {
      this.#tests += 1;
      return;
    }
    const found = await checkDependencies(path, text, { exists: (file) => this.#exists(file) });
    if (found === null) this.#beyond += 1;
    else this.#findings.push(...found);
  }

  #exists(file: string): boolean {
    return existsSync(join(this.#workspace, file));
  }

  async #code(path: string, text: string): Promise<void> {
    const grammar = grammarOf(path);
    // A declaration has no calls.
    if (grammar === null || /\.(d\.[cm]?ts|pyi)$/.test(path)) return;
    const kind = kindOf(path);
    const twice = isCompiledTwice(path, (file) => this.#exists(file));
    if (twice || isForeign(path) || text.length > mostCode || isGenerated(text)) this.#foreign += 1;
    else if (kind === 'test') this.#tests += 1;
    else {
      const found = await this.#calls.find(path, grammar, text);
      this.#findings.push(
        ...(kind === 'example' ? found.map((finding) => ({ ...finding, severity: 'info' as const })) : found),
      );
    }
  }
}

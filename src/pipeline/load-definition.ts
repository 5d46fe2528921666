import { lstatSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorCode, errorMessage } from '../common/errors.ts';
import { err, type Result } from '../common/result.ts';
import { formatBytes } from '../common/text.ts';
import type { Problem } from '../model/problem.ts';
import { type Analysis, type AnalysisHost, analyzeDefinition } from './analyze-definition.ts';
import { decodeText } from './decode-text.ts';
import { outlineOf } from './definition-outline.ts';
import { type Machine, thisMachine } from './machine.ts';
import { maxYamlLength, readYaml } from './read-yaml.ts';

/** The files that may hold the definition of a workspace; the first that is there counts. */
export const definitionFiles = ['dodeca.yaml', 'orchestrator_config.yaml'] as const;

/** What somebody may have meant to be a definition. */
const misnamedFiles = ['dodeca.yml', 'orchestrator_config.yml'];

/** Reads and analyses the definition of a workspace. Never throws: a file that cannot be read is one problem. */
export function loadDefinition(workspace: string, machine: Machine = thisMachine()): Analysis {
  const host = workspaceHost(workspace, machine);
  for (const file of definitionFiles) {
    const text = readDefinition(join(workspace, file));
    if (text === null) continue;
    return text.ok ? analyzeDefinition({ file, text: text.value }, host) : unread(file, text.error);
  }
  const analysis = analyzeDefinition(null, host);
  const misnamed = misnamedFiles.find((file) => host.fileExists(file));
  if (misnamed === undefined) return analysis;
  const message = `this file is not read: rename it to ${misnamed.replace(/yml$/, 'yaml')}`;
  const hint: Problem = {
    file: misnamed,
    line: 1,
    column: 1,
    severity: 'warning',
    code: 'misnamed',
    message,
  };
  const subject = { span: { start: 0, end: 0 }, name: null, meant: null };
  const subjects = new Map([...analysis.subjects, [hint, subject]]);
  return { ...analysis, problems: [...subjects.keys()], subjects };
}

/** Looks for files below a workspace, on this machine. */
export function workspaceHost(workspace: string, machine: Machine = thisMachine()): AnalysisHost {
  return {
    machine,
    fileExists(path) {
      try {
        return statSync(resolve(workspace, path)).isFile();
      } catch {
        // Also where it is there, but nobody may look: who runs it could not read it either.
        return false;
      }
    },
  };
}

/** The text of a file, why it cannot be read, or null where there is no such file. */
function readDefinition(path: string): Result<string, string> | null {
  try {
    // Asked first: opening a pipe would wait for a writer.
    const found = statSync(path);
    if (found.isDirectory()) return err('it is a folder: remove it or give it another name');
    if (!found.isFile()) return err('it is not an ordinary file');
    if (found.size > maxYamlLength) return err(`it is larger than ${formatBytes(maxYamlLength)}`);
    return decodeText(readFileSync(path));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return isLink(path) ? err('it is a link to nothing') : null;
    if (code === 'EACCES' || code === 'EPERM') return err('permission denied: make it readable');
    return err(errorMessage(error));
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function unread(file: string, reason: string): Analysis {
  const message = `this file cannot be read: ${reason}`;
  const problem: Problem = { file, line: 1, column: 1, severity: 'error', code: 'unreadable', message };
  return {
    file,
    definition: null,
    problems: [problem],
    subjects: new Map([[problem, { span: { start: 0, end: 0 }, name: null, meant: null }]]),
    outline: outlineOf(null),
    yaml: readYaml(''),
    positions: { agents: [], clusters: [], phases: [], pipelines: [] },
  };
}

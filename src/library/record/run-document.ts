import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { ExtractedDocument, Passage, PassageKind } from '../document.ts';
import { countWords } from '../extract/count-words.ts';
import { redactSource } from '../extract/redact-source.ts';
import { findTrouble } from './find-trouble.ts';
import { normaliseLine } from './normalise-line.ts';
import { readLogParts } from './read-log-parts.ts';
import type { RecordedExecution } from './recorded-facts.ts';

/** Something that an execution met, as it stands in the library. */
export interface RunTrouble {
  /** By it the same trouble in another run is known. */
  readonly fingerprint: string;
  readonly passage: Passage;
}

/** What an execution met, as a document at the path of its log. */
export interface RunDocument {
  /** Each fingerprint once. */
  readonly troubles: readonly RunTrouble[];
  /** Of the log; 0 where there is none. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly document: Omit<ExtractedDocument, 'passages'>;
}

/** Of what a log says so much is kept: from its beginning, where what began it stands, and from its end. */
const mostFirst = 25;
const mostLast = 15;
/** So much of a log is taken note of. */
const mostFound = 2000;
/** UTF-16 code units of a passage. */
const longestText = 2000;

interface Found {
  readonly kind: Extract<PassageKind, 'failure' | 'error' | 'finding' | 'artifact'>;
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
  readonly key: readonly string[];
}

/**
 * What an execution met: why it failed, what its log says of it, what it found and what it made all the same. Null of
 * one that met nothing, or of which nothing is to be known: it was cancelled, skipped, or its result was taken from
 * the cache.
 *
 * @param workspace the absolute path that the path of its log is relative to
 */
export function runDocument(execution: RecordedExecution, workspace: string): RunDocument | null {
  const { status } = execution;
  const failed = status === 'failed' || status === 'timed_out';
  if (!failed && status !== 'succeeded') return null;
  const log = readLogParts(join(workspace, execution.log));
  const lastLine = log?.lines ?? 1;
  let secrets = 0;
  const errors: Found[] = [];
  for (const { text, firstLine } of log?.parts ?? []) {
    const redacted = redactSource(text, false);
    secrets += redacted.secrets;
    for (const trouble of findTrouble(redacted.text, firstLine)) {
      errors.push({ kind: 'error', ...trouble });
      if (errors.length > mostFound) errors.splice(mostFirst, 1);
    }
  }
  const findings = execution.findings.filter(({ severity }) => severity !== 'info');
  if (!failed && errors.length === 0 && findings.every(({ severity }) => severity !== 'error')) return null;
  const found: Found[] = [
    ...(failed ? [failureOf(execution, lastLine)] : []),
    ...firstAndLast(distinct(errors)),
    ...findings.map((finding): Found => {
      const { path, line, severity, rule, message } = finding;
      const place = line === null ? path : `${path}:${line}`;
      const text = `${severity}${rule === null ? '' : ` ${rule}`} in ${place}: ${message}`;
      return { kind: 'finding', line: lastLine, endLine: lastLine, text, key: [path, rule ?? '', message] };
    }),
    ...execution.artifacts.map((path): Found => {
      return { kind: 'artifact', line: lastLine, endLine: lastLine, text: `made ${path}`, key: [path] };
    }),
  ];
  const title = `${execution.agent} in ${execution.pipeline}, run ${execution.runId}`;
  const troubles = distinct(found).map(({ kind, line, endLine, text, key }): RunTrouble => {
    const plain = redactSource(text.slice(0, longestText), false).text.toWellFormed();
    const passage = { kind, titlePath: [title], line, endLine, cell: null, text: plain, symbols: [] };
    return { fingerprint: fingerprintOf(execution, kind, key), passage };
  });
  return {
    troubles,
    size: log?.size ?? 0,
    // What nobody has looked at may hold a secret.
    mtimeMs: log?.parts.length === 1 ? log.mtimeMs : -1,
    document: {
      kind: 'run',
      language: null,
      title,
      summary: failed ? `It ${verb(status)}: ${execution.reason ?? status}.` : null,
      names: [],
      links: [],
      trouble: null,
      lines: log === null ? 0 : lastLine,
      words: troubles.reduce((words, { passage }) => words + countWords(passage.text), 0),
      secrets,
    },
  };
}

function failureOf(
  { stage, agent, pipeline, status, reason, exitCode }: RecordedExecution,
  line: number,
): Found {
  const code = exitCode === null || reason?.includes('exit code') === true ? '' : ` (exit code ${exitCode})`;
  const why = reason ?? status;
  const text = `${stage}/${agent} in ${pipeline} ${verb(status)}: ${why}${code}`;
  return { kind: 'failure', line, endLine: line, text, key: [status, why] };
}

function verb(status: RecordedExecution['status']): string {
  return status === 'timed_out' ? 'timed out' : status;
}

/** The same trouble of the same agent in the same stage has the same one. */
function fingerprintOf({ stage, agent }: RecordedExecution, kind: string, key: readonly string[]): string {
  const said = key.map(normaliseLine);
  return hash('sha256', JSON.stringify([kind, stage, agent, ...said])).slice(0, 32);
}

/** Of those that are the same the first one. */
function distinct(found: readonly Found[]): Found[] {
  const known = new Set<string>();
  return found.filter(({ kind, key }) => {
    const said = JSON.stringify([kind, ...key.map(normaliseLine)]);
    return known.has(said) ? false : known.add(said);
  });
}

function firstAndLast(found: readonly Found[]): readonly Found[] {
  if (found.length <= mostFirst + mostLast) return found;
  return [...found.slice(0, mostFirst), ...found.slice(-mostLast)];
}

import * as vscode from 'vscode';
import type { ExcerptLine, SearchHit, Suggestion } from '../../../model/library-report.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { tellingLine } from './hit-text.ts';

/** Somewhere in a file of a folder. */
export interface Place {
  readonly session: FolderSession;
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** The line to go to, from 1. */
  readonly line: number;
  /** The first and last line of the passage, from 1. */
  readonly passage: readonly [first: number, last: number];
  /** Of a notebook's cell its place from 1; null elsewhere. */
  readonly cell: number | null;
  /** What was searched for, in the lines that show it. */
  readonly excerpt: readonly ExcerptLine[];
  /** The execution whose log it is; null of other files, and where only its file is known. */
  readonly execution: { readonly runId: string; readonly stage: string; readonly agent: string } | null;
}

/** Where a hit leads: to the line that shows best what was searched for. */
export function placeOfHit(session: FolderSession, hit: SearchHit): Place {
  const { path, line, endLine, cell, excerpt = [], seen } = hit;
  const telling = tellingLine(excerpt);
  return {
    session,
    path,
    line: telling?.line ?? line,
    passage: [line, endLine],
    cell,
    excerpt,
    execution: seen ? { runId: seen.runId, stage: seen.stage, agent: seen.agent } : null,
  };
}

/** Where a name leads: to its declaration. */
export function placeOfName(session: FolderSession, { path, line }: Suggestion): Place {
  return { session, path, line, passage: [line, line], cell: null, excerpt: [], execution: null };
}

/** By this a place is known again. */
export function placeKey({ session, path, line, cell }: Place): string {
  return [session.uri, path, cell ?? '', line].join('\n');
}

/** The file of a place. */
export function fileOf({ session, path }: Place): vscode.Uri {
  return vscode.Uri.joinPath(session.folder.uri, path);
}

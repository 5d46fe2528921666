import type * as vscode from 'vscode';
import type { DodecaEvent } from '../../model/event.ts';
import type { FolderSession } from '../folders/folder-session.ts';

/** A text that was made anew, and how it came from the one before. */
export interface LogChange {
  /** Lines that came at the beginning; negative where they went, null where nothing is as it was. */
  readonly shift: number | null;
}

/** What a log document is given. */
export interface LogSurroundings {
  readonly uri: vscode.Uri;
  readonly session: FolderSession;
  /** The text is another one. */
  onChange(change: LogChange): void;
  /** Something failed that the document shows, or that nobody waits for. */
  onError(error: unknown): void;
}

/** A log that is open as a document. */
export interface ShownLog {
  /** Where an editor that shows it for the first time begins. */
  readonly beginsAtEnd: boolean;
  /** The text as it is now; read first where nothing was read yet. Never rejects. */
  text(): Promise<string>;
  /** Somebody sees it from now on, or nobody does; and whether all who see it see its end. */
  watched(isVisible: boolean, atEnd: boolean): void;
  /** The document has the text that was given last. */
  arrived(): void;
  /** Something happened in the workspace. */
  onEvents(events: readonly DodecaEvent[]): void;
  /** There is a connection, perhaps again. */
  onConnected(): void;
  dispose(): void;
}

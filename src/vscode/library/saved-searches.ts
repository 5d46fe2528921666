import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';

/** Searches that are remembered without being saved. */
const mostRecent = 20;

/** Searches that can be saved: a list that nobody can look through is of no use. */
const mostSaved = 200;

const recentKey = 'library.recentSearches';
const savedKey = 'library.savedSearches';

/** What somebody searched the library for in this workspace: lately, and what is kept until it is taken back. */
export class SavedSearches implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #onDidChange = new vscode.EventEmitter<void>();

  readonly onDidChange = this.#onDidChange.event;

  /** @param memory the storage of the workspace */
  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  /** The newest first, at most 20, each once; those that are saved are among them. */
  get recent(): readonly string[] {
    return this.#read(recentKey);
  }

  /** In the order in which they were saved, each once. */
  get saved(): readonly string[] {
    return this.#read(savedKey);
  }

  isSaved(query: string): boolean {
    return this.saved.includes(query.trim());
  }

  /** Notes that somebody searched for this and found something. */
  async remember(query: string): Promise<void> {
    const recent = [query.trim(), ...this.recent.filter((known) => known !== query.trim())];
    await this.#write(recentKey, recent.slice(0, mostRecent));
  }

  async forget(query: string): Promise<void> {
    await this.#write(recentKey, without(this.recent, query));
  }

  async save(query: string): Promise<void> {
    await this.#write(savedKey, [...without(this.saved, query), query.trim()].slice(-mostSaved));
  }

  async unsave(query: string): Promise<void> {
    await this.#write(savedKey, without(this.saved, query));
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** Whatever is stored: another release may have written it. */
  #read(key: string): readonly string[] {
    const stored = this.#memory.get<unknown>(key);
    return Array.isArray(stored) ? stored.filter((query) => typeof query === 'string') : [];
  }

  async #write(key: string, queries: readonly string[]): Promise<void> {
    const kept = queries.filter((query) => query !== '');
    await this.#memory.update(key, kept);
    this.#onDidChange.fire();
  }
}

function without(queries: readonly string[], query: string): readonly string[] {
  return queries.filter((known) => known !== query.trim());
}

const ofHost = new WeakMap<DodecaHost, SavedSearches>();

/** The searches of this workspace, which every part of the extension shares. */
export function savedSearches(host: DodecaHost): SavedSearches {
  let searches = ofHost.get(host);
  if (!searches) {
    searches = new SavedSearches(host.context.workspaceState);
    ofHost.set(host, searches);
    host.own(searches);
  }
  return searches;
}

import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { errorMessage } from '../../common/errors.ts';
import type { FindingFix } from '../../model/event.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { Pulse } from '../folders/pulse.ts';
import { type StandingFinding, StandingFindings } from './standing-findings.ts';

/** Milliseconds between two drawings at least. */
const drawEveryMs = 100;

/** Findings that are handed over at once; then the rest of the extension has a turn. */
const atOnce = 500;

const setting = 'problems.enabled';

interface Source {
  readonly findings: StandingFindings;
  readonly subscription: vscode.Disposable;
}

/** The findings of agents in the view *Problems*. */
export class Problems implements vscode.Disposable {
  readonly #host: DodecaHost;
  readonly #collection = vscode.languages.createDiagnosticCollection('dodeca');
  readonly #sources = new Map<FolderSession, Source>();
  readonly #draw = new Pulse(drawEveryMs, () => void this.#drawNow());
  readonly #owned: vscode.Disposable;
  /** By file, then by what a problem is recognised by: VS Code hands out copies of problems. */
  readonly #fixes = new Map<string, ReadonlyMap<string, FindingFix>>();
  #drawing = false;

  constructor(host: DodecaHost) {
    this.#host = host;
    this.#owned = vscode.Disposable.from(
      this.#collection,
      this.#draw,
      host.folders.onDidChange(() => this.#foldersChanged()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`dodeca.${setting}`)) this.#settingChanged();
      }),
    );
    this.#foldersChanged();
  }

  /** What would mend a problem that is shown; null where nobody knows. */
  fixOf(uri: vscode.Uri, diagnostic: vscode.Diagnostic): FindingFix | null {
    return this.#fixes.get(uri.toString())?.get(keyOf(diagnostic)) ?? null;
  }

  dispose(): void {
    this.#owned.dispose();
    for (const { subscription } of this.#sources.values()) subscription.dispose();
    this.#sources.clear();
  }

  #foldersChanged(): void {
    const now = new Set(this.#host.folders.all);
    for (const [session, { findings, subscription }] of this.#sources) {
      if (now.has(session)) continue;
      subscription.dispose();
      findings.clear();
      this.#remove(session, findings);
      this.#sources.delete(session);
    }
    for (const session of now) if (!this.#sources.has(session)) this.#add(session);
  }

  #add(session: FolderSession): void {
    const findings = new StandingFindings();
    const subscription = vscode.Disposable.from(
      session.onEvents((events) => {
        for (const event of events) findings.apply(event);
        if (findings.hasChanges) this.#draw.beat();
      }),
      session.onDidConnect(() => void this.#load(session, findings)),
    );
    this.#sources.set(session, { findings, subscription });
    if (session.state === 'connected') void this.#load(session, findings);
  }

  async #load(session: FolderSession, findings: StandingFindings): Promise<void> {
    try {
      findings.ask();
      findings.load(await session.call('findings/latest', {}));
      this.#draw.beat();
    } catch (error) {
      // The next connection asks again.
      this.#host.log.warn(`findings of ${session.folder.name}: ${errorMessage(error)}`);
    }
  }

  #settingChanged(): void {
    for (const { findings } of this.#sources.values()) findings.touchAll();
    this.#draw.beat();
  }

  async #drawNow(): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    try {
      for (const [session, { findings }] of this.#sources) {
        while (findings.hasChanges) {
          this.#show(session, findings);
          await turn();
        }
      }
    } finally {
      this.#drawing = false;
    }
    if ([...this.#sources.values()].some(({ findings }) => findings.hasChanges)) this.#draw.beat();
  }

  #show(session: FolderSession, findings: StandingFindings): void {
    const isEnabled = vscode.workspace.getConfiguration('dodeca', session.folder).get<boolean>(setting, true);
    const files = findings.takeChanges(atOnce).map(({ path, findings: found }): Diagnostics => {
      const uri = vscode.Uri.joinPath(session.folder.uri, path);
      this.#noteFixes(uri, isEnabled ? found : []);
      return [uri, isEnabled && found.length > 0 ? found.map(diagnosticOf) : undefined];
    });
    this.#collection.set(files);
  }

  #noteFixes(uri: vscode.Uri, findings: readonly StandingFinding[]): void {
    const fixes = findings.flatMap((finding): [string, FindingFix][] =>
      finding.fix ? [[keyOf(diagnosticOf(finding)), finding.fix]] : [],
    );
    if (fixes.length > 0) this.#fixes.set(uri.toString(), new Map(fixes));
    else this.#fixes.delete(uri.toString());
  }

  #remove(session: FolderSession, findings: StandingFindings): void {
    const all = findings.takeChanges(Number.POSITIVE_INFINITY);
    this.#collection.set(
      all.map(({ path }): Diagnostics => [vscode.Uri.joinPath(session.folder.uri, path), undefined]),
    );
  }
}

type Diagnostics = [vscode.Uri, readonly vscode.Diagnostic[] | undefined];

function diagnosticOf({ agent, line, column, severity, rule, message }: StandingFinding): vscode.Diagnostic {
  const at = Math.max(0, (line ?? 1) - 1);
  // Without a column it is the line that is meant.
  const range =
    line === null || column === null
      ? new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER)
      : new vscode.Range(at, Math.max(0, column - 1), at, Math.max(0, column - 1));
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = agent;
  if (rule !== null) diagnostic.code = rule;
  return diagnostic;
}

function keyOf({ range, source, code, message }: vscode.Diagnostic): string {
  const { line, character } = range.start;
  return JSON.stringify([line, character, source, typeof code === 'object' ? code.value : code, message]);
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

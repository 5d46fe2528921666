import type { Finding, RunSummary } from './report.ts';

/** What git says has changed since a commit. */
export interface GitChanges {
  readonly since: string;
  /** Newest first, the first ones of `commitCount`. */
  readonly commits: readonly { readonly commit: string; readonly at: string; readonly subject: string }[];
  readonly commitCount: number;
  /** The most changed first, of `fileCount`; lines are null for binary files. */
  readonly files: readonly {
    readonly path: string;
    readonly added: number | null;
    readonly deleted: number | null;
  }[];
  readonly fileCount: number;
}

/** A finding with the agent that told it. */
export type FindingOfAgent = Finding & { readonly agent: string };

/** A metric that is another one than before. */
export interface MetricChange {
  readonly agent: string;
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** An artifact that agents made, and how often. */
export interface ArtifactGenerations {
  readonly path: string;
  readonly agent: string;
  /** Runs that made it, of all that are recorded. */
  readonly generations: number;
  /** Of these, since the run that is compared with. */
  readonly sinceThen: number;
  readonly lastRunId: string;
  readonly lastAt: string;
}

/** What changed from one run to the newest of its pipeline, by the journal and by git. */
export interface ChangesReport {
  readonly since: RunSummary;
  /** Null where there is no later one. */
  readonly until: RunSummary | null;
  /** Null where there is no repository, or the run knows no commit of it. */
  readonly git: GitChanges | null;
  readonly health: { readonly before: number | null; readonly after: number | null };
  readonly findings: {
    readonly appeared: readonly FindingOfAgent[];
    readonly gone: readonly FindingOfAgent[];
    readonly standing: number;
  };
  readonly metrics: readonly MetricChange[];
  readonly artifacts: readonly ArtifactGenerations[];
}

/** A run as a point of a trend. */
export interface TrendPoint extends RunSummary {
  /** 0 to 100; null where nothing of it was measured in this run. */
  readonly health: number | null;
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
}

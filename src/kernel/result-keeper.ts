import type { AgentMessage } from '../agent-protocol/message.ts';
import type { ExecutionFile } from '../model/event.ts';
import type { ActiveRun } from './active-run.ts';
import type { HashAll, KnownFiles } from './execution-files.ts';

/** What the kernel asks of a result cache. It never throws: a cache that does not work is a miss. */
export interface ResultKeeper {
  /** Looks for an earlier result of an execution; a hit has put its output files back already. */
  find(
    run: ActiveRun,
    index: number,
  ): Promise<
    | {
        readonly kind: 'hit';
        readonly key: string;
        readonly reason: string;
        readonly messages: readonly AgentMessage[];
        readonly files: KnownFiles;
      }
    | { readonly kind: 'miss'; readonly key: string; readonly reason: string }
  >;
  /** Keeps the result of an execution that just succeeded; null where it was not looked for before. */
  keep(
    run: ActiveRun,
    index: number,
    messages: readonly AgentMessage[],
  ): Promise<
    | null
    | { readonly kind: 'kept'; readonly key: string; readonly bytes: number; readonly files: KnownFiles }
    | { readonly kind: 'refused'; readonly reason: string }
  >;
  /** The inputs of an execution that was looked for and not found, as they were then; null where it was not looked for. */
  inputsOf(run: ActiveRun, index: number): readonly ExecutionFile[] | null;
  /** Hashes files, and remembers what they are. */
  readonly hashAll: HashAll;
}

import type { FolderSession } from '../../folders/folder-session.ts';
import { askLibrary, type FolderAnswer } from './ask-library.ts';

/** Milliseconds for which the other folders are waited for when the first one has answered. */
const othersMs = 100;

/** Asks the libraries of all folders at once. Only what answers the last question is told, in the order of the folders. */
export class FolderQuestions {
  readonly #sessions: readonly FolderSession[];
  readonly #onAnswers: (query: string, answers: readonly FolderAnswer[]) => void;
  #asking: AbortController | null = null;

  /** @param onAnswers called when all have answered, and before that where some take their time */
  constructor(
    sessions: readonly FolderSession[],
    onAnswers: (query: string, answers: readonly FolderAnswer[]) => void,
  ) {
    this.#sessions = sessions;
    this.#onAnswers = onAnswers;
  }

  /** Whether an answer is still to come. */
  get isAsking(): boolean {
    return this.#asking !== null;
  }

  /** Takes back what was asked before, and asks this. */
  ask(query: string): void {
    this.cancel();
    const asking = new AbortController();
    this.#asking = asking;
    const answers = new Map<FolderSession, FolderAnswer>();
    let others: NodeJS.Timeout | undefined;
    const tell = (): void => {
      clearTimeout(others);
      if (asking.signal.aborted) return;
      if (answers.size === this.#sessions.length) this.#asking = null;
      this.#onAnswers(
        query,
        this.#sessions.flatMap((session) => answers.get(session) ?? []),
      );
    };
    for (const session of this.#sessions) {
      void askLibrary(session, query, asking.signal).then((answer) => {
        answers.set(session, answer);
        if (answers.size === this.#sessions.length) tell();
        else others ??= setTimeout(tell, othersMs);
      });
    }
  }

  /** Nothing that was asked is told any more. */
  cancel(): void {
    this.#asking?.abort();
    this.#asking = null;
  }
}

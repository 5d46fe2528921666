import type { DodecaEvent } from '../../model/event.ts';

/** Shows the events of a run while they come. */
export interface Reporter {
  onEvent(event: DodecaEvent): void;
  /** Something for people that is no event. */
  onMessage(text: string): void;
  /** The last event has come, or none will come any more. */
  end(): void;
}

import { appendFileSync } from 'node:fs';
import type { HostRun, TestEvent } from './test-event.ts';

/** Prints a line below the test that runs, such as a figure it has measured; inside the extension host alone. */
export function note(text: string): void {
  const { events } = JSON.parse(process.env.DODECA_TEST_RUN ?? '') as HostRun;
  const event: TestEvent = { type: 'note', text };
  appendFileSync(events, `${JSON.stringify(event)}\n`);
}

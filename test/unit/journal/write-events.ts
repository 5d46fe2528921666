// Writes events for ever; after every commit it says on standard output what the last one was. Meant to be killed.
import { Journal } from '../../../src/journal/journal.ts';
import { attempt, finished, ref, started } from './sample-events.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('usage: write-events.ts FILE');
const journal = Journal.open(path, { groupMs: 60_000 });
for (let run = journal.lastSeq; run < journal.lastSeq + 100_000; run++) {
  const runId = `R${run}`;
  journal.append(started(runId, ['s/a']));
  for (let n = 0; n < run % 40; n++) {
    journal.append({
      type: 'execution.log',
      ...ref(runId, 's/a'),
      level: 'info',
      message: 'x'.repeat(n * 20),
    });
  }
  journal.commit();
  process.stdout.write(`${journal.lastSeq}\n`);
  for (const body of attempt(runId, 's/a', 'succeeded')) journal.append(body);
  journal.append(finished(runId));
  journal.commit();
  process.stdout.write(`${journal.lastSeq}\n`);
}

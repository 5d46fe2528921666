import { emit } from '../../agent-protocol/emit.ts';
import { healthScore } from '../../analysis/health-score.ts';
import { builtinAgents } from '../../builtin/builtin-agents.ts';
import { recursiveFramework } from '../../builtin/recursive-framework.ts';
import { errorMessage } from '../../common/errors.ts';
import { askEngine } from '../ask-engine.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { compareIterations } from './compare-iterations.ts';
import { frameworkSummary, movedParts, unmeasuredSummary, verdictText } from './framework-summary.ts';
import type { Iteration } from './iteration.ts';
import { readRecord, recordName, recordPath, recordText } from './iteration-record.ts';
import { iterationOf, journalIterations, mergeIterations, type Tellers } from './past-iterations.ts';
import { toldParts } from './told-parts.ts';

/** Milliseconds that the engine may take to tell what was. */
const historyMs = 10_000;

/** Parts that the output `parts` holds: a message has a largest size. */
const mostParts = 100;

const warn = (message: string): void => emit({ type: 'log', level: 'warning', message });

await runAgent(recursiveFramework, async ({ workspace, parameters, input, figure }) => {
  const told = toldParts(input.outputs);
  for (const agent of told.unreadable)
    warn(`what ${agent} told as its health cannot be read: it needs a part (a text) and a score (a number)`);
  const health = healthScore(told.parts);
  figure('health_score', health.score);
  figure('health_parts', health.parts.length);
  figure(
    'parts',
    health.parts
      .slice(0, mostParts)
      .map(({ part, weight, score, contribution }) => ({ part, weight, score, contribution })),
  );
  const known = [...builtinAgents.values()].flatMap(({ name, health }) =>
    health ? [{ part: health.part, weight: health.weight, agent: name }] : [],
  );
  const runId = process.env.DODECA_RUN_ID || null;
  const current = iterationOf(runId, new Date().toISOString(), told.parts);
  if (current === null) {
    figure('change', null);
    figure('best_score', null);
    figure('verdict', 'unmeasured');
    process.stdout.write(`${unmeasuredSummary(known)}\n`);
    return 0;
  }
  const record = readRecord(workspace);
  if (record === null) warn(`${recordPath} cannot be read: the record begins anew`);
  const tellers: Tellers = {
    self: process.env.DODECA_AGENT || recursiveFramework.name,
    agents: told.parts.map(({ agent }) => agent),
  };
  const journal = await fromJournal(tellers, parameters.history);
  const earlier = mergeIterations(record ?? [], journal, current);
  const comparison = compareIterations(current, earlier, parameters);
  writeReport(workspace, recordName, recordText(current, earlier, comparison, parameters.history));
  figure('change', comparison.change);
  figure('best_score', comparison.best.score);
  figure('verdict', comparison.verdict);
  const runs = Math.min(earlier.length + 1, parameters.history);
  process.stdout.write(`${frameworkSummary(health, known, current, comparison, runs)}\n`);
  if (comparison.verdict !== 'regressed') return 0;
  warn(`the health of the workspace has fallen: ${verdictText(comparison)} ${movedParts(comparison)}`);
  return parameters.fail_on_regression ? 1 : 0;
});

/** What the journal knows; nothing where there is no engine, or one that does not tell. */
async function fromJournal(tellers: Tellers, limit: number): Promise<Iteration[]> {
  try {
    const engine = await askEngine();
    if (engine === null) return [];
    let timer: NodeJS.Timeout | undefined;
    // An engine that was ended leaves its calls without an answer.
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it does not answer')), historyMs);
    });
    try {
      return await Promise.race([journalIterations(engine, tellers, limit), silence]);
    } finally {
      clearTimeout(timer);
      engine.close();
    }
  } catch (error) {
    // The record is enough to go on with.
    emit({ type: 'log', level: 'info', message: `no history from the engine: ${errorMessage(error)}` });
    return [];
  }
}

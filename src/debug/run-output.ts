import { formatDuration } from '../common/text.ts';
import type { DodecaEvent } from '../model/event.ts';
import type { ExecutionView, RunView } from '../model/run-view.ts';
import { noPaint } from '../report-text/paint.ts';
import { executionLine } from '../report-text/run-lines.ts';
import { statusSign } from '../report-text/status-words.ts';

/** A line for the debug console. */
export interface OutputLine {
  readonly text: string;
  readonly category: 'console' | 'important';
}

/** What a debug console tells of an event of a run, when the view has taken it in. */
export function outputOf(event: DodecaEvent, view: RunView): readonly OutputLine[] {
  switch (event.type) {
    case 'run.started':
      return [line(`${event.pipeline}: run ${event.runId}`)];
    case 'run.continued':
      return event.reason === null ? [] : [important(`The run stands still no more: ${event.reason}`)];
    case 'run.cancelling':
      return [line(`The run is being cancelled: ${event.reason}`)];
    case 'run.finished':
      return [line(endOf(view))];
    case 'stage.started':
      return [line(`stage ${event.stage}`)];
    case 'stage.finished': {
      const why = event.reason === null ? '' : `: ${event.reason}`;
      return [line(`stage ${event.stage} ${event.status}${why}`)];
    }
    case 'lock.deadlock':
      return [important(event.reason)];
    default: {
      const execution = 'executionId' in event ? view.executions.get(event.executionId) : undefined;
      return execution ? ofExecution(event, execution) : [];
    }
  }
}

function ofExecution(event: DodecaEvent, execution: ExecutionView): readonly OutputLine[] {
  const name = `${execution.stage}/${execution.agent}`;
  switch (event.type) {
    case 'execution.starting':
      return [line(`  ${statusSign('running', noPaint)} ${name}`)];
    case 'execution.retrying':
      return [line(`  ${executionLine(execution, null, noPaint)}`)];
    case 'execution.finished':
      // Hundreds may be skipped at once; how many is told at the end.
      return event.status === 'skipped' && event.attempt === 0
        ? []
        : [line(`  ${executionLine(execution, null, noPaint)}`)];
    case 'execution.rewound': {
      const files = event.restored.length === 0 ? '' : `; as it was before: ${event.restored.join(', ')}`;
      return [important(`${name} was taken back: ${event.reason}${files}`)];
    }
    case 'execution.changed': {
      const parts = [event.with && 'with', event.params && 'params', event.env && 'environment'];
      return [line(`  ${event.by} changed ${parts.filter(Boolean).join(', ')} of ${name}`)];
    }
    default:
      return [];
  }
}

function endOf(view: RunView): string {
  const counted = [...view.counts()].map(([status, count]) => `${count} ${status}`).join(', ');
  const duration = view.durationMs === null ? '' : ` in ${formatDuration(view.durationMs)}`;
  const reason = view.reason === null ? '' : ` (${view.reason})`;
  return `${statusSign(view.status, noPaint)} ${view.pipeline} ${view.status}${duration}${reason}: ${counted}`;
}

function line(text: string): OutputLine {
  return { text: `${text}\n`, category: 'console' };
}

function important(text: string): OutputLine {
  return { text: `${text}\n`, category: 'important' };
}

import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Json } from '../../common/json.ts';
import type { RunRequest } from '../runs/start-run.ts';

/** The type of our tasks in `tasks.json`. */
export const taskType = 'dodeca';

/** What a task is to run. Errors: `invalid-task` where somebody wrote something else. */
export function requestOf(definition: Readonly<Record<string, unknown>>): RunRequest {
  const { pipeline, params } = definition;
  if (typeof pipeline !== 'string' || pipeline === '') {
    const message = vscode.l10n.t('This task names no pipeline: write "pipeline" in tasks.json.');
    throw new UserError('invalid-task', message);
  }
  if (params === undefined) return { pipeline };
  if (params === null || typeof params !== 'object' || Array.isArray(params)) {
    const message = vscode.l10n.t('The "params" of this task are no object of names and values.');
    throw new UserError('invalid-task', message);
  }
  return { pipeline, params: params as Readonly<Record<string, Json>> };
}

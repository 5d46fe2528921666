import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { PipelineTasks } from './pipeline-tasks.ts';
import { taskType } from './task-definition.ts';

/** Every pipeline is also a task, for `tasks.json`, key bindings and other extensions. */
export function registerTasks(host: DodecaHost): void {
  host.own(vscode.tasks.registerTaskProvider(taskType, new PipelineTasks(host)));
}

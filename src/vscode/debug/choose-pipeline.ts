import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { pipelineAround } from '../../language/pipeline-around.ts';
import type { PipelineDefinition } from '../../model/definition.ts';
import type { Analysis } from '../../pipeline/analyze-definition.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { declaredPipelines, loadPipelines } from './load-pipelines.ts';

/** The pipeline that stands for all of a definition. */
const usual = 'run_pipeline';

/** A pipeline of a folder by its name; undefined where it is none, such as `agent:NAME`. */
export async function findPipeline(
  session: FolderSession,
  name: string,
): Promise<PipelineDefinition | undefined> {
  const { definition } = await loadPipelines(session);
  return definition?.pipelines.find((pipeline) => pipeline.name === name);
}

/**
 * The pipeline that somebody means who just starts to debug: the one that the cursor is in, the only one, or
 * `run_pipeline`; else the one that is picked. Errors: `invalid-definition`.
 */
export async function guessPipeline(session: FolderSession): Promise<PipelineDefinition | undefined> {
  const analysis = await loadPipelines(session);
  const pipelines = pipelinesOf(analysis);
  const named = (name: string | null) => pipelines.find((pipeline) => pipeline.name === name);
  const declared = declaredPipelines(analysis);
  const only = declared.length === 1 ? declared[0] : undefined;
  return named(pipelineAtCursor(session, analysis)) ?? only ?? named(usual) ?? (await pick(pipelines));
}

/** The pipeline that somebody picks. Errors: `invalid-definition`. */
export async function pickPipeline(session: FolderSession): Promise<PipelineDefinition | undefined> {
  return await pick(pipelinesOf(await loadPipelines(session)));
}

function pipelinesOf({ definition, problems }: Analysis): readonly PipelineDefinition[] {
  if (definition) return definition.pipelines;
  const error = problems.find(({ severity }) => severity === 'error');
  const message = error ? `${error.file}:${error.line}:${error.column}: ${error.message}` : '';
  throw new UserError('invalid-definition', vscode.l10n.t('The definition has errors. {0}', message));
}

function pipelineAtCursor({ folder }: FolderSession, { file, outline }: Analysis): string | null {
  const editor = vscode.window.activeTextEditor;
  if (!editor || file === null) return null;
  const { document, selection } = editor;
  if (document.uri.scheme !== 'file' || document.uri.fsPath !== join(folder.uri.fsPath, file)) return null;
  return pipelineAround(outline, document.offsetAt(selection.active));
}

async function pick(pipelines: readonly PipelineDefinition[]): Promise<PipelineDefinition | undefined> {
  const items = pipelines.map((pipeline) => ({
    label: pipeline.name,
    description: pipeline.description ?? '',
    detail: pipeline.stages.map(({ name }) => name).join(' → '),
    pipeline,
  }));
  const placeHolder = vscode.l10n.t('Pipeline to debug');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.pipeline;
}

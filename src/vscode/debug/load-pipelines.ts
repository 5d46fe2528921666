import type { PipelineDefinition } from '../../model/definition.ts';
import type { Analysis } from '../../pipeline/analyze-definition.ts';
import type { FolderSession } from '../folders/folder-session.ts';

/** The definition of a folder as it is on disk, read in the window: no engine is needed for it. */
export async function loadPipelines({ folder }: FolderSession): Promise<Analysis> {
  const { loadDefinition } = await import('../../pipeline/load-definition.ts');
  return loadDefinition(folder.uri.fsPath);
}

/** The pipelines that a definition declares itself; all of them where it is the built-in one. */
export function declaredPipelines({ definition, outline, file }: Analysis): readonly PipelineDefinition[] {
  if (!definition || file === null) return definition?.pipelines ?? [];
  const declared = new Set(outline.pipelines.map(({ name }) => name));
  return definition.pipelines.filter(({ name }) => declared.has(name));
}

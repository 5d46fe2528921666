import type { DefinitionOutline } from '../pipeline/definition-outline.ts';

/** The pipeline that is declared around an offset, from its name to its last stage; null where there is none. */
export function pipelineAround({ pipelines }: DefinitionOutline, offset: number): string | null {
  const around = pipelines.find(({ key, node }) => key.start <= offset && offset <= node.end);
  return around?.name ?? null;
}

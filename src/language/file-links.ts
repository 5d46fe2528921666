import type { Analysis } from '../pipeline/analyze-definition.ts';
import { scalarPlaces } from '../pipeline/scalar-places.ts';
import { normalFolder, scriptPath } from '../pipeline/workspace-path.ts';
import { entryOf, type Span, textOf } from '../pipeline/yaml-node.ts';

/** A file that the definition names. */
export interface FileLink {
  readonly span: Span;
  /** Relative to the workspace, or absolute. */
  readonly path: string;
}

/** The scripts of agents, as the engine finds them. */
export function fileLinks({ outline, yaml }: Analysis): readonly FileLink[] {
  const links = new Map<number, FileLink>();
  for (const { node } of outline.agents) {
    const written = entryOf(node, 'file')?.node;
    const file = textOf(written);
    if (written === undefined || !file) continue;
    const cwd = textOf(entryOf(node, 'cwd')?.node);
    const path = scriptPath(cwd ? normalFolder(cwd) : null, file);
    const span = scalarPlaces(yaml.text, written)(0, file.length);
    if (!links.has(span.start)) links.set(span.start, { span, path });
  }
  return [...links.values()];
}

import type { YamlPath } from '../pipeline/yaml-node.ts';

/** What the value at a place names. */
export type PlaceMeaning =
  | 'agent'
  | 'stage'
  | 'cluster'
  | 'pipeline'
  | 'builtin'
  | 'lock'
  | 'file'
  | 'folder'
  | 'pattern'
  | 'condition';

type Step = string | typeof any;
const any = Symbol('any key or index');

const places: readonly (readonly [path: readonly Step[], meaning: PlaceMeaning])[] = [
  [['agents', any, 'uses'], 'builtin'],
  [['agents', any, 'file'], 'file'],
  [['agents', any, 'cwd'], 'folder'],
  [['agents', any, 'inputs', any], 'pattern'],
  [['agents', any, 'outputs', any], 'pattern'],
  [['agents', any, 'locks', any], 'lock'],
  [['agents', any, 'locks', any, 'name'], 'lock'],
  [['clusters', any, 'agents', any], 'agent'],
  [['phases', any, 'clusters', any], 'cluster'],
  [['phases', any, 'pipeline'], 'pipeline'],
  [['pipelines', any, 'stages', any, 'agents', any], 'agent'],
  [['pipelines', any, 'stages', any, 'needs', any], 'stage'],
  [['pipelines', any, 'stages', any, 'when'], 'condition'],
];

/** What a value at a path names; null where it is no name. */
export function meaningOf(path: YamlPath): PlaceMeaning | null {
  const found = places.find(
    ([steps]) => steps.length === path.length && steps.every((step, i) => step === any || step === path[i]),
  );
  return found?.[1] ?? null;
}

import { posix } from 'node:path';
import {
  type ArtifactType,
  functionWords,
  groupFunctions,
  groupRules,
  testWords,
} from './classification-rules.ts';

/** What a file is, as `type:group:function`. */
export interface Classification {
  readonly type: ArtifactType;
  readonly group: string;
  readonly function: string;
}

/** Classifies a file by its path alone, by the tables in `classification-rules.ts`. */
export function classify(path: string): Classification {
  const key = `/${path.toLowerCase()}`;
  const rule = groupRules.find((candidate) => candidate.path.test(key));
  const type = rule?.type ?? 'other';
  const group = rule?.group ?? 'unknown';
  return { type, group, function: functionOf(type, group, path) };
}

export function classificationText({ type, group, function: purpose }: Classification): string {
  return `${type}:${group}:${purpose}`;
}

function functionOf(type: ArtifactType, group: string, path: string): string {
  const extension = posix.extname(path).slice(1).toLowerCase() || 'none';
  if (type === 'data' || type === 'asset' || type === 'other') return extension;
  if (group === 'test') return byWords(path, testWords) ?? 'unit';
  const usual = groupFunctions[`${type}:${group}`];
  // What is called after a tool, and a readme, is for that, whatever other words are in its path.
  if (usual !== undefined && type !== 'code') return usual;
  const told = byWords(path, functionWords);
  return told ?? usual ?? (type === 'config' ? extension : 'general');
}

function byWords(
  path: string,
  table: readonly (readonly [name: string, beginnings: readonly string[]])[],
): string | undefined {
  const parts = path.split('/').reverse();
  parts[0] = parts[0]?.replace(/\.[^.]*$/, '') ?? '';
  for (const [depth, part] of parts.entries()) {
    const words = part
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z\d]+/)
      .filter((word) => word !== '');
    for (const [name, beginnings] of table) {
      const fits = beginnings.some((start) =>
        start === ''
          ? depth === parts.length - 1
          : words.some((word) => (start.length > 3 ? word.startsWith(start) : word === start)),
      );
      if (fits) return name;
    }
  }
  return undefined;
}

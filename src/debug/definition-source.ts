import { basename } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ClientFeatures } from './client-features.ts';

/** The number of the built-in definition among the sources that are no files. */
export const builtinReference = 1;

/** The built-in definition is no file: it is shown under this name, and its end tells that it is YAML. */
const builtinName = 'built-in dodeca.yaml';

/** A definition as a client is told of it; null is the built-in one. */
export function definitionSource(path: string | null, client: ClientFeatures): DebugProtocol.Source {
  return path === null
    ? {
        name: builtinName,
        sourceReference: builtinReference,
        origin: 'the workspace has no definition of its own',
      }
    : { name: basename(path), path: client.path(path) };
}

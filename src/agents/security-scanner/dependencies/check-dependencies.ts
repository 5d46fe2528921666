import { posix } from 'node:path';
import { loadedOnce } from '../../loaded-once.ts';
import type { SecurityFinding } from '../security-finding.ts';
import { fixOf, placeOf, TextPlaces } from '../text-places.ts';
import type { DependencyFinding, Surroundings } from './dependency-finding.ts';
import { checkDockerfile, isDockerfile } from './dockerfile.ts';
import { isWorkflow } from './is-workflow.ts';
import { checkLockFile, isLockFile } from './lock-file.ts';
import { checkPackageManifest } from './package-manifest.ts';
import { checkPythonManifest, isPythonManifest } from './python-manifest.ts';
import { checkRequirements, isRequirements } from './requirements.ts';

type Check = (
  path: string,
  text: string,
  beside: Surroundings,
) => DependencyFinding[] | Promise<DependencyFinding[]>;

/** With the parser of YAML, loaded when the first workflow comes. */
const workflow = loadedOnce(() => import('./workflow.ts'));

function checkOf(path: string): Check | null {
  if (posix.basename(path) === 'package.json') return checkPackageManifest;
  if (isLockFile(path)) return checkLockFile;
  if (isRequirements(path)) return checkRequirements;
  if (isPythonManifest(path)) return checkPythonManifest;
  if (isDockerfile(path)) return (_, text) => checkDockerfile(text);
  if (isWorkflow(path)) return async (_, text) => (await workflow()).checkWorkflow(text);
  return null;
}

/** Whether a file says what is installed, built or run elsewhere. */
export function isDependencyFile(path: string): boolean {
  return checkOf(path) !== null;
}

/** Letters of what people write by hand, lock files not counted; a parser that keeps places takes a hundred times that. */
const mostWritten = 300_000;

/** What is wrong in a dependency file, by its place; null where it is longer or deeper than anybody writes it. */
export async function checkDependencies(
  path: string,
  text: string,
  beside: Surroundings,
): Promise<SecurityFinding[] | null> {
  const found = await checkUnlessTooDeep(checkOf(path), path, text, beside);
  if (found === null) return null;
  const places = new TextPlaces(text);
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ rule, message, severity, fix, ...range }) => ({
      rule,
      path,
      message,
      ...placeOf(places, range),
      ...(severity === undefined ? {} : { severity }),
      ...(fix === undefined ? {} : { fix: fixOf(places, fix.title, fix.edits) }),
    }));
}

/** The parsers of JSON, YAML and TOML call themselves for every level of a text, and run out of stack. */
async function checkUnlessTooDeep(
  check: Check | null,
  path: string,
  text: string,
  beside: Surroundings,
): Promise<DependencyFinding[] | null> {
  if (text.length > mostWritten && !isLockFile(path)) return null;
  try {
    return (await check?.(path, text, beside)) ?? [];
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

import { existsSync, lstatSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit } from '../agent-protocol/emit.ts';
import { errorMessage, UserError } from '../common/errors.ts';
import { toldPath } from './told-path.ts';

/** Where reports are, relative to the workspace. */
export const reportFolder = '.dodeca/reports';

/**
 * Writes a report, whole or not at all, and tells it as an artifact; answers with its path, relative to the workspace.
 * Throws the UserError `report.unwritable`.
 *
 * @param name of the file, without a folder: `artifacts.json`
 * @param kind of the artifact
 */
export function writeReport(workspace: string, name: string, text: string, kind = 'report'): string {
  const path = `${reportFolder}/${name}`;
  const state = join(workspace, '.dodeca');
  const folder = join(workspace, reportFolder);
  try {
    for (const place of [state, folder, join(workspace, path)]) {
      // A link could lead out of the workspace.
      if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink())
        throw new Error(`${place} is a symbolic link`);
    }
    mkdirSync(folder, { recursive: true });
    const ignoreFile = join(state, '.gitignore');
    if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, '*\n');
    const temporary = join(folder, `${name}.${process.pid}.tmp`);
    writeFileSync(temporary, text);
    renameSync(temporary, join(workspace, path));
  } catch (error) {
    const message = `the report ${path} cannot be written: ${errorMessage(error)}`;
    throw new UserError('report.unwritable', message, { cause: error });
  }
  emit({ type: 'artifact', path: toldPath(workspace, path), kind });
  return path;
}

/** A report as JSON text: a head, and lists of which each row is a line, so that two reports can be compared. */
export function reportText(head: object, lists: Readonly<Record<string, readonly object[]>>): string {
  const rows = Object.entries(lists).map(
    ([name, list]) =>
      `  ${JSON.stringify(name)}: [${list.map((row) => `\n    ${JSON.stringify(row)}`).join(',')}\n  ]`,
  );
  return `${JSON.stringify({ version: 1, ...head }, null, 2).slice(0, -2)},\n${rows.join(',\n')}\n}\n`;
}

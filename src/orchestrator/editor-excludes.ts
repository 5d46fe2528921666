import { parse } from 'jsonc-parser';
import { withoutBraces } from '../library/build/excluded-paths.ts';

/** The file in which an editor keeps what holds for a workspace. */
export const editorSettingsFile = '.vscode/settings.json';

/**
 * What `files.exclude` and `search.exclude` in the settings of an editor hide, as patterns of an ignore file at the top
 * of the workspace. As in the editor, `search.exclude` has the last word on a pattern that stands in both; patterns
 * with a condition (`when`) hide nothing here. Null where the text is too deeply nested to be read.
 *
 * @param text JSON with comments
 */
export function editorExcludes(text: string): readonly string[] | null {
  let settings: unknown;
  try {
    settings = parse(text, [], { allowTrailingComma: true });
  } catch {
    return null;
  }
  const hidden = new Map([...entriesOf(settings, 'files.exclude'), ...entriesOf(settings, 'search.exclude')]);
  return [...hidden].flatMap(([pattern, value]) =>
    value === true && pattern !== '' ? withoutBraces(pattern).map(asInIgnoreFile) : [],
  );
}

function entriesOf(settings: unknown, key: string): [string, unknown][] {
  const block = isObject(settings) && Object.hasOwn(settings, key) ? settings[key] : undefined;
  return isObject(block) ? Object.entries(block) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A pattern of the editor begins at the top, unless it says otherwise; its signs have no other meaning. */
function asInIgnoreFile(pattern: string): string {
  const whole = pattern.replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length));
  return whole === '**' || whole.startsWith('**/') || whole.startsWith('/') ? whole : `/${whole}`;
}

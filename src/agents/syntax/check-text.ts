import { loadedOnce } from '../loaded-once.ts';
import type { CheckResult } from './check.ts';
import { sound } from './check.ts';
import type { Language } from './language.ts';

/** Languages that this process checks by itself. */
export type TextLanguage = Exclude<Language, 'python' | 'notebook' | 'shell'>;

// Parsers are large: each is loaded when the first file of its language comes.
const javascript = loadedOnce(() => import('./javascript.ts'));
const json = loadedOnce(() => import('./json.ts'));
const yaml = loadedOnce(() => import('./yaml.ts'));
const toml = loadedOnce(() => import('./toml.ts'));

/** Checks the text of one file. */
export async function checkText(language: TextLanguage, path: string, text: string): Promise<CheckResult> {
  if (text.trim() === '') return sound;
  switch (language) {
    case 'javascript':
      return (await javascript()).checkJavaScript(path, text);
    case 'json': {
      const result = (await json()).checkJson(path, text);
      // The old configuration of ESLint may be YAML too.
      return result.kind === 'fault' && path.endsWith('.eslintrc') ? (await yaml()).checkYaml(text) : result;
    }
    case 'yaml':
      return (await yaml()).checkYaml(text);
    case 'toml':
      return (await toml()).checkToml(text);
  }
}

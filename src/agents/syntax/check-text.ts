import type { CheckResult } from './check.ts';
import { sound } from './check.ts';
import { checkJavaScript } from './javascript.ts';
import { checkJson } from './json.ts';
import type { Language } from './language.ts';
import { checkToml } from './toml.ts';
import { checkYaml } from './yaml.ts';

/** Languages that this process checks by itself. */
export type TextLanguage = Exclude<Language, 'python' | 'notebook' | 'shell'>;

/** Checks the text of one file. */
export function checkText(language: TextLanguage, path: string, text: string): CheckResult {
  if (text.trim() === '') return sound;
  switch (language) {
    case 'javascript':
      return checkJavaScript(path, text);
    case 'json': {
      const result = checkJson(path, text);
      // The old configuration of ESLint may be YAML too.
      return result.kind === 'fault' && path.endsWith('.eslintrc') ? checkYaml(text) : result;
    }
    case 'yaml':
      return checkYaml(text);
    case 'toml':
      return checkToml(text);
  }
}

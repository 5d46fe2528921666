import type { YAMLError } from 'yaml';

/** What is wrong with a text as YAML. */
export interface YamlProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly offset: number;
  /** The offset behind what is wrong. */
  readonly end: number;
  readonly message: string;
}

/** A syntax error of the YAML parser in words that say what to do. */
export function explainYamlError(error: YAMLError): { readonly code: string; readonly message: string } {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { code: 'yaml-tab', message: 'tabs cannot indent in YAML: use spaces' };
    case 'RESOURCE_EXHAUSTION':
      return { code: 'too-deep', message: 'this is nested too deep to be read' };
    case 'BAD_INDENT':
      return { code: 'yaml-indent', message: `${plain(error)}: indent it like its neighbours` };
    case 'BLOCK_IN_FLOW':
      return { code: 'yaml-syntax', message: `${plain(error)}: a bracket above is not closed` };
    case 'BAD_SCALAR_START':
      return { code: 'yaml-syntax', message: `${plain(error)}: put the text in quotes` };
    default:
      return { code: 'yaml-syntax', message: `this is not YAML: ${plain(error)}` };
  }
}

/** The parser's own sentence, fit to stand inside another one. */
function plain(error: YAMLError): string {
  const message = error.message.replace(/\s+/g, ' ').replace('"quote', '" quote').trim().replace(/\.$/, '');
  return message.charAt(0).toLowerCase() + message.slice(1);
}

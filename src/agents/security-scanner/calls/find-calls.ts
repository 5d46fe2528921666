import type { Grammar } from '../../../syntax-tree/grammar.ts';
import { type SyntaxParser, syntaxParser } from '../../../syntax-tree/syntax-parser.ts';
import type { SecurityFinding } from '../security-finding.ts';
import { fixOf, placeOf, TextPlaces } from '../text-places.ts';
import type { CallFinding } from './call-finding.ts';
import { judgeJavaScript } from './javascript-calls.ts';
import { readJavaScript } from './javascript-program.ts';
import { judgePython } from './python-calls.ts';
import { readPython } from './python-program.ts';

/**
 * Signs without which no rule finds anything in a text, so that it is not read into a tree. Each list is of pairs: the
 * text must match both.
 */
type Signs = readonly (readonly [RegExp, RegExp | null])[];

const secretWords =
  /token|secret|passw|passphrase|pwd|nonce|salt|csrf|otp|key|session|code|credential|signature/i;

const pythonSigns: Signs = [
  [
    /\b(eval|exec|system|popen|getoutput|getstatusoutput|create_subprocess_shell|c?[pP]ickle5?|dill|cloudpickle|marshal|jsonpickle|read_pickle|allow_pickle|yaml|mktemp|tempnam|tmpnam|_create_unverified_context|CERT_NONE|extractall|setFeature|resolve_entities)\b/,
    null,
  ],
  [/\b(shell|debug)\s*=\s*True\b|\b(verify|verify_ssl|ssl)\s*=\s*False\b/, null],
  [/\brandom\b/, secretWords],
  [/\bhashlib\b/, secretWords],
  [
    /\b(execute|executemany|executescript|mogrify|raw)\b/,
    /\b(select|insert|update|delete|replace|with|merge|call|exec|alter|create)\b/i,
  ],
];
const javascriptSigns: Signs = [
  [
    /\b(eval|Function\s*\(|shelljs|execa|insertAdjacentHTML|write(ln)?\s*\(|dangerouslySetInnerHTML|rejectUnauthorized|strictSSL|NODE_TLS_REJECT_UNAUTHORIZED|createCipher|createDecipher|Buffer\s*\()|\b(inner|outer)HTML['"`\]]*\s*\+?=|['"](node:)?vm['"]|\bset(Timeout|Interval)\(\s*["'`]/,
    null,
  ],
  [/child_process|cross-spawn/, /\bexec(Sync)?\b|\bshell\b/],
  [/\bMath\.random\b/, secretWords],
  [/\bcreateHash\b/, secretWords],
  [
    /\b(SELECT|INSERT INTO|DELETE FROM|UPDATE|select\s[^;]{0,200}\sfrom|insert\s+into|delete\s+from|update\s[^;]{0,100}\sset)\b/,
    /\b(query|execute|raw|all|get|run|exec|each|prepare|unsafe|\w*RawUnsafe)\b/,
  ],
];

function hasSign(text: string, signs: Signs): boolean {
  return signs.some(([one, other]) => one.test(text) && (other === null || other.test(text)));
}

/** Letters of a text above which no tree is made of it: nobody wrote so much code in one file. */
export const mostCode = 1_000_000;

/** Finds the dangerous calls of texts of code. */
export class CallFinder {
  readonly #parsers = new Map<Grammar, SyntaxParser>();

  /** The dangerous calls of a text, by their place. */
  async find(path: string, grammar: Grammar, text: string): Promise<SecurityFinding[]> {
    const isPython = grammar === 'python';
    if (!hasSign(text, isPython ? pythonSigns : javascriptSigns)) return [];
    const parser = await this.#parser(grammar);
    const found = parser.read(text, (root) => {
      const { candidates } = isPython ? readPython(root) : readJavaScript(root);
      return candidates.map(isPython ? judgePython : judgeJavaScript).filter((finding) => finding !== null);
    });
    if (found === null || found.length === 0) return [];
    const places = new TextPlaces(text);
    return found.sort((a, b) => a.start - b.start).map((finding) => placed(path, places, finding));
  }

  async #parser(grammar: Grammar): Promise<SyntaxParser> {
    const known = this.#parsers.get(grammar);
    if (known !== undefined) return known;
    const parser = await syntaxParser(grammar);
    this.#parsers.set(grammar, parser);
    return parser;
  }
}

function placed(
  path: string,
  places: TextPlaces,
  { rule, message, severity, fix, ...range }: CallFinding,
): SecurityFinding {
  return {
    rule,
    path,
    message,
    ...placeOf(places, range),
    ...(severity === undefined ? {} : { severity }),
    ...(fix === undefined ? {} : { fix: fixOf(places, fix.title, fix.edits) }),
  };
}

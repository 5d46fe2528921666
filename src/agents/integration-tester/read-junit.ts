import { parseXml, XmlCdata, XmlElement, XmlText } from '@rgrove/parse-xml';
import {
  countTests,
  firstLine,
  largestJunit,
  type Reading,
  type SuiteTrouble,
  shortened,
  type TestCase,
} from './test-result.ts';

/**
 * The results in a JUnit XML file; null where it is none. Entities of its own are not expanded, and what nests too
 * deeply is refused.
 */
export function readJunit(text: string): Reading | null {
  if (text.length > largestJunit) return null;
  let root: XmlElement | null;
  try {
    // XML knows no control characters; runners write what a test printed.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
    root = parseXml(text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd').toWellFormed(), {
      ignoreUndefinedEntities: true,
    }).root;
  } catch {
    return null;
  }
  if (root === null || !/^testsuites?$/.test(root.name)) return null;
  const tests: TestCase[] = [];
  let trouble: SuiteTrouble | null = null;
  const open: Open[] = [{ element: root, groups: [], pytest: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { element, groups, pytest } = next;
    if (element.name === 'testcase') tests.push(readCase(element, groups, pytest));
    else if (element.name === 'error') trouble ??= { message: messageOf(element), detail: textOf(element) };
    if (!/^testsuites?$/.test(element.name)) continue;
    const within = withinSuite(next);
    for (const child of element.children.toReversed())
      if (child instanceof XmlElement) open.push({ element: child, ...within });
  }
  return { format: 'JUnit', tests, counts: countTests(tests), trouble };
}

/** An element that is still to be read, and the names of the suites around it that belong to the names of its tests. */
interface Open {
  readonly element: XmlElement;
  readonly groups: readonly string[];
  readonly pytest: boolean;
}

/**
 * What holds for what is in a suite. Suites within suites are groups of tests; an outermost one mostly is a file, whose
 * name tests repeat. Node writes its groups right below a root without attributes.
 */
function withinSuite({ element, groups, pytest }: Open): Omit<Open, 'element'> {
  const { name } = element.attributes;
  if (element.name !== 'testsuite' || name === undefined) return { groups, pytest };
  if (name === 'pytest') return { groups, pytest: true };
  const { parent } = element;
  const isGroup =
    parent instanceof XmlElement &&
    (parent.name === 'testsuite' || Object.keys(parent.attributes).length === 0);
  return { groups: isGroup ? [...groups, name] : groups, pytest };
}

function readCase(element: XmlElement, groups: readonly string[], pytest: boolean): TestCase {
  const { name = '', classname = '', file, line, time } = element.attributes;
  const children = element.children.filter((child) => child instanceof XmlElement);
  const failure = children.find((child) => child.name === 'failure' || child.name === 'error');
  const skip = children.find((child) => child.name === 'skipped' || child.name === 'disabled');
  const told = failure ?? skip;
  const at = line === undefined ? Number.NaN : Number(line) + (pytest ? 1 : 0);
  const seconds = time === undefined ? Number.NaN : Number(time.replaceAll(',', ''));
  const said = told === undefined ? '' : messageOf(told);
  // Node writes so that no reason was given.
  const message = failure === undefined && said === 'true' ? '' : said;
  return {
    name: shortened(
      [...groups, classOf(classname, file, groups), name].filter((part) => part !== '').join(' > '),
    ),
    status: failure !== undefined ? 'failed' : skip !== undefined ? 'skipped' : 'passed',
    file: file === undefined || file === '' ? null : file,
    line: Number.isInteger(at) && at > 0 ? at : null,
    durationMs: seconds >= 0 && seconds < 1e9 ? Math.round(seconds * 1000) : null,
    message: message === '' ? null : message,
    detail: told === undefined ? '' : textOf(told),
  };
}

/** What a class name says besides the file: of `tests.test_a.TestAdd` in `tests/test_a.py`, `TestAdd`. */
function classOf(classname: string, file: string | undefined, groups: readonly string[]): string {
  if (classname === 'test' || groups.includes(classname)) return '';
  if (file === undefined) return classname;
  const module = file.replace(/\.\w+$/, '').replaceAll(/[/\\]/g, '.');
  if (classname === module || classname === file) return '';
  return classname.startsWith(`${module}.`) ? classname.slice(module.length + 1) : classname;
}

function messageOf(element: XmlElement): string {
  const message = firstLine(element.attributes.message ?? '');
  const text = textOf(element);
  // pytest says of a module that cannot be imported only that; the reason is marked in the text.
  const marked = [...text.matchAll(/^E[ \t]+(\w[\w.]*(?:Error|Exception|Exit|Interrupt|Warning)\b.*)$/gm)].at(
    -1,
  )?.[1];
  if (message === '' || message === 'collection failure' || /^failed on setup with /.test(message))
    return marked === undefined ? message || firstLine(text) : shortened(marked);
  return message;
}

function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (child instanceof XmlText || child instanceof XmlCdata ? child.text : ''))
    .join('');
}

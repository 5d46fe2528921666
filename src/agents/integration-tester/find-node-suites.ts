import type { TestFramework } from '../../builtin/integration-tester.ts';
import type { Suite } from './suite.ts';
import type { TestEvidence } from './test-evidence.ts';
import { folderOf, liesIn, nearestFolder } from './test-paths.ts';

interface Package {
  readonly path: string;
  readonly folder: string;
  /** The script `test`, null where there is none that tests. */
  readonly script: string | null;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
}

/** The scripts `test` of packages, and files of `node --test` that no script runs. */
export function findNodeSuites(evidence: TestEvidence, frameworks: ReadonlySet<TestFramework>): Suite[] {
  const packages = evidence.manifests
    .filter((path) => /(^|\/)package\.json$/.test(path))
    .flatMap((path) => readPackage(path, evidence.read(path)) ?? []);
  const scripted = packages.filter(({ script }) => script !== null);
  const suites: Suite[] = [];
  if (frameworks.has('npm')) {
    for (const own of scripted) {
      if (
        scripted.some(
          (above) =>
            above !== own && liesIn(own.folder, above.folder) && runsPackagesBelow(above, own.folder),
        )
      )
        continue;
      const line = scriptLine(evidence.read(own.path) ?? '');
      suites.push({
        kind: 'npm',
        title: 'npm test',
        folder: own.folder,
        definedIn: line === null ? { path: own.path } : { path: own.path, line },
        script: own.script ?? '',
        dependencies: own.dependencies,
      });
    }
  }
  if (frameworks.has('node')) suites.push(...nodeTests(evidence, packages, scripted));
  return suites;
}

/** Files that use `node:test`, by the package that they belong to; a script of a package around them is taken to run them. */
function nodeTests(
  evidence: TestEvidence,
  packages: readonly Package[],
  scripted: readonly Package[],
): Suite[] {
  const byFolder = new Map<string, string[]>();
  const folders = packages.map(({ folder }) => folder);
  for (const path of evidence.files) {
    if (!/\.[cm]?[jt]s$/.test(path) || path.endsWith('.d.ts')) continue;
    if (scripted.some(({ folder }) => liesIn(path, folder))) continue;
    const text = evidence.read(path);
    if (text === null || !usesNodeTest(text)) continue;
    const folder = nearestFolder(path, folders) ?? '';
    const list = byFolder.get(folder);
    if (list) list.push(path);
    else byFolder.set(folder, [path]);
  }
  return [...byFolder].map(([folder, files]) => ({
    kind: 'node',
    title: 'node --test',
    folder,
    definedIn: { path: files[0] ?? '.' },
    files,
  }));
}

function usesNodeTest(text: string): boolean {
  return (
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]node:test['"]/.test(text) &&
    /\b(?:test|it|describe|suite)(?:\.\w+)?\s*\(/.test(text)
  );
}

function readPackage(path: string, text: string | null): Package | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return null; // The smoke test tells what is wrong with it.
  }
  if (value === null || typeof value !== 'object') return null;
  const scripts = textsOf('scripts' in value ? value.scripts : null);
  const test = scripts.test ?? '';
  const names = ['dependencies', 'devDependencies'].flatMap((key) =>
    Object.keys(textsOf(key in value ? value[key as keyof typeof value] : null)),
  );
  return {
    path,
    folder: folderOf(path),
    script: isRealScript(test) ? test : null,
    scripts,
    dependencies: names,
  };
}

function textsOf(value: unknown): Record<string, string> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Whether a script tests anything: not what `npm init` writes, and not one that only says something. */
export function isRealScript(script: string): boolean {
  if (script.trim() === '' || /no tests? (is |are )?(specified|yet|defined)/i.test(script)) return false;
  return !/^\s*((echo|printf)\b[^&|;<>]*|exit \d+|true|:)\s*((&&|;)\s*(exit \d+|true)\s*)?$/.test(script);
}

const recursive =
  /--workspaces?\b|\s-ws?\b|\b(lerna|turbo|nx|rush|wsrun|lage|moon|ultra)\b|\b(pnpm|yarn|bun)\b.*(\s-r\b|--recursive|workspaces|--filter|--workspace-concurrency)/;

/** Whether the script of a package runs those of packages below it, or of this one. */
function runsPackagesBelow({ script, scripts, folder }: Package, below: string): boolean {
  const inside = folder === '' ? below : below.slice(folder.length + 1);
  const seen = new Set<string>();
  const open = [script ?? ''];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    if (recursive.test(text) || text.includes(inside)) return true;
    for (const [, name = ''] of text.matchAll(
      /\b(?:npm(?: run)?|yarn(?: run)?|pnpm(?: run)?|run-[sp]|npm-run-all)\s+([\w:.-]+)/g,
    )) {
      const next = scripts[name];
      if (next === undefined || seen.has(name)) continue;
      seen.add(name);
      open.push(next);
    }
  }
  return false;
}

/** The line of the script `test`, from 1; null where it is not found. */
function scriptLine(text: string): number | null {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => /"scripts"\s*:/.test(line));
  const at = lines.findIndex((line, index) => index >= from && /"test"\s*:/.test(line));
  return from === -1 || at === -1 ? null : at + 1;
}

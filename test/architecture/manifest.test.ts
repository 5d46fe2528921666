import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readAttachArguments, readLaunchArguments } from '../../src/debug/launch-arguments.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
}

interface Step {
  readonly completionEvents: readonly string[];
}

interface DebugConfiguration {
  readonly type: string;
  readonly request: 'launch' | 'attach';
  readonly name: string;
  readonly [argument: string]: unknown;
}

interface DebuggerContribution {
  readonly configurationAttributes: Readonly<
    Record<'launch' | 'attach', { readonly properties: Readonly<Record<string, unknown>> }>
  >;
  readonly initialConfigurations: readonly DebugConfiguration[];
  readonly configurationSnippets: readonly { readonly body: unknown }[];
}

/** A snippet as it is once somebody has accepted every suggestion. */
function filledIn(body: unknown): DebugConfiguration {
  const text = JSON.stringify(body)
    .replace(/"\^((?:[^"\\]|\\.)*)"/g, (_whole, value: string) => value.replaceAll('\\"', '"'))
    .replace(/\\+(?=\$)/g, '')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1');
  return JSON.parse(text) as DebugConfiguration;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly colors: readonly { readonly id: string }[];
    readonly viewsWelcome: readonly { readonly view: string; readonly when?: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    readonly [other: string]: unknown;
  };
}

/** Every text within a JSON value, with the key that it stands under. */
function texts(value: unknown, key = ''): { readonly key: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((part) => texts(part, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => texts(part, name));
}

/** All that a pattern with one group finds. */
function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

describe('manifest', () => {
  const manifest = JSON.parse(textOf('package.json')) as Manifest;
  const nls = JSON.parse(textOf('package.nls.json')) as Readonly<Record<string, string>>;
  const { contributes } = manifest;
  const commands = contributes.commands.map(({ command }) => command);
  const views = Object.values(contributes.views).flatMap((container) => container.map(({ id }) => id));
  const settings = Object.keys(contributes.configuration.properties);
  const sources = ['src/extension.ts', ...globSync('src/vscode/**/*.ts', { cwd: root })].map(textOf);
  const source = sources.join('\n');

  it('has a text for every key, and no text that nobody asks for', () => {
    const keys = texts(manifest).flatMap(({ text }) => found(text, /^%(.+)%$/g));
    assert.deepEqual(unique(keys), Object.keys(nls).sort());
    for (const [key, text] of Object.entries(nls)) assert.notEqual(text.trim(), '', key);
  });

  it('says to people only what can be translated', () => {
    const shown = new Set([
      'title',
      'description',
      'markdownDescription',
      'altText',
      'enumDescriptions',
      'contents',
    ]);
    // Names are the same in every language.
    const wrong = texts(contributes).filter(
      ({ key, text }) => shown.has(key) && !text.startsWith('%') && text !== 'Dodeca',
    );
    assert.deepEqual(wrong, []);
  });

  it('has at most 40 commands, 40 settings and 5 views, each once', () => {
    assert.deepEqual(unique(commands), [...commands].sort());
    assert.ok(commands.length <= 40, `${commands.length} commands`);
    assert.ok(settings.length <= 40, `${settings.length} settings`);
    assert.ok(views.length <= 5, `${views.length} views`);
  });

  it('has its commands under one category and one prefix', () => {
    const wrong = contributes.commands.filter(
      ({ command, category }) => category !== 'Dodeca' || !command.startsWith('dodeca.'),
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      settings.filter((name) => !name.startsWith('dodeca.')),
      [],
    );
  });

  it('contributes every command that a menu, a welcome text or a walkthrough names', () => {
    const { menus, viewsWelcome, walkthroughs } = contributes;
    const mentioned = [
      ...Object.values(menus).flatMap((items) => items.map(({ command }) => command)),
      ...Object.values(nls).flatMap((text) => found(text, /\(command:([\w.]+)/g)),
      ...texts([viewsWelcome, walkthroughs]).flatMap(({ text }) => found(text, /^onCommand:(.+)$/g)),
    ].filter((name) => name.startsWith('dodeca.'));
    assert.ok(mentioned.length > commands.length);
    assert.deepEqual(
      mentioned.filter((name) => !commands.includes(name)),
      [],
    );
  });

  it('contributes every name that the sources use', () => {
    const contexts = found(source, /'setContext',\s*'([\w.]+)'/g);
    const items = found(source, /createStatusBarItem\(\s*'([\w.]+)'/g);
    const colors = contributes.colors.map(({ id }) => id);
    const known = new Set([
      ...[...commands, ...settings, ...contexts, ...items, ...colors],
      ...views.flatMap((id) => [id, `${id}.focus`]),
      // The part of the settings that runs are asked for with.
      'dodeca.run',
      ...['dodeca.yaml', 'dodeca.yml'],
    ]);
    const used = found(source, /['"`](dodeca\.[A-Za-z][A-Za-z.]*)['"`]/g);
    assert.ok(used.length > 10);
    assert.deepEqual(unique(used.filter((name) => !known.has(name))), []);
  });

  it('asks in `when` only for what the sources set', () => {
    const contexts = found(source, /'setContext',\s*'([\w.]+)'/g);
    const conditions = texts(contributes).filter(({ key }) => key === 'when');
    const asked = conditions.flatMap(({ text }) =>
      // Comparisons with the names of views, and those names in regular expressions, are no contexts.
      found(text.replace(/view\s*(==|=~)\s*\S+/g, ''), /\b(dodeca\.[A-Za-z][\w.]*)/g),
    );
    assert.ok(asked.length > 0);
    assert.deepEqual(unique(asked.filter((name) => !contexts.includes(name))), []);
    const named = [
      ...conditions.flatMap(({ text }) => found(text, /view == ([\w.]+)/g)),
      ...contributes.viewsWelcome.map(({ view }) => view),
    ];
    assert.deepEqual(unique(named.filter((id) => !views.includes(id))), []);
  });

  it('contributes every setting that is read, and each is read', () => {
    const readers = sources.flatMap((text) =>
      found(text, /getConfiguration\(\s*'(dodeca[\w.]*)'/g).map((prefix) => ({ prefix, text })),
    );
    const read = readers.flatMap(({ prefix, text }) =>
      found(text, /\.get(?:<[^>()]*>)?\(\s*'([\w.]+)'/g).map((name) => `${prefix}.${name}`),
    );
    assert.deepEqual(unique(read.filter((name) => !settings.includes(name))), []);
    const literals = new Set(
      readers.flatMap(({ prefix, text }) => found(text, /'([\w.]+)'/g).map((name) => `${prefix}.${name}`)),
    );
    assert.deepEqual(
      settings.filter((name) => !literals.has(name)),
      [],
    );
  });

  it('explains every setting, and every value of it', () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      assert.ok('default' in setting && 'scope' in setting, name);
      assert.ok('description' in setting || 'markdownDescription' in setting, name);
      const { enum: values = [], enumDescriptions = [] } = setting;
      assert.equal(
        (enumDescriptions as readonly string[]).length,
        (values as readonly string[]).length,
        name,
      );
    }
  });

  it('names files that exist', () => {
    const places = new Set([
      'icon',
      'path',
      'light',
      'dark',
      'svg',
      'image',
      'markdown',
      'configuration',
      'url',
    ]);
    // The defaults of colours are called light and dark as well.
    const { colors: _, ...others } = contributes;
    const files = texts(others)
      .filter(({ key, text }) => places.has(key) && !text.startsWith('$(') && !/^https?:/.test(text))
      .map(({ text }) => text);
    assert.ok(files.length > 5);
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(root, file))),
      [],
    );
    const unused = globSync('media/walkthrough/*', { cwd: root }).filter(
      (file) => !files.includes(file.replaceAll(path.sep, '/')),
    );
    assert.deepEqual(unused, []);
  });

  it('wakes up for what is ours alone', () => {
    // Views, commands, languages and task types wake it up without a word here.
    const specific =
      /^(workspaceContains:[\w.-]+|onLanguage:[\w-]+|onDebug\w*:dodeca[\w-]*|onFileSystem:dodeca[\w-]*)$/;
    assert.ok(manifest.activationEvents.length > 0);
    assert.deepEqual(
      manifest.activationEvents.filter((event) => !specific.test(event)),
      [],
    );
  });

  it('offers debug configurations that the debugger takes, with all that it knows and nothing else', () => {
    const [debuggers] = contributes.debuggers as readonly DebuggerContribution[];
    assert.ok(debuggers);
    const { configurationAttributes, initialConfigurations, configurationSnippets } = debuggers;
    const offered = [...initialConfigurations, ...configurationSnippets.map(({ body }) => filledIn(body))];
    assert.ok(offered.length > 5);
    for (const { type, request, name, ...args } of offered) {
      assert.equal(type, 'dodeca');
      assert.ok(name);
      const known = Object.keys(configurationAttributes[request].properties);
      assert.deepEqual(
        Object.keys(args).filter((key) => !known.includes(key)),
        [],
      );
      if ('connect' in args) continue;
      const read = request === 'launch' ? readLaunchArguments(args, null) : readAttachArguments(args, null);
      assert.deepEqual({ ...read, ...args }, read, 'nothing of it is ignored');
    }
  });

  it('has a walkthrough of five steps that are completed by doing them', () => {
    assert.deepEqual(
      contributes.walkthroughs.map(({ id, steps }) => [id, steps.length]),
      [['dodeca.start', 5]],
    );
    const events = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.map((step) => step.completionEvents),
    );
    for (const own of events) {
      assert.ok(own.length > 0);
      for (const event of own) {
        const [kind, name = ''] = event.split(':');
        assert.ok(
          kind === 'onCommand' ? commands.includes(name) : kind === 'onView' && views.includes(name),
          event,
        );
      }
    }
  });
});

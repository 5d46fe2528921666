import type { CacheSettings, DebugSettings, DeclaredLimits, LibrarySettings } from '../model/definition.ts';
import { type AnalysisContext, checkedBy } from './analysis-context.ts';
import { checkEnvironment, environmentOf } from './check-environment.ts';
import {
  cacheSchema,
  debugSchema,
  definitionSchema,
  librarySchema,
  limitsSchema,
} from './definition-schema.ts';
import { compileRedaction } from './redaction-pattern.ts';
import { shapeOf } from './schema-shape.ts';
import { listed } from './suggest.ts';
import { leavesWorkspace } from './workspace-path.ts';
import { entriesOf, entryOf, itemsOf, textOf, type YamlNode } from './yaml-node.ts';

/** What a definition says for all of its agents together. */
export interface Settings {
  readonly limits: DeclaredLimits;
  readonly env: Readonly<Record<string, string>>;
  readonly redact: readonly string[];
  readonly cache: CacheSettings;
  readonly library: LibrarySettings;
  readonly debug: DebugSettings;
}

/** The settings of a definition; what is wrong with them is told, and read as not written. */
export function checkSettings(context: AnalysisContext): Settings {
  checkKeys(context);
  const { shape } = definitionSchema;
  // A block that holds nothing, or only comments, is read as not written.
  const block = (name: string): YamlNode | undefined => {
    const node = entryOf(context.root, name)?.node;
    return node?.value === null ? undefined : node;
  };
  const version = entryOf(context.root, 'version')?.node;
  if (version) checkedBy(context, shape.version, version, 'version');
  for (const name of ['agents', 'clusters', 'phases', 'pipelines'])
    checkIsMapping(context, name, block(name));
  const env = block('env');
  if (env) checkedBy(context, shape.env, env, 'env');
  checkEnvironment(context, env);
  const [limits, cache, debug] = [block('limits'), block('cache'), block('debug')];
  const declared = limits ? checkedBy(context, limitsSchema, limits, 'limits') : undefined;
  const kept = cache ? checkedBy(context, cacheSchema, cache, 'cache') : undefined;
  const debugging = debug ? checkedBy(context, debugSchema, debug, 'debug') : undefined;
  const results = kept ?? cacheSchema.parse({});
  return {
    // Limits that cannot be read say nothing against a need.
    limits: limits && !declared ? { cpu: Infinity, memory: Infinity } : written(declared ?? {}),
    env: environmentOf(env),
    redact: checkRedact(context, block('redact')),
    cache: { maxBytes: results.max_size, ttlMs: results.ttl, eviction: results.eviction },
    library: checkLibrary(context, block('library')),
    debug: { enabled: debugging?.enabled ?? true, waitForClient: debugging?.wait_for_client ?? false },
  };
}

function checkKeys({ root, problems, suggestions }: AnalysisContext): void {
  const known = new Set(Object.keys(shapeOf(definitionSchema)));
  for (const [name, { key }] of entriesOf(root)) {
    if (known.has(name)) continue;
    const meant = suggestions.of(name, known, `: there are ${listed(known)}`);
    problems.error('unknown-key', key, `\`${name}\` is not known here${meant.hint}`, meant);
  }
}

function checkIsMapping({ problems }: AnalysisContext, name: string, node: YamlNode | undefined): void {
  if (!node || node.kind === 'map') return;
  const what = node.kind === 'list' ? 'a list' : 'a text';
  problems.error('wrong-type', node, `\`${name}\` must be a mapping of names, not ${what}`);
}

function checkRedact(context: AnalysisContext, node: YamlNode | undefined): readonly string[] {
  const patterns = node ? checkedBy(context, definitionSchema.shape.redact, node, 'redact') : undefined;
  for (const item of itemsOf(node)) {
    const compiled = compileRedaction(textOf(item) ?? 'not a text');
    if (compiled.ok) continue;
    context.problems.error('bad-pattern', item, `this pattern cannot be used: ${compiled.error}`);
  }
  return patterns ?? [];
}

function checkLibrary(context: AnalysisContext, node: YamlNode | undefined): LibrarySettings {
  const declared = node ? checkedBy(context, librarySchema, node, 'library') : undefined;
  for (const item of itemsOf(node && entryOf(node, 'exclude')?.node)) {
    const pattern = textOf(item) ?? '';
    // A `/` in front means the top of the workspace.
    if (!leavesWorkspace(pattern.replace(/^(!?)\//, '$1'))) continue;
    const message = `\`exclude\` must stay within the workspace: \`${pattern}\` leads out of it`;
    context.problems.error('outside-workspace', item, message);
  }
  const { index, exclude, max_file_size } = declared ?? librarySchema.parse({});
  return { index, exclude, maxFileBytes: max_file_size };
}

/** Without the keys that stand for nothing: what is not written comes from the machine. */
function written(limits: { [K in keyof DeclaredLimits]: DeclaredLimits[K] | undefined }): DeclaredLimits {
  const { concurrency, cpu, memory } = limits;
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
  };
}

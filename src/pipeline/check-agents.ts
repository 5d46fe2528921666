import { builtinAgents } from '../builtin/builtin-agents.ts';
import { formatBytes, plural } from '../common/text.ts';
import type { AgentDefinition, AgentProgram, DeclaredLimits, LockNeed } from '../model/definition.ts';
import { type AgentEntry, agentSchema } from './agent-schema.ts';
import { type AnalysisContext, checkedBy, rightPartOf } from './analysis-context.ts';
import { checkEnvironment, environmentOf } from './check-environment.ts';
import type { Declared } from './definition-outline.ts';
import { limitsOn } from './machine.ts';
import { badName } from './name-rule.ts';
import { agentOf } from './resolve-agent.ts';
import { leavesWorkspace, normalFolder, scriptPath } from './workspace-path.ts';
import { entryOf, itemsOf, nodeAt, writtenText, type YamlNode } from './yaml-node.ts';

/** The declared agents that are right; what is wrong with the others is told. */
export function checkAgents(context: AnalysisContext, limits: DeclaredLimits): AgentDefinition[] {
  const locks = new Map<string, { readonly slots: number; readonly line: number }>();
  return context.outline.agents.flatMap((declared) => {
    const right = checkedBy(context, agentSchema, declared.node, declared.name);
    // What is wrong with one key hides nothing that is wrong with the others.
    const entry = right ?? rightPartOf(agentSchema, declared.node);
    if (entry === undefined) return [];
    const program = checkProgram(context, declared, entry, right !== undefined);
    const parameters = checkParameters(context, declared, entry, program);
    checkFiles(context, declared, entry, program);
    checkEnvironment(context, entryOf(declared.node, 'env')?.node);
    checkLocks(context, declared, entry, locks);
    checkNeeds(context, declared, entry, limits);
    const environment = environmentOf(entryOf(declared.node, 'env')?.node);
    return program && parameters ? [agentOf(declared.name, entry, program, parameters, environment)] : [];
  });
}

/** What the agent runs; undefined where that is not told exactly once, or names no built-in agent. */
function checkProgram(
  { problems, suggestions }: AnalysisContext,
  { name, key, node }: Declared,
  entry: AgentEntry,
  complete: boolean,
): AgentProgram | undefined {
  const given = (['uses', 'file', 'run'] as const).filter((word) => entry[word] !== undefined);
  // The key that is missing may be the one that is misspelt.
  if (given.length === 0 && !complete) return undefined;
  if (given.length !== 1) {
    const message =
      given.length === 0
        ? `\`${name}\` has nothing to run: give it one of \`uses\`, \`file\` and \`run\``
        : `\`${name}\` has ${given.map((word) => `\`${word}\``).join(' and ')}: keep one of them`;
    const second = given[1] === undefined ? undefined : entryOf(node, given[1])?.key;
    problems.error('agent-program', second ?? key, message, second ? { name: String(given[1]) } : {});
    return undefined;
  }
  for (const word of ['interpreter', 'args'] as const) {
    const place = entryOf(node, word)?.key;
    if (place && entry.file === undefined) {
      const message = `\`${word}\` goes with \`file\`, not with \`${given[0]}\``;
      problems.error('agent-program', place, message, { name: word });
    }
  }
  if (entry.run !== undefined) return { kind: 'shell', command: entry.run };
  if (entry.file !== undefined) {
    const { file, interpreter } = entry;
    const command = typeof interpreter === 'string' ? [interpreter] : (interpreter ?? null);
    const args = itemsOf(entryOf(node, 'args')?.node).map(writtenText);
    return { kind: 'file', path: file, interpreter: command, args };
  }
  const builtin = (entry.uses ?? '').slice('builtin:'.length);
  if (builtinAgents.has(builtin)) return { kind: 'builtin', name: builtin };
  const known = new Set(builtinAgents.keys());
  const meant = suggestions.of(builtin, known, `: there are ${[...known].join(', ')}`);
  const place = entryOf(node, 'uses')?.node ?? key;
  problems.error('unknown-builtin', place, `there is no built-in agent \`${builtin}\`${meant.hint}`, meant);
  return undefined;
}

function checkParameters(
  context: AnalysisContext,
  { node }: Declared,
  entry: AgentEntry,
  program: AgentProgram | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const builtin = program?.kind === 'builtin' ? builtinAgents.get(program.name) : undefined;
  if (!builtin) return entry.with;
  const given: YamlNode = entryOf(node, 'with')?.node ?? {
    kind: 'map',
    value: {},
    entries: new Map(),
    size: 1,
    start: node.start,
    end: node.end,
  };
  return checkedBy(context, builtin.parameters, given, 'with');
}

function checkFiles(
  { problems, fileExists }: AnalysisContext,
  { name, key, node }: Declared,
  entry: AgentEntry,
  program: AgentProgram | undefined,
): void {
  const outside = (written: string, place: YamlNode | undefined, what: string): void => {
    if (!leavesWorkspace(written)) return;
    const message = `${what} must stay within the workspace: \`${written}\` leads out of it`;
    problems.error('outside-workspace', place ?? key, message);
  };
  if (entry.cwd !== undefined) outside(entry.cwd, entryOf(node, 'cwd')?.node, '`cwd`');
  for (const word of ['inputs', 'outputs'] as const) {
    entry[word].forEach((pattern, index) => {
      outside(pattern, nodeAt(node, [word, index]), `\`${word}\``);
    });
  }
  if (program?.kind === 'file') {
    const path = scriptPath(entry.cwd === undefined ? null : normalFolder(entry.cwd), program.path);
    if (!fileExists(path)) {
      const message = `\`${path}\` does not exist: unless an agent before it writes it, \`${name}\` will fail`;
      problems.warning('missing-script', entryOf(node, 'file')?.node ?? key, message, { name: path });
    }
  }
  if (entry.cache && entry.inputs.length === 0) {
    const message = `\`${name}\` names no \`inputs\`: its result would serve whatever has changed`;
    problems.warning('cache-without-inputs', entryOf(node, 'cache')?.key ?? key, message);
  }
}

function checkLocks(
  { problems }: AnalysisContext,
  { node }: Declared,
  entry: AgentEntry,
  known: Map<string, { readonly slots: number; readonly line: number }>,
): void {
  const own = new Set<string>();
  entry.locks.forEach((written, index) => {
    const { name, slots }: LockNeed = typeof written === 'string' ? { name: written, slots: 1 } : written;
    const place = nodeAt(node, ['locks', index]) ?? node;
    const bad = badName(name);
    if (bad !== null) problems.error('bad-name', place, `the name of a lock ${bad}`);
    if (own.has(name))
      problems.error('duplicate-lock', place, `the lock \`${name}\` stands here twice: keep one`);
    own.add(name);
    const first = known.get(name);
    if (!first) known.set(name, { slots, line: problems.lineOf(place.start) });
    else if (first.slots !== slots) {
      const message = `the lock \`${name}\` has ${plural(slots, 'slot')} here and ${first.slots} on line ${first.line}: give it the same number everywhere`;
      problems.error('lock-slots', place, message);
    }
  });
}

function checkNeeds(
  { problems, machine }: AnalysisContext,
  { name, node }: Declared,
  entry: AgentEntry,
  declared: DeclaredLimits,
): void {
  const limits = limitsOn(machine, declared);
  const { cpu = 0, memory = 0 } = entry.resources ?? {};
  const tell = (word: 'cpu' | 'memory', need: string, limit: string): void => {
    const whose = declared[word] === undefined ? 'what this machine allows' : 'the limit';
    const place = nodeAt(node, ['resources', word]) ?? node;
    const message = `\`${name}\` needs ${need}, ${whose} is ${limit}: it could never start`;
    problems.error('need-above-limit', place, message);
  };
  if (cpu > limits.cpu) tell('cpu', plural(cpu, 'core'), plural(limits.cpu, 'core'));
  if (memory > limits.memory) tell('memory', formatBytes(memory), formatBytes(limits.memory));
}

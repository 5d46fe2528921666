import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { DependencyFinding } from './dependency-finding.ts';
import { looseImage } from './dockerfile.ts';
import { isPinned } from './git-reference.ts';
import { pipedDownloads, pipedMessage } from './shell-text.ts';

/**
 * Texts of an event that a stranger can write.
 * https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
 */
const untrusted =
  /\$\{\{[^}]*\b(github\.event\.(?:issue|pull_request|discussion)\.(?:title|body)|github\.event\.(?:comment|review|review_comment)\.body|github\.event\.pull_request\.head\.(?:ref|label|repo\.default_branch)|github\.event\.workflow_run\.(?:head_branch|display_title|head_commit\.message|head_commit\.author\.(?:name|email))|github\.event\.pages\b[^}]*\.page_name|github\.event\.(?:head_commit|commits\b[^}.]*)\.(?:message|author\.(?:name|email))|github\.head_ref)\b[^}]*\}\}/g;
const headOfPullRequest =
  /github\.event\.pull_request\.head|github\.head_ref|refs\/pull\/|github\.event\.workflow_run\.head_|github\.event\.number/;
/** Owners whose actions are those of the service itself. */
const own: ReadonlySet<string> = new Set(['actions', 'github']);

/** What is wrong in a workflow or an action; nothing where it cannot be read. */
export function checkWorkflow(text: string): DependencyFinding[] {
  const document = readYaml(text);
  const root = document?.contents;
  if (!isMap(root)) return [];
  const workflow = new Workflow(text, triggersOf(root));
  for (const job of valuesOf(root.get('jobs'))) {
    if (!isMap(job)) continue;
    workflow.uses(pairOf(job, 'uses'));
    const container = job.get('container', true);
    workflow.image(isMap(container) ? pairOf(container, 'image') : pairOf(job, 'container'));
    for (const service of valuesOf(job.get('services')))
      if (isMap(service)) workflow.image(pairOf(service, 'image'));
    workflow.steps(job.get('steps'));
  }
  const runs = root.get('runs');
  if (isMap(runs)) workflow.steps(runs.get('steps'));
  return workflow.found;
}

function readYaml(text: string): Document | null {
  try {
    const document = parseDocument(text, { strict: false, logLevel: 'silent', uniqueKeys: false });
    return document.errors.length > 0 ? null : document;
  } catch {
    return null;
  }
}

function triggersOf(root: YAMLMap): ReadonlySet<string> {
  const on = pairOf(root, 'on')?.value;
  if (isScalar(on)) return new Set([String(on.value)]);
  if (isSeq(on)) return new Set(on.items.map((item) => (isScalar(item) ? String(item.value) : '')));
  if (isMap(on)) return new Set(on.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')));
  return new Set();
}

function valuesOf(node: unknown): unknown[] {
  return isMap(node) ? node.items.map(({ value }) => value) : [];
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

function textScalar(node: unknown): Scalar<string> | null {
  return isScalar(node) && typeof node.value === 'string' ? (node as Scalar<string>) : null;
}

class Workflow {
  readonly found: DependencyFinding[] = [];
  readonly #text: string;
  readonly #triggers: ReadonlySet<string>;

  constructor(text: string, triggers: ReadonlySet<string>) {
    this.#text = text;
    this.#triggers = triggers;
  }

  steps(list: unknown): void {
    if (!isSeq(list)) return;
    for (const step of list.items) {
      if (!isMap(step)) continue;
      this.uses(pairOf(step, 'uses'));
      const run = textScalar(step.get('run', true));
      if (run !== null) this.#script(run);
      const inputs = step.get('with');
      const action = textScalar(step.get('uses', true))?.value ?? '';
      if (!isMap(inputs)) continue;
      const script = textScalar(inputs.get('script', true));
      if (action.startsWith('actions/github-script@') && script !== null) this.#injected(script);
      if (action.startsWith('actions/checkout@')) this.#checkout(inputs);
    }
  }

  uses(pair: Pair | undefined): void {
    const scalar = textScalar(pair?.value);
    if (scalar === null || scalar.value.startsWith('./')) return;
    if (scalar.value.startsWith('docker://')) {
      this.#image(scalar, scalar.value.slice('docker://'.length));
      return;
    }
    const [action = '', reference] = scalar.value.split('@');
    if (own.has(action.split('/', 1)[0] ?? '') || isPinned(reference) || scalar.value.includes('${{')) return;
    const message =
      reference === undefined
        ? `${action} has no reference: name a commit`
        : `${action} is taken from ${reference}, which its owner, or whoever gets in there, can change any time: name a commit`;
    this.#add(scalar, { rule: 'unpinned-action', message });
  }

  image(pair: Pair | undefined): void {
    const scalar = textScalar(pair?.value);
    if (scalar !== null) this.#image(scalar, scalar.value);
  }

  #image(scalar: Scalar<string>, image: string): void {
    const message = looseImage(image);
    if (message !== null) this.#add(scalar, { rule: 'unpinned-image', message });
  }

  #script(scalar: Scalar<string>): void {
    this.#injected(scalar);
    const [start, end] = rangeOfScalar(scalar);
    for (const piped of pipedDownloads(this.#text.slice(start, end))) {
      const range = { start: start + piped.start, end: start + piped.end };
      this.found.push({ rule: 'pipe-to-shell', ...range, message: pipedMessage });
    }
  }

  #injected(scalar: Scalar<string>): void {
    const [start, end] = rangeOfScalar(scalar);
    for (const match of this.#text.slice(start, end).matchAll(untrusted)) {
      const at = start + match.index;
      this.found.push({
        rule: 'workflow-injection',
        start: at,
        end: at + match[0].length,
        message: `${match[1]} is what a stranger wrote, and becomes part of the script: give it by env and read the variable`,
      });
    }
  }

  #checkout(inputs: YAMLMap): void {
    const privileged = ['pull_request_target', 'workflow_run'].find((name) => this.#triggers.has(name));
    const reference = textScalar(inputs.get('ref', true)) ?? textScalar(inputs.get('repository', true));
    if (privileged === undefined || reference === null || !headOfPullRequest.test(reference.value)) return;
    const message = `${privileged} runs with the secrets of this repository, and what the pull request brings is checked out: whatever runs of it has them`;
    this.#add(reference, { rule: 'untrusted-checkout', message });
  }

  #add(scalar: Scalar<string>, finding: Omit<DependencyFinding, 'start' | 'end'>): void {
    const [start, end] = rangeOfScalar(scalar);
    this.found.push({ start, end, ...finding });
  }
}

function rangeOfScalar({ range }: Scalar): [number, number] {
  return range ? [range[0], range[1]] : [0, 0];
}

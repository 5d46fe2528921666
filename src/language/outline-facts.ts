import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import type { DeclaredStage } from '../pipeline/definition-outline.ts';
import { entryOf, textOf, type YamlNode } from '../pipeline/yaml-node.ts';

/** What a mapping says under `name`; empty where it says nothing. */
export function nameOf(node: YamlNode): string {
  return textOf(entryOf(node, 'name')?.node) ?? '';
}

/** The agents of a stage as a line of text. */
export function stageAgents({ agents }: DeclaredStage): string {
  return agents.map(({ name }) => name).join(', ');
}

/** What each agent is for, or else what it runs; empty where nobody says. Declared ones first. */
export function agentDescriptions({ outline }: Analysis): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>();
  for (const { name, node } of outline.agents) {
    descriptions.set(name, textOf(entryOf(node, 'description')?.node) ?? programOf(node));
  }
  for (const { name, description } of builtinAgents.values()) {
    if (!descriptions.has(name)) descriptions.set(name, description);
  }
  return descriptions;
}

/** What an agent runs, as it is written; empty where nothing is. */
export function programOf(node: YamlNode): string {
  for (const key of ['uses', 'file', 'run']) {
    const text = textOf(entryOf(node, key)?.node);
    if (text) return text;
  }
  return '';
}

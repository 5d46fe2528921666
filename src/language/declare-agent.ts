import type { Analysis } from '../pipeline/analyze-definition.ts';
import { entryOf } from '../pipeline/yaml-node.ts';
import type { TextEdit } from './text-edit.ts';
import { writtenName } from './written-name.ts';

/** The edit that declares an agent with a script of its own; null where there is no mapping to add it to. */
export function declareAgent({ yaml, outline }: Analysis, name: string): TextEdit | null {
  const { text, root } = yaml;
  if (root?.kind !== 'map') return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const key = writtenName(name);
  const file = writtenName(`agents/${name.replace(/[^\p{L}\p{N}_.-]+/gu, '_')}.py`);
  const block = (indent: string) => `${indent}${key}:${eol}${indent}  file: ${file}${eol}`;
  const agents = entryOf(root, 'agents');
  const isFlowRoot = text[root.start] === '{';
  if (!agents) {
    if (isFlowRoot)
      return { start: root.start + 1, end: root.start + 1, text: ` agents: { ${key}: { file: ${file} } },` };
    return { start: root.start, end: root.start, text: `agents:${eol}${block('  ')}${eol}` };
  }
  const { node } = agents;
  if (node.kind === 'map' && text[node.start] === '{') {
    const comma = node.entries.size > 0 ? ',' : ' ';
    return { start: node.start + 1, end: node.start + 1, text: ` ${key}: { file: ${file} }${comma}` };
  }
  if (isFlowRoot) return null;
  if (node.kind !== 'map') {
    if (node.value !== null) return null;
    return onNextLine(text, agents.key.end, block('  '), eol);
  }
  // An alias has another place than what it stands for.
  const first = outline.agents.find((agent) => agent.key.start === node.start);
  if (!first) return null;
  const indent = text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start);
  if (indent.trim() !== '') return null;
  const spaced = /\n\s*\n/.test(text.slice(node.start, node.end).trimEnd());
  return onNextLine(text, node.end, (spaced ? eol : '') + block(indent), eol);
}

/** Text between the line that holds an offset and the next one. */
function onNextLine(text: string, offset: number, inserted: string, eol: string): TextEdit {
  // A block scalar ends with the blank lines below it.
  const lineEnd = text.indexOf('\n', text.slice(0, offset).trimEnd().length);
  const at = lineEnd === -1 ? text.length : lineEnd + 1;
  return { start: at, end: at, text: (lineEnd === -1 ? eol : '') + inserted };
}

import { posix } from 'node:path';
import type { DependencyFinding } from './dependency-finding.ts';
import { pipedDownloads, pipedMessage } from './shell-text.ts';

/** Whether a file says how to build an image of a container. */
export function isDockerfile(path: string): boolean {
  return (
    /^(Dockerfile|Containerfile)(\.[\w.-]+)?$|\.(dockerfile|containerfile)$/i.test(posix.basename(path)) &&
    !/\.(md|dockerignore|[jt]sx?|py|go|rs|json|ya?ml)$/i.test(path)
  );
}

/** What is wrong in a Dockerfile. */
export function checkDockerfile(text: string): DependencyFinding[] {
  const found: DependencyFinding[] = [];
  const stages = new Set<string>(['scratch']);
  for (const { name, rest, start, end } of instructionsOf(text)) {
    const range = { start, end };
    if (name === 'FROM') {
      const words = rest.split(/\s+/).filter((word) => !word.startsWith('--'));
      const [image = '', as, stage] = words;
      const reason = stages.has(image.toLowerCase()) ? null : looseImage(image);
      if (reason !== null) found.push({ rule: 'unpinned-image', ...range, message: reason });
      if (as?.toUpperCase() === 'AS' && stage !== undefined) stages.add(stage.toLowerCase());
    } else if (name === 'RUN') {
      for (const { start: at, end: to } of pipedDownloads(text.slice(start, end))) {
        found.push({ rule: 'pipe-to-shell', start: start + at, end: start + to, message: pipedMessage });
      }
    } else if (name === 'ADD' && !/--checksum=/.test(rest)) {
      const address = /(?:^|[\s"[])(https?:\/\/[^\s"]+)/.exec(rest)?.[1];
      if (address === undefined || /\.git(#|$)/.test(address)) continue;
      const plain = address.startsWith('http:');
      const message = plain
        ? 'this comes by http, which anybody in between can change: use https and --checksum'
        : 'what comes from this address is not checked: give --checksum=sha256:…';
      found.push({
        rule: 'remote-add',
        ...(plain ? { severity: 'warning' as const } : {}),
        ...range,
        message,
      });
    }
  }
  return found;
}

/** Why an image is not pinned; null where it is, or where a variable says it. */
export function looseImage(image: string): string | null {
  if (image === '' || image.includes('@sha256:') || image.includes('$') || image.includes('{{')) return null;
  const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
  if (tag === undefined) return `${image} has no tag: whatever is the newest is taken`;
  return tag === 'latest' ? `${image}: whatever is the newest is taken` : null;
}

interface Instruction {
  readonly name: string;
  readonly rest: string;
  readonly start: number;
  readonly end: number;
}

/** The instructions with the lines that continue them. */
function instructionsOf(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  const lines = text.split('\n');
  let offset = 0;
  for (let at = 0; at < lines.length; at++) {
    const start = offset;
    let line = lines[at] ?? '';
    offset += line.length + 1;
    const head = /^\s*([A-Za-z]+)\s+/.exec(line);
    if (head === null) continue;
    let rest = line.slice(head[0].length);
    let end = start + line.trimEnd().length;
    while (/\\\s*$/.test(line) && at + 1 < lines.length) {
      at += 1;
      line = lines[at] ?? '';
      end = offset + line.trimEnd().length;
      offset += line.length + 1;
      // A comment between does not end what is continued.
      if (/^\s*#/.test(line)) line = '\\';
      else rest += `\n${line}`;
    }
    instructions.push({ name: head[1]?.toUpperCase() ?? '', rest: rest.trim(), start, end });
  }
  return instructions;
}

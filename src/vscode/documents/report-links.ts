import * as vscode from 'vscode';

/** Links in one document; nobody clicks more, and each costs the editor something. */
const mostLinks = 5000;

/**
 * Finds names in the lines of a report, each as a word or, with spaces in it, anywhere; `NAME:12` leads to that line.
 *
 * @param targets what each name leads to
 */
export function reportLinks(
  lines: readonly string[],
  targets: ReadonlyMap<string, vscode.Uri>,
): vscode.DocumentLink[] {
  const spaced = [...targets.keys()].filter((name) => /\s/.test(name));
  const links: vscode.DocumentLink[] = [];
  for (const [line, text] of lines.entries()) {
    for (const name of spaced) {
      const start = text.indexOf(name);
      if (start === -1) continue;
      const [suffix = '', row] = /^:(\d+)/.exec(text.slice(start + name.length)) ?? [];
      const target = targetOf(targets, name, row);
      if (target) links.push(linkAt(line, start, name.length + suffix.length, target));
    }
    for (const word of text.matchAll(/\S+/g)) {
      const [, name = '', row] = /^(.*?)(?::(\d+))?[,;]?$/.exec(word[0]) ?? [];
      const target = targetOf(targets, name, row);
      if (target) links.push(linkAt(line, word.index, name.length + (row ? row.length + 1 : 0), target));
    }
    if (links.length >= mostLinks) break;
  }
  return links.slice(0, mostLinks);
}

function targetOf(
  targets: ReadonlyMap<string, vscode.Uri>,
  name: string,
  row: string | undefined,
): vscode.Uri | undefined {
  const target = targets.get(name);
  return row === undefined || target?.scheme === 'command' ? target : target?.with({ fragment: `L${row}` });
}

function linkAt(line: number, start: number, length: number, target: vscode.Uri): vscode.DocumentLink {
  return new vscode.DocumentLink(new vscode.Range(line, start, line, start + length), target);
}

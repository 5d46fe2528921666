import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { codesIn, documents, root, textOf } from './documents.ts';

/** Named where they are forbidden something, and not there yet. */
const toCome: ReadonlySet<string> = new Set(['src/vscode/', 'src/extension.ts']);

const linking = [...documents, 'samples/cryo-linac/README.md'];

/** Without blocks of code, which link nowhere. */
function proseOf(document: string): string {
  return textOf(document).replace(/^```[\s\S]*?^```/gm, '');
}

/** The anchor that a heading gets. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}

function anchorsIn(document: string): string[] {
  return [...proseOf(document).matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1] ?? ''));
}

describe('documents', () => {
  it('link to what exists', () => {
    let links = 0;
    for (const document of linking) {
      for (const [, target = ''] of proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        links += 1;
        const [file = '', anchor] = target.split('#');
        const found = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
        assert.ok(existsSync(path.join(root, found)), `${document} links to ${target}`);
        // That of a picture says for which theme it is.
        if (anchor !== undefined && found.endsWith('.md'))
          assert.ok(anchorsIn(found).includes(anchor), `${document} links to ${target}`);
      }
    }
    assert.ok(links > 40, `${links} links`);
  });

  it('name scripts that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const document of documents) {
      for (const [, run, short] of textOf(document).matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g))
        assert.ok(Object.hasOwn(scripts, run ?? short ?? ''), `${document} names npm run ${run ?? short}`);
    }
  });

  it('name files and folders that exist', () => {
    let paths = 0;
    // The pages of agents name files of workspaces that they look at.
    for (const document of documents.filter((name) => !name.startsWith('docs/agents/'))) {
      for (const code of codesIn(proseOf(document))) {
        if (!/^(src|test|scripts|docs|samples|media|\.ci)\/[\w.*/-]*$/.test(code) || toCome.has(code))
          continue;
        paths += 1;
        const found = code.includes('*')
          ? globSync(code, { cwd: root }).length > 0
          : existsSync(path.join(root, code));
        assert.ok(found, `${document} names ${code}`);
      }
    }
    assert.ok(paths > 60, `${paths} paths`);
  });

  it('are reached from the README, every one', () => {
    const reached = new Set(['README.md']);
    // A set that grows while it is gone through: what a document links to is gone through as well.
    for (const document of reached)
      for (const [, target = ''] of textOf(document).matchAll(/\]\(([^)\s#]+\.md)(?:#[^)]*)?\)/g))
        reached.add(path.posix.join(path.posix.dirname(document), target));
    const lost = documents.filter((document) => document !== 'README.md' && !reached.has(document));
    assert.deepEqual(lost, []);
  });
});

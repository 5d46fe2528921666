import assert from 'node:assert/strict';
import { findFaults, reviewRules } from '../../../../src/library/review/review-rules.ts';
import type { ReviewedDocument, Surroundings } from '../../../../src/library/review/reviewed-document.ts';

function document(known: Partial<ReviewedDocument>): ReviewedDocument {
  return {
    path: 'docs/a.md',
    kind: 'markdown',
    language: 'markdown',
    title: 'A',
    words: 300,
    secretLines: [],
    trouble: null,
    links: [],
    ...known,
  };
}

/** A workspace of these files. */
function workspace(paths: readonly string[], site: string | null = null): Surroundings {
  const exists = (path: string) => paths.some((other) => other === path || other.startsWith(`${path}/`));
  return {
    exists,
    holds: exists,
    called: (name) =>
      paths.filter((path) => path.split('/').at(-1)?.toLowerCase() === name.toLowerCase()).sort(),
    siteOf: () => site,
  };
}

/** `rule severity line message` of what is found, and how it is mended. */
function faults(known: Partial<ReviewedDocument>, around = workspace([])): string[] {
  return findFaults(document(known), around).map(
    ({ rule, severity, line, message, repair }) =>
      `${rule} ${severity} ${line} ${message}${repair === null ? '' : ` [${repair.old} → ${repair.text}]`}`,
  );
}

const link = (target: string, line = 3) => ({ kind: 'link' as const, target, line });

describe('the rules of the review', () => {
  it('have names of their own, and say what they are about', () => {
    assert.deepEqual(
      reviewRules.map(({ name }) => name),
      ['parses', 'empty', 'secret', 'links', 'title'],
    );
    for (const { about } of reviewRules) assert.match(about, /^[A-Z].*\.$/);
  });

  it('find what cannot be read, is empty, holds a secret or has no title', () => {
    assert.deepEqual(faults({}), []);
    const trouble = 'its syntax is not that of Python';
    assert.deepEqual(faults({ path: 'a.py', kind: 'python', trouble }), [
      'parses error 1 It cannot be read by its structure: its syntax is not that of Python.',
    ]);
    assert.deepEqual(
      faults({ path: 'a.ts', kind: 'script', trouble: 'its syntax is not that of TypeScript' }),
      ['parses hint 1 It cannot be read by its structure: its syntax is not that of TypeScript.'],
      'the grammar may not know what is new',
    );
    assert.deepEqual(faults({ title: null, words: 0 }), ['empty error 1 It is empty.']);
    assert.deepEqual(faults({ secretLines: [4, 9] }), [
      'secret error 4 There is a secret here: whoever reads the file can use it.',
      'secret error 9 There is a secret here: whoever reads the file can use it.',
    ]);
    assert.deepEqual(faults({ title: null }), [
      'title hint 1 It has no title: a heading would say what it is about.',
    ]);
    assert.deepEqual(faults({ path: 'a.py', kind: 'python', title: null }), [
      'title hint 1 It has no title: a docstring would say what it is about.',
    ]);
  });

  it('say nothing where something is so on purpose', () => {
    for (const path of ['tests/a.md', 'x/fixtures/a.md', 'vendor/a.md', 'templates/a.md', 'src/a.test.md'])
      assert.deepEqual(
        faults({ path, title: null, words: 0, secretLines: [1], links: [link('gone.md')] }),
        [],
        path,
      );
    assert.deepEqual(faults({ path: 'a.py', kind: 'python', words: 0, title: null }), [], 'an empty module');
    assert.deepEqual(faults({ path: 'p/__init__.py', kind: 'python', title: null }), []);
    assert.deepEqual(faults({ title: null, words: 20 }), [], 'a short note');
    assert.deepEqual(faults({ path: 'a.ts', kind: 'script', title: null }), [], 'nobody expects one');
    assert.deepEqual(faults({ trouble: 'it is too large for a syntax tree' }), []);
  });

  it('find links that lead nowhere, and only those that can be judged', () => {
    const files = ['docs/b.md', 'docs/img/p.png', 'src/main.py', 'README.md', 'docs/sub/index.md'];
    const sound = [
      'b.md',
      './b.md#part',
      'b',
      'img/p.png',
      '../src/main.py',
      '../src/main.py:10',
      'sub/',
      'sub',
      'sub/index.html',
      '#here',
      'https://example.org/gone.md',
      'mailto:somebody@example.org',
      '/absolute/route.md',
      'route',
      '{{ url }}/x.md',
      '<path>.md',
      '../../outside.md',
      '../../issues/12.md',
      'example.com',
      '~/notes.md',
      'a…/b.md',
      '',
    ];
    for (const target of sound)
      assert.deepEqual(faults({ links: [link(target)] }, workspace(files)), [], target);
    assert.deepEqual(faults({ links: [link('gone.md', 7)] }, workspace(files)), [
      'links error 7 gone.md leads nowhere.',
    ]);
    assert.deepEqual(faults({ links: [link('img/q.png')] }, workspace(files)), [
      'links error 3 img/q.png leads nowhere.',
    ]);
    assert.deepEqual(
      faults({ kind: 'python', path: 'a.py', links: [link('gone.md')] }, workspace(files)),
      [],
      'code names what it makes',
    );
    assert.deepEqual(faults({ links: [{ kind: 'import', target: 'gone.md', line: 1 }] }), []);
  });

  it('leave to a site what a site may serve from elsewhere', () => {
    const around = workspace(['docs/mkdocs.yml', 'docs/de/b.md'], 'docs/');
    assert.deepEqual(faults({ links: [link('img/gone.png')] }, around), []);
    assert.deepEqual(faults({ links: [link('de/b.md'), link('../en/de/b.md')] }, around), []);
    assert.deepEqual(faults({ links: [link('gone.md')] }, around), ['links error 3 gone.md leads nowhere.']);
  });

  it('know where a file is that was moved, if that is sure', () => {
    const mended = (target: string, files: readonly string[]) =>
      faults({ links: [link(target)] }, workspace(files))[0]?.replace(/^.*\[|\]$/g, '');
    assert.equal(mended('old-guide.md', ['docs/how/old-guide.md']), 'old-guide.md → how/old-guide.md');
    assert.equal(
      mended('B.md#x', ['docs/b.md']),
      'B.md#x → b.md#x',
      'only the case differs in the same folder',
    );
    assert.equal(
      mended('../src/quench detector.py', ['src/lib/quench detector.py']),
      '../src/quench detector.py → ../src/lib/quench%20detector.py',
    );
    const unsure = 'links error 3 x.md leads nowhere.';
    assert.equal(mended('x.md', ['docs/p/x.md', 'docs/q/x.md']), unsure, 'there are two');
    assert.equal(mended('x.md', ['other/place/x.md']), unsure, 'it has nothing in common but a short name');
    assert.equal(mended('x.md', ['docs/vendor/x.md']), unsure, 'it is of others');
    assert.equal(
      mended('sub/README.md', ['docs/README.md']),
      'links error 3 sub/README.md leads nowhere.',
      'every folder has one',
    );
  });

  it('tell once of a document that was written for another place', () => {
    const links = ['b.md', 'c.md', 'd.md', 'e.md', 'f.md'].map((target, at) => link(target, at + 2));
    assert.deepEqual(faults({ links }, workspace(['docs/f.md'])), [
      'links hint 2 4 of its 5 links to files lead nowhere, such as b.md: it seems to be written for another place.',
    ]);
    assert.equal(faults({ links }, workspace(['docs/f.md', 'docs/e.md'])).length, 3);
  });
});

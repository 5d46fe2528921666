import assert from 'node:assert/strict';
import {
  matchLines,
  partLines,
  type ReasonWords,
  shortLine,
  tellingLine,
  withoutIcons,
} from '../../../../src/vscode/library/search/hit-text.ts';

const words: ReasonWords = {
  passages: 'passages',
  file: 'file',
  path: 'path',
  name: 'name',
  status: 'status',
  where: { path: 'in the path', title: 'in a title', body: 'in the text' },
  takenFor: (text, meant) => `${text} as ${meant}`,
};

describe('what a hit shows', () => {
  it('is the line that holds most of what was searched for, the first of several', () => {
    const line = (at: number, ...marks: [number, number][]) => ({ line: at, text: 'some text', marks });
    assert.equal(tellingLine([line(3), line(5, [0, 2]), line(7, [0, 2])])?.line, 5);
    assert.equal(tellingLine([line(3, [0, 1]), line(5, [0, 2], [3, 4])])?.line, 5);
    assert.equal(tellingLine([]), null);
  });

  it('has what was found in sight', () => {
    const text = `${'x'.repeat(80)} the quench was here`;
    assert.equal(shortLine({ line: 1, text, marks: [[85, 91]] }), `…${text.slice(65)}`);
    assert.equal(shortLine({ line: 1, text: 'a\t b   c', marks: [[0, 1]] }), 'a b c');
  });

  it('is text where it looks like an icon', () => {
    assert.equal(
      withoutIcons('echo $(date) $(sync~spin) $(not an icon)'),
      'echo \\$(date) \\$(sync~spin) $(not an icon)',
    );
  });
});

describe('why a hit ranks where it does', () => {
  const why = {
    passages: 4.2,
    file: 0,
    path: 7.25,
    name: 0.001,
    status: -1,
    matches: [
      { text: 'quench', takenFor: null, where: ['path', 'body'], weight: 3 },
      { text: 'qench', takenFor: 'quench', where: [], weight: 0.5 },
    ],
  } as const;

  it('is told by its parts, the largest first, without what adds nothing', () => {
    assert.deepEqual(partLines(why, words), [
      { text: 'path', worth: '7.25' },
      { text: 'passages', worth: '4.20' },
      { text: 'status', worth: '-1.00' },
    ]);
  });

  it('is told by what was found where, and what it was taken for', () => {
    assert.deepEqual(matchLines(why, words), [
      { text: 'quench · in the path, in the text', worth: '3.00' },
      { text: 'qench as quench', worth: '0.50' },
    ]);
  });
});

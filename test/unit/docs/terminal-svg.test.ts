import assert from 'node:assert/strict';
import { spansOf, terminalSvg, wrapped } from '../../../scripts/terminal-svg.ts';
import { textOf } from './documents.ts';

const esc = '\u001b';

/** What can be read and selected in a picture. */
function wordsOf(svg: string): string[] {
  return [...svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].flatMap((match) => (match[1] ?? '').split(' '));
}

describe('terminalSvg', () => {
  it('places what stands in columns, and keeps its looks', () => {
    const spans = spansOf(`  ${esc}[32m✓${esc}[39m  a/b   ${esc}[1mbold${esc}[22m ${esc}[2mdim${esc}[22m`);
    assert.deepEqual(
      spans.map(({ text, column, color, bold, dim }) => [text, column, color !== null, bold, dim]),
      [
        ['✓', 2, true, false, false],
        ['a/b', 5, false, false, false],
        ['bold', 11, false, true, false],
        ['dim', 16, false, false, true],
      ],
    );
  });

  it('refuses what it cannot draw', () => {
    assert.throws(() => spansOf(`${esc}[2A`), /not drawn/);
    assert.throws(() => spansOf(`${esc}[45mx`), /not drawn/);
  });

  it('loses no word of a long line, and leaves none outside', () => {
    const words = Array.from({ length: 80 }, (_, index) => `word${index}`);
    const rows = wrapped(spansOf(words.join(' ')));
    assert.ok(rows.length > 3);
    assert.deepEqual(
      rows.flat().flatMap(({ text }) => text.split(' ')),
      words,
    );
    for (const { text, column } of rows.flat()) assert.ok(column + text.length <= 112);
  });

  it('draws every word of the output, and escapes what XML would take for its own', () => {
    const svg = terminalSvg({ command: 'npm start', output: 'a < b & "c"\n\n  d\n', description: 'x' });
    assert.deepEqual(wordsOf(svg), ['$', 'npm', 'start', 'a', '&lt;', 'b', '&amp;', '&quot;c&quot;', 'd']);
  });
});

describe('media/run.svg', () => {
  it('shows a run of the sample that succeeded', () => {
    const words = wordsOf(textOf('media/run.svg'));
    const sample = textOf('samples/cryo-linac/orchestrator_config.yaml');
    const stages = sample.split('run_pipeline:')[1]?.split('quick_test:')[0] ?? '';
    const agents = [...stages.matchAll(/^ {10}- (\w+)$/gm)].map((match) => match[1]);
    assert.equal(agents.length, 7);
    for (const agent of agents)
      assert.ok(
        words.some((word) => word.endsWith(`/${agent}`)),
        agent,
      );
    assert.ok(words.includes('run_pipeline') && words.includes('succeeded'));
  });
});

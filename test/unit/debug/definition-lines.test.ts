import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DefinitionLines, type StopLocation } from '../../../src/debug/definition-lines.ts';
import { outlineOf } from '../../../src/pipeline/definition-outline.ts';
import { positionsOf } from '../../../src/pipeline/definition-positions.ts';
import { readYaml } from '../../../src/pipeline/read-yaml.ts';

function linesOf(text: string): DefinitionLines {
  const { root, partial, position } = readYaml(text);
  return new DefinitionLines(positionsOf(outlineOf(root ?? partial), position));
}

/** A location in words: `4:13 p/check` for a stage, `4:29 p/check/lint` for an agent, `2:3 any/lint` for a declaration. */
function words(location: StopLocation | null): string {
  if (!location) return 'nowhere';
  const { pipeline, stage, agent, range } = location;
  const names = [pipeline ?? 'any', stage, agent].filter((name) => name !== null);
  return `${range.start.line}:${range.start.column} ${names.join('/')}`;
}

const text = `version: 1
agents:
  lint:
    run: make lint
    timeout: 30
  test: { run: make test }
pipelines:
  p:
    description: all of it
    stages:
      - { name: check, agents: [lint, test] }
      # what comes last
      - name: report
        needs:
          - check
        agents:
          - lint
          - test
  q:
    stages:
      - { agents: [test], name: check }
`;

describe('the lines of a definition where a run can stop', () => {
  const lines = linesOf(text);

  it('are those of the names of stages, of the agents in them, and of declared agents', () => {
    assert.deepEqual(lines.locations.map(words), [
      '3:3 any/lint',
      '6:3 any/test',
      '11:17 p/check',
      '11:33 p/check/lint',
      '11:39 p/check/test',
      '13:15 p/report',
      '17:13 p/report/lint',
      '18:13 p/report/test',
      '21:33 q/check',
      '21:20 q/check/test',
    ]);
  });

  it('bind a breakpoint of a whole line to the stage where a stage and agents stand on it', () => {
    assert.equal(words(lines.bind(11, null)), '11:17 p/check');
    assert.equal(words(lines.bind(21, null)), '21:33 q/check');
    assert.equal(words(lines.bind(17, null)), '17:13 p/report/lint');
  });

  it('bind one with a column to what begins at it or after it, else to the last of the line', () => {
    assert.equal(words(lines.bind(11, 1)), '11:17 p/check');
    assert.equal(words(lines.bind(11, 17)), '11:17 p/check');
    assert.equal(words(lines.bind(11, 18)), '11:33 p/check/lint');
    assert.equal(words(lines.bind(11, 34)), '11:39 p/check/test');
    assert.equal(words(lines.bind(11, 99)), '11:39 p/check/test');
    assert.equal(words(lines.bind(21, 1)), '21:20 q/check/test');
  });

  it('move one to the nearest line of the same stage or declaration', () => {
    assert.equal(words(lines.bind(5, null)), '3:3 any/lint', 'although line 6 is nearer');
    assert.equal(words(lines.bind(14, null)), '13:15 p/report');
    assert.equal(words(lines.bind(16, null)), '17:13 p/report/lint');
    assert.equal(words(lines.bind(16, 5)), '17:13 p/report/lint');
  });

  it('move one from elsewhere to the nearest line of all, down where both are as near', () => {
    assert.equal(words(lines.bind(1, null)), '3:3 any/lint');
    assert.equal(words(lines.bind(8, null)), '6:3 any/test');
    assert.equal(words(lines.bind(12, null)), '13:15 p/report');
    assert.equal(words(lines.bind(20, null)), '21:33 q/check');
    assert.equal(words(lines.bind(4000, null)), '21:33 q/check');
  });

  it('are none in a definition without stages and agents', () => {
    assert.equal(linesOf('version: 1\n').bind(1, null), null);
    assert.equal(linesOf('').bind(1, null), null);
  });

  it('leave out stages that have no name yet', () => {
    const half = linesOf('pipelines:\n  p:\n    stages:\n      - agents: [a]\n      - name: b\n');
    assert.deepEqual(half.locations.map(words), ['5:15 p/b']);
  });

  it('count lines the same with the line ends of Windows and a byte order mark', () => {
    const there = linesOf(`\ufeff${text.replaceAll('\n', '\r\n')}`);
    assert.deepEqual(there.locations.map(words), lines.locations.map(words));
  });

  it('are listed within a range, both of its ends included', () => {
    const within = (from: [number, number], to: [number, number]) =>
      lines.within({ line: from[0], column: from[1] }, { line: to[0], column: to[1] }).map(words);
    assert.deepEqual(within([11, 1], [11, Number.POSITIVE_INFINITY]), [
      '11:17 p/check',
      '11:33 p/check/lint',
      '11:39 p/check/test',
    ]);
    assert.deepEqual(within([11, 33], [11, 38]), ['11:33 p/check/lint']);
    assert.deepEqual(within([12, 1], [13, 15]), ['13:15 p/report']);
    assert.deepEqual(within([14, 1], [16, 99]), []);
  });

  it('tell where the frames of a run stand', () => {
    assert.equal(lines.pipelineRange('p')?.start.line, 8);
    assert.equal(lines.stageRange('p', 'report')?.start.line, 13);
    assert.equal(lines.agentRange('p', 'report', 'test')?.start.line, 18);
    assert.equal(lines.stageRange('q', 'report'), null, 'another pipeline has it');
    assert.equal(lines.agentRange('p', 'check', 'other'), null);
  });

  it('tell it for a run of one agent and for a run of a cluster', () => {
    const others = linesOf('agents:\n  a: { run: x }\nclusters:\n  C1: { name: One, agents: [a, b] }\n');
    assert.equal(others.stageRange('agent:a', 'a')?.start.line, 2);
    assert.equal(others.agentRange('agent:a', 'a', 'a')?.start.line, 2);
    assert.equal(others.pipelineRange('agent:b'), null);
    assert.equal(others.pipelineRange('cluster:C1')?.start.line, 4);
    assert.equal(others.agentRange('cluster:C1', 'C1', 'b')?.start.column, 32);
  });

  it('always bind to a line that can stop, and leave alone what stands on one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.option(fc.integer({ min: 0, max: 60 })),
        (line, column) => {
          const bound = lines.bind(line, column);
          assert.ok(bound && lines.locations.includes(bound));
          const own = lines.locations.filter(({ range }) => range.start.line === line);
          if (own.length > 0) assert.ok(own.includes(bound));
          const again = lines.bind(bound.range.start.line, bound.range.start.column);
          assert.equal(again, bound, 'a breakpoint that was moved stays where it is');
        },
      ),
    );
  });
});

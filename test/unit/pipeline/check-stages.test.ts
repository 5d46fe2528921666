import assert from 'node:assert/strict';
import { analyze, messagesOf, pipelineOf, problemsOf } from './analyze.ts';

describe('stages', () => {
  it('follow the one above, or what they name', () => {
    const { definition } = analyze(
      pipelineOf(
        '{ name: one, agents: [a] }',
        '{ name: two, agents: [b] }',
        '{ name: three, agents: [c], needs: [] }',
      ),
    );
    assert.deepEqual(
      definition?.pipelines[0]?.stages.map(({ needs }) => needs),
      [null, null, []],
    );
  });

  it('that wait for each other are told as the cycle itself', () => {
    const text = pipelineOf(
      '{ name: one, agents: [a], needs: [three] }',
      '{ name: two, agents: [b], needs: [one] }',
      '{ name: three, agents: [c], needs: [two] }',
      '{ name: four, agents: [d], needs: [three] }',
      '{ name: five, agents: [e], needs: [] }',
    );
    assert.deepEqual(messagesOf(text), [
      'these stages wait for each other: one → three → two → one',
      'the stage `four` can never start: it waits for `three`',
    ]);
    assert.deepEqual(problemsOf(text), ['5:43 error cycle', '8:17 error unreachable-stage']);
  });

  it('tell each of several cycles once', () => {
    assert.deepEqual(
      messagesOf(
        pipelineOf(
          '{ name: one, agents: [a], needs: [two, three] }',
          '{ name: two, agents: [b], needs: [one] }',
          '{ name: three, agents: [c], needs: [one] }',
          '{ name: four, agents: [d], needs: [five] }',
          '{ name: five, agents: [e], needs: [four] }',
        ),
      ),
      [
        'these stages wait for each other: one → two → one',
        'these stages wait for each other: one → three → one',
        'these stages wait for each other: four → five → four',
      ],
    );
  });

  it('may wait for each other by order alone, and that is said', () => {
    assert.deepEqual(
      messagesOf(pipelineOf('{ name: one, agents: [a], needs: [two] }', '{ name: two, agents: [b] }')),
      [
        'these stages wait for each other: one → two → one; `two` has no `needs` and so waits for `one` above it',
      ],
    );
  });

  it('may have any name that is a line of text', () => {
    const names = [
      'with space',
      "o'clock",
      '"quoted"',
      'schön 😀',
      '..',
      'a/b',
      '-',
      '#1',
      '__proto__x',
      'constructor',
    ];
    const stages = names.map((name) => `{ name: ${JSON.stringify(name)}, agents: [a], needs: [] }`);
    const { definition, problems } = analyze(pipelineOf(...stages));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      definition?.pipelines[0]?.stages.map(({ name }) => name),
      names,
    );
  });

  it('may not have a name that breaks lines', () => {
    for (const name of ['a\nb', 'a\u0000b', '\u001b[31m', 'a\u2028b', '  ', 'x'.repeat(201)]) {
      const text = pipelineOf(`{ name: ${JSON.stringify(name)}, agents: [a] }`);
      assert.deepEqual(problemsOf(text), ['5:17 error bad-name'], JSON.stringify(name));
    }
  });
});

describe('limits', () => {
  it('come from the machine where they are not written', () => {
    assert.deepEqual(problemsOf('agents: { a: { run: x, resources: { cpu: 4, memory: 6Gi } } }'), []);
    assert.deepEqual(messagesOf('agents: { a: { run: x, resources: { cpu: 4.5, memory: 7Gi } } }'), [
      '`a` needs 4.5 cores, what this machine allows is 4 cores: it could never start',
      '`a` needs 7 GiB, what this machine allows is 6 GiB: it could never start',
    ]);
  });

  it('are taken as written, above and below what the machine has', () => {
    assert.deepEqual(
      messagesOf(
        'limits: { cpu: 64, memory: 1Gi }\nagents: { a: { run: x, resources: { cpu: 64, memory: 2Gi } } }',
      ),
      ['`a` needs 2 GiB, the limit is 1 GiB: it could never start'],
    );
  });
});

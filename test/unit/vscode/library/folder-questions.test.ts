import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { FolderSession } from '../../../../src/vscode/folders/folder-session.ts';
import { FolderQuestions } from '../../../../src/vscode/library/search/folder-questions.ts';

interface Told {
  readonly query: string;
  readonly titles: readonly string[];
}

/** A folder whose engine answers after as many milliseconds as it is told, with the query as the only hit. */
function slowFolder(name: string, delays: () => number): FolderSession {
  const call = async (_method: string, { query }: { readonly query: string }) => {
    await sleep(delays());
    return { hits: [{ title: `${name}: ${query}` }], problem: null };
  };
  return { engine: async () => ({ call }) } as unknown as FolderSession;
}

/** Titles of what is found, by folder. */
function listening(sessions: readonly FolderSession[]): { questions: FolderQuestions; told: Told[] } {
  const told: Told[] = [];
  const questions = new FolderQuestions(sessions, (query, answers) => {
    told.push({ query, titles: answers.flatMap(({ hits }) => hits.map(({ title }) => title)) });
  });
  return { questions, told };
}

describe('questions to the libraries of several folders', () => {
  it('are answered in the order in which they are asked, however long each takes, and the last one always is', async () => {
    const delay = fc.integer({ min: 0, max: 8 });
    const asked = fc.array(fc.tuple(delay, fc.array(delay, { minLength: 2, maxLength: 2 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(asked, async (steps) => {
        const left = steps.flatMap(([, delays]) => delays);
        const next = () => left.shift() ?? 0;
        const { questions, told } = listening([slowFolder('a', next), slowFolder('b', next)]);
        for (const [at, [pause]] of steps.entries()) {
          // More words than one: what may be a name is asked for by itself.
          questions.ask(`query ${at}`);
          await sleep(pause);
        }
        while (questions.isAsking) await sleep(1);
        const order = told.map(({ query }) => Number(query.split(' ')[1]));
        assert.deepEqual(
          order,
          [...order].sort((one, other) => one - other),
        );
        const last = `query ${steps.length - 1}`;
        assert.deepEqual(told.at(-1), { query: last, titles: [`a: ${last}`, `b: ${last}`] });
      }),
      { numRuns: 40 },
    );
  });

  it('are answered without those that take long, and then with them', async () => {
    const { questions, told } = listening([slowFolder('a', () => 400), slowFolder('b', () => 1)]);
    questions.ask('two words');
    while (questions.isAsking) await sleep(5);
    assert.deepEqual(
      told.map(({ titles }) => titles),
      [['b: two words'], ['a: two words', 'b: two words']],
    );
  });

  it('that are taken back are not answered', async () => {
    const { questions, told } = listening([slowFolder('a', () => 5)]);
    questions.ask('two words');
    questions.cancel();
    assert.equal(questions.isAsking, false);
    await sleep(30);
    assert.deepEqual(told, []);
  });

  it('are answered with what is wrong where an engine cannot be had', async () => {
    const broken = {
      engine: async () => {
        throw new Error('no engine');
      },
    } as unknown as FolderSession;
    const failures: (string | null)[] = [];
    const questions = new FolderQuestions([broken, slowFolder('b', () => 1)], (_query, answers) => {
      failures.push(...answers.map(({ failure }) => failure));
    });
    questions.ask('two words');
    while (questions.isAsking) await sleep(1);
    assert.deepEqual(failures, ['no engine', null]);
  });
});

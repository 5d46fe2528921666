import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { PythonSession } from '../../../src/agents/python-session.ts';
import { findWorkingPython, type PythonInterpreter } from '../../../src/agents/working-python.ts';

const program = `
import json, os, sys, time
for line in sys.stdin.buffer:
    request = json.loads(line)
    if request.get("die"): os._exit(3)
    if request.get("half"):
        sys.stdout.write('{"half'); sys.stdout.flush(); os._exit(0)
    if request.get("hang"): time.sleep(600)
    print(json.dumps({"pid": os.getpid(), "echo": request.get("echo")}), flush=True)
`;

describe('PythonSession', () => {
  let python: PythonInterpreter;

  before(async function () {
    const found = await findWorkingPython(tmpdir());
    if (found === null) this.skip();
    else python = found;
  });

  it('answers in order, in one process', async () => {
    const session = new PythonSession(python, program, tmpdir());
    const answers = await Promise.all(Array.from({ length: 500 }, (_, echo) => session.ask({ echo })));
    session.close();
    assert.deepEqual(
      answers.map((answer) => answer.ok && answer.value.echo),
      Array.from({ length: 500 }, (_, index) => index),
    );
    assert.equal(new Set(answers.map((answer) => answer.ok && answer.value.pid)).size, 1);
  });

  it('answers for what the program died of, and goes on with the rest', async () => {
    const session = new PythonSession(python, program, tmpdir(), 500);
    const answers = await Promise.all(
      [{ echo: 1 }, { die: true }, { half: true }, { echo: 2 }, { hang: true }, { echo: 3 }].map((ask) =>
        session.ask(ask),
      ),
    );
    session.close();
    assert.deepEqual(
      answers.map((answer) => (answer.ok ? answer.value.echo : answer.reason)),
      [
        1,
        'the Python compiler died of it (exit code 3)',
        'the Python compiler died of it (exit code 0)',
        2,
        'the Python compiler died of it (no answer within 1 s)',
        3,
      ],
    );
  });

  it('gives up in the end', async () => {
    const session = new PythonSession(python, program, tmpdir());
    const answers = await Promise.all(Array.from({ length: 25 }, () => session.ask({ die: true })));
    session.close();
    assert.ok(answers.every((answer) => !answer.ok));
    const last = answers.at(-1);
    assert.match(last?.ok === false ? last.reason : '', /Python died 20 times/);
  });

  it('answers when there is no such interpreter', async () => {
    const session = new PythonSession({ path: '/no/such/python', version: '3.9.9' }, program, tmpdir());
    const answer = await session.ask({ echo: 1 });
    session.close();
    assert.equal(answer.ok, false);
  });
});

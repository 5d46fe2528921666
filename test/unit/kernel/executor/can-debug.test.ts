import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Job } from '../../../../src/kernel/executor/executor.ts';
import type { AgentDefinition } from '../../../../src/model/definition.ts';
import { anyPython, findDebugpyPython } from '../../../harness/debugpy-python.ts';
import { JobRig } from './job-rig.ts';

describe('whether a job can be started under a debugger', function () {
  this.timeout(60_000);

  let rig: JobRig;

  beforeEach(async () => {
    rig = await JobRig.open();
  });

  afterEach(() => rig.close());

  async function file(
    path: string,
    interpreter: readonly string[] | null = null,
    agent: Partial<AgentDefinition> = {},
  ): Promise<Job> {
    await writeFile(join(rig.workspace, path), '');
    return rig.job({ program: { kind: 'file', path, interpreter, args: [] }, ...agent });
  }

  async function answer(job: Job): Promise<string> {
    const can = await rig.executor.canDebug(job);
    return can.ok ? `yes: ${can.value}` : can.error;
  }

  /** A program that stands for an interpreter. */
  async function stub(name: string, script: string): Promise<string> {
    const path = join(rig.workspace, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('says yes for Node', async () => {
    for (const path of ['a.ts', 'a.js', 'a.mjs', 'a.cjs'])
      assert.equal(await answer(await file(path)), 'yes: node');
    assert.equal(await answer(rig.shell(`${process.execPath} --no-warnings a.cjs 'x y'`)), 'yes: node');
  });

  it('says no for other programs, and why', async () => {
    const only = 'only Python and Node agents can be stepped into';
    assert.equal(await answer(rig.shell('make report')), `"make report" is a shell command: ${only}`);
    const chained = `${process.execPath} a.cjs && echo done`;
    assert.equal(await answer(rig.shell(chained)), `"${chained}" is a shell command: ${only}`);
    assert.match(await answer(await file('a.sh')), /^a\.sh is run by (ba)?sh: only Python and Node/);
    const module = await file('a.cjs', [process.execPath, '--test']);
    assert.equal(await answer(module), `a.cjs is run by "node --test": ${only}`);
    assert.equal(
      await answer(rig.job({ program: { kind: 'builtin', name: 'no' } })),
      'there is no built-in agent no',
    );
    assert.match(
      await answer(rig.job({ program: { kind: 'file', path: 'no.py', interpreter: null, args: [] } })),
      /no\.py does not exist/,
    );
  });

  it('says no where the named port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { readonly port: number };
    const job = await file('a.cjs', null, { debug: { wait: false, port } });
    assert.equal(
      await answer(job),
      `the port ${port} of 127.0.0.1 is in use: free it, or let "debug: { port: … }" of agent name another one`,
    );
    await new Promise((resolve) => server.close(resolve));
    assert.equal(await answer(job), 'yes: node');
  });

  it('says yes for a Python that has debugpy', async function () {
    const python = await findDebugpyPython();
    if (python === null) return this.skip();
    assert.equal(await answer(await file('a.py', [python, '-B'])), 'yes: python');
    assert.equal(await answer(rig.shell(`${python} a.py`)), 'yes: python');
  });

  it('tells what to install with which interpreter where it is missing', async function () {
    const python = anyPython();
    if (python === null) return this.skip();
    // Isolated, and without the packages of its installation.
    const job = await file('a.py', [python, '-I', '-S']);
    assert.equal(
      await answer(job),
      `debugpy is missing: install it with "${python} -I -S -m pip install debugpy"`,
    );
    // What lies beside the script, or where it starts, is no debugpy.
    await writeFile(join(rig.workspace, 'debugpy.py'), 'raise SystemError("not this one")\n');
    assert.match(await answer(job), /^debugpy is missing/);
  });

  it('asks a Python that lacks debugpy anew each time, and one that has it once in a while', async () => {
    const count = join(rig.workspace, 'count');
    const python = await stub(
      'python3',
      `echo >> '${count}'; if [ -e yes ]; then echo debugpy 1 python 3.12; else exit 3; fi`,
    );
    const job = await file('a.py', [python]);
    const asked = async (): Promise<string> => {
      const { log } = await rig.run(rig.shell(`wc -l < '${count}'`));
      return log.trim();
    };
    assert.match(
      await answer(job),
      /^debugpy is missing: install it with "'.+python3' -m pip install debugpy"$/,
    );
    assert.match(await answer(job), /^debugpy is missing/);
    assert.equal(await asked(), '2');
    await writeFile(join(rig.workspace, 'yes'), '');
    for (let times = 0; times < 3; times++) assert.equal(await answer(job), 'yes: python');
    assert.equal(await asked(), '3');
  });

  it('tells what else is wrong with an interpreter', async () => {
    const python = await stub('python3', 'echo one >&2; echo it is broken >&2; exit 9');
    assert.equal(await answer(await file('a.py', [python])), `${python} cannot load debugpy: it is broken`);
  });
});

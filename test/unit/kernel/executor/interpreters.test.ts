import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  type Command,
  type NotStarted,
  resolveCommand,
} from '../../../../src/kernel/executor/interpreters.ts';
import type { AgentProgram } from '../../../../src/model/definition.ts';
import { JobRig } from './job-rig.ts';

describe('resolveCommand', () => {
  let rig: JobRig;

  beforeEach(async () => {
    rig = await JobRig.open();
    await mkdir(join(rig.workspace, 'bin'));
  });

  afterEach(() => rig.close());

  function resolve(program: AgentProgram): Command | NotStarted {
    const { workspace } = rig;
    const env = { PATH: join(workspace, 'bin') };
    const result = resolveCommand(program, { workspace, cwd: workspace, env, builtinEntry: () => null });
    return result.ok ? result.value : result.error;
  }

  function file(path: string, interpreter: readonly string[] | null = null): AgentProgram {
    return { kind: 'file', path, interpreter, args: ['arg'] };
  }

  async function executable(...parts: string[]): Promise<string> {
    const path = join(rig.workspace, ...parts);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '#!/bin/sh\n');
    await chmod(path, 0o755);
    return path;
  }

  it('knows the interpreters of the extensions', async () => {
    for (const [extension, program] of [
      ['py', 'python3'],
      ['sh', 'bash'],
      ['rb', 'ruby'],
      ['pl', 'perl'],
      ['R', 'Rscript'],
      ['jl', 'julia'],
      ['ps1', 'pwsh'],
    ] as const) {
      const script = join(rig.workspace, `script.${extension}`);
      await writeFile(script, '');
      const path = await executable('bin', program);
      const command = resolve(file(`script.${extension}`));
      assert.ok('file' in command, extension);
      assert.equal(command.file, path);
      assert.deepEqual(command.args.slice(-2), [script, 'arg']);
    }
    for (const extension of ['js', 'mjs', 'cjs', 'ts', 'mts']) {
      await writeFile(join(rig.workspace, `script.${extension}`), '');
      const command = resolve(file(`script.${extension}`));
      assert.equal('file' in command && command.file, process.execPath);
    }
  });

  it('says what was looked for', async () => {
    for (const [name, reason] of [
      ['a.py', 'no Python was found: looked for .venv, venv, python3, python'],
      ['a.sh', 'no shell was found: looked for bash, sh'],
      ['a.jl', 'no Julia was found: looked for julia'],
    ] as const) {
      await writeFile(join(rig.workspace, name), '');
      assert.deepEqual(resolve(file(name)), { kind: 'not-started', cause: 'missing-interpreter', reason });
    }
  });

  it('puts a virtual environment in place', async () => {
    const python = await executable('.venv', 'bin', 'python');
    await writeFile(join(rig.workspace, 'a.py'), '');
    assert.deepEqual(resolve(file('a.py')), {
      file: python,
      args: [join(rig.workspace, 'a.py'), 'arg'],
      env: {
        VIRTUAL_ENV: join(rig.workspace, '.venv'),
        PATH: [join(rig.workspace, '.venv', 'bin'), join(rig.workspace, 'bin')].join(delimiter),
      },
      verbatim: false,
    });
  });

  it('runs what is executable itself', async () => {
    const path = await executable('tool');
    assert.deepEqual(resolve(file('tool')), { file: path, args: ['arg'], env: {}, verbatim: false });
  });

  it('takes the interpreter that is named', async () => {
    await writeFile(join(rig.workspace, 'a.py'), '');
    const path = await executable('bin', 'special');
    const command = {
      file: path,
      args: ['-x', join(rig.workspace, 'a.py'), 'arg'],
      env: {},
      verbatim: false,
    };
    assert.deepEqual(resolve(file('a.py', ['special', '-x'])), command);
    assert.deepEqual(resolve(file('a.py', ['bin/special', '-x'])), command);
    for (const name of ['absent', 'bin/absent']) {
      const missing = resolve(file('a.py', [name]));
      assert.equal('cause' in missing && missing.cause, 'missing-interpreter');
      assert.match('reason' in missing ? missing.reason : '', /absent/);
    }
  });

  it('says that a folder is no script', () => {
    const missing = resolve(file('bin'));
    assert.equal('reason' in missing && missing.reason, 'bin is a folder, not a script');
  });

  it('tells a missing interpreter of a first line from a missing script', async () => {
    await writeFile(join(rig.workspace, 'tool'), '#!/no/such/interpreter\n');
    await chmod(join(rig.workspace, 'tool'), 0o755);
    const { result } = await rig.run(rig.job({ program: file('tool') }));
    assert.equal(result.kind === 'not-started' && result.cause, 'missing-interpreter');
    assert.match(
      result.kind === 'not-started' ? result.reason : '',
      /tool asks for an interpreter in its first line/,
    );
  });

  it('runs a Python script with the environment of the workspace', async () => {
    // A stand-in that shows what a virtual environment's own Python is given.
    const python = await executable('venv', 'bin', 'python');
    await writeFile(python, '#!/bin/sh\necho "$VIRTUAL_ENV|$PATH|$1"\n');
    await writeFile(join(rig.workspace, 'a.py'), '');
    const { log } = await rig.run(rig.job({ program: file('a.py') }));
    const venv = join(rig.workspace, 'venv');
    assert.equal(log, `${venv}|${join(venv, 'bin')}:${process.env.PATH}|${join(rig.workspace, 'a.py')}\n`);
  });
});

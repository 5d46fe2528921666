import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { codesIn, root, tableOf } from './documents.ts';

/** The help of commands, in one process. */
function helpOf(commands: readonly (readonly string[])[]): string[] {
  const program = pathToFileURL(path.join(root, 'src', 'cli', 'program.ts')).href;
  const code = `const { runProgram } = await import(${JSON.stringify(program)});
    for (const words of ${JSON.stringify(commands)}) {
      await runProgram([...words, '--help']);
      process.stdout.write('\\0');
    }`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.split('\0').slice(0, -1);
}

/** The commands that a help lists, but for `help` itself. */
function commandsIn(help: string): string[] {
  const list = help.split('\nCommands:\n')[1] ?? '';
  return [...list.matchAll(/^ {2}([a-z]+)/gm)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== 'help');
}

/** The options that a help lists, but for those that every command has. */
function optionsIn(help: string): string[] {
  const list = help.split('\nOptions:\n')[1] ?? '';
  return [...list.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)]
    .map((match) => match[1] ?? '')
    .filter((name) => !['--workspace', '--json', '--help'].includes(name))
    .sort();
}

/** `cache` and what it takes: `run <pipeline>` is `run PIPELINE`, `changes [run]` is `changes [RUN]`, `[words...]` is `[WORDS…]`. */
function usageIn(help: string): string {
  const usage = /^Usage: dodeca (.*)$/m.exec(help)?.[1] ?? '';
  return usage
    .replace(' [options]', '')
    .replace(/<(\w+)>/g, (_all, word: string) => word.toUpperCase())
    .replace(/\[(\w+)\]/g, (optional) => optional.toUpperCase())
    .replace(/\[(\w+)\.{3}\]/g, (_all, words: string) => `[${words.toUpperCase()}…]`);
}

describe('the table of commands in README.md', () => {
  const rows = tableOf('README.md', 'command', 'does', 'options').map(([usage = '', , options = '']) => ({
    usage: codesIn(usage)[0] ?? '',
    options: codesIn(options).map((option) => option.split(' ')[0] ?? ''),
  }));
  const wordsOf = (usage: string): string[] => usage.split(' ').filter((word) => /^[a-z]/.test(word));

  it('has every command, and no other', () => {
    const [help = ''] = helpOf([[]]);
    const groups = commandsIn(help);
    const inner = helpOf(groups.map((name) => [name])).map(commandsIn);
    const registered = groups.flatMap((name, index) => {
      const below = inner[index] ?? [];
      return below.length === 0 ? [name] : below.map((word) => `${name} ${word}`);
    });
    assert.ok(registered.length > 15);
    assert.deepEqual(rows.map(({ usage }) => wordsOf(usage).join(' ')).sort(), registered.sort());
  });

  it('has their arguments and options', () => {
    const helps = helpOf(rows.map(({ usage }) => wordsOf(usage)));
    rows.forEach(({ usage, options }, index) => {
      const help = helps[index] ?? '';
      assert.equal(usageIn(help), usage);
      assert.deepEqual(options.sort(), optionsIn(help), usage);
    });
  });
});

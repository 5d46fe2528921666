import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DapTranscript } from '../../harness/dap-transcript.ts';
import { DebuggedWorkspace } from '../../harness/debugged-workspace.ts';

// The protocol as clients hear it. `UPDATE_GOLDEN=1` writes the files anew.
describe('the conversation with a client', () => {
  const workspace = new DebuggedWorkspace();
  const { path } = workspace;
  const source = { path: `${path}/dodeca.yaml` };
  const client = {
    adapterID: 'dodeca',
    clientID: 'test',
    linesStartAt1: true,
    columnsStartAt1: true,
    pathFormat: 'path',
    supportsVariableType: true,
  };

  const line = (text: string): number =>
    workspace
      .read('dodeca.yaml')
      .split('\n')
      .findIndex((one) => one.includes(text)) + 1;

  before(async () => void (await workspace.connect()));
  after(() => workspace.dispose());

  /** A conversation that is to be as it is written down in `transcripts/NAME.txt`. */
  function conversation(name: string, title: string, converse: (talk: DapTranscript) => Promise<void>): void {
    it(title, async () => {
      const talk = new DapTranscript([[path, 'WORKSPACE']]);
      let text: string;
      try {
        await converse(talk);
      } finally {
        text = await talk.text();
      }
      const file = new URL(`./transcripts/${name}.txt`, import.meta.url);
      if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
      assert.equal(text, existsSync(file) ? readFileSync(file, 'utf8') : '');
    });
  }

  conversation('launch', 'about a run that is launched is the one that is written down', async (talk) => {
    await talk.ask('initialize', client);
    await talk.until('initialized');
    await talk.ask('breakpointLocations', { source, line: line('  p:'), endLine: line('- third') });
    const breakpoints = [
      { line: line('needs nothing') },
      { line: line('  shaky:'), condition: 'attempt > 1' },
      { line: line('- third'), condition: 'attempt' },
    ];
    await talk.ask('setBreakpoints', { source, breakpoints, sourceModified: false });
    await talk.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'three/first' }] });
    await talk.ask('setExceptionBreakpoints', { filters: ['failed'] });
    await talk.ask('launch', {
      type: 'dodeca',
      request: 'launch',
      pipeline: 'p',
      workspace: path,
      stopOnEntry: true,
    });
    await talk.ask('configurationDone');
    const entry = await talk.stop();
    const { threadId } = entry;
    await talk.ask('threads');
    await talk.ask('stepIn', { threadId });
    const { frames } = await talk.stop();
    const { scopes } = (await talk.ask('scopes', { frameId: frames[0]?.id })) as {
      scopes: { variablesReference: number }[];
    };
    for (const { variablesReference } of scopes) await talk.ask('variables', { variablesReference });
    const environment = scopes[1]?.variablesReference;
    await talk.ask('setVariable', { variablesReference: environment, name: 'MODE', value: 'fast' });
    await talk.ask('evaluate', { expression: 'inputs.n + 1', frameId: frames[0]?.id, context: 'watch' });
    await talk.ask('evaluate', { expression: 'first', frameId: frames[0]?.id, context: 'hover' });
    await talk.ask('next', { threadId });
    await talk.stop();
    await talk.ask('stepBack', { threadId });
    const three = line('name: three');
    const { targets } = (await talk.ask('gotoTargets', { source, line: three })) as {
      targets: { id: number }[];
    };
    await talk.ask('goto', { threadId, targetId: targets[0]?.id });
    await talk.stop();
    await talk.ask('continue', { threadId });
    const last = await talk.stop();
    await talk.ask('stepOut', { threadId: last.threadId });
    await talk.until('terminated');
    await talk.ask('next', { threadId });
    await talk.ask('disconnect', { restart: false });
  });

  conversation('failures', 'about attempts that fail is the one that is written down', async (talk) => {
    await talk.ask('initialize', client);
    await talk.ask('setExceptionBreakpoints', {
      filters: ['retried'],
      filterOptions: [{ filterId: 'failed', condition: 'metrics.broken.rows > 2.0' }],
    });
    await talk.ask('configurationDone');
    await talk.ask('launch', { pipeline: 'failing', workspace: path });
    const shaky = await talk.stop();
    await talk.ask('exceptionInfo', { threadId: shaky.threadId });
    await talk.ask('continue', { threadId: shaky.threadId });
    const broken = await talk.stop();
    await talk.ask('exceptionInfo', { threadId: broken.threadId });
    await talk.ask('continue', { threadId: broken.threadId });
    await talk.until('terminated');
  });

  conversation('refusals', 'about nothing that can be done is the one that is written down', async (talk) => {
    await talk.ask('threads');
    await talk.ask('initialize', {});
    await talk.ask('initialize', {});
    await talk.ask('next', { threadId: 1 });
    await talk.ask('launch', { workspace: path });
    await talk.ask('launch', { workspace: path, pipeline: 'pp' });
    await talk.ask('launch', { workspace: path, pipeline: 'p', params: { greting: 'x' } });
    await talk.ask('attach', { workspace: path, run: 'nobody' });
    await talk.ask('setBreakpoints', { source: { path: `${path}/note.js` }, breakpoints: [{ line: 1 }] });
    await talk.ask('setFunctionBreakpoints', { breakpoints: [{}] });
    await talk.ask('source', { sourceReference: 9 });
    await talk.ask('completions', { text: 'out', column: 4 });
    await talk.ask('restart', {});
    await talk.ask('terminate');
    await talk.until('terminated');
    await talk.ask('launch', { workspace: path, pipeline: 'p' });
    await talk.ask('disconnect');
  });

  conversation('record', 'about the record of a run is the one that is written down', async (talk) => {
    await workspace.run(0, 'p');
    await talk.ask('initialize', client);
    await talk.ask('attach', { workspace: path, run: 'last' });
    await talk.ask('setBreakpoints', { source, breakpoints: [{ line: line('name: three') }] });
    await talk.ask('configurationDone');
    const { threadId } = await talk.stop();
    await talk.ask('continue', { threadId });
    const { frames } = await talk.stop();
    await talk.ask('evaluate', { expression: 'outputs.first', frameId: frames[0]?.id });
    await talk.ask('setVariable', { variablesReference: 99, name: 'n', value: '1' });
    await talk.ask('stepBack', { threadId });
    await talk.stop();
    await talk.ask('next', { threadId });
    await talk.stop();
    await talk.ask('disconnect');
  });
});

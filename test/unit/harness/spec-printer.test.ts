import assert from 'node:assert/strict';
import { SpecPrinter } from '../../harness/vscode/spec-printer.ts';

describe('what is printed of tests in the extension host', () => {
  it('looks as mocha prints it, with sums that can be counted', () => {
    const lines: string[] = [];
    const printer = new SpecPrinter((line) => lines.push(line));
    printer.tell({ type: 'begin', vscode: '1.2.3', node: 'v24' });
    printer.tell({ type: 'suite', title: 'trees', depth: 0 });
    printer.tell({ type: 'test', title: 'grow' });
    printer.tell({ type: 'note', text: '3 m' });
    printer.tell({ type: 'passed', title: 'grow', depth: 1, ms: 80 });
    printer.tell({ type: 'skipped', title: 'fall', depth: 1 });
    printer.tell({ type: 'failed', path: ['trees', 'burn'], depth: 1, error: 'Error: wet\n    at x' });
    printer.tell({ type: 'end' });
    printer.finish();
    assert.deepEqual(lines, [
      '  in VS Code 1.2.3, Node v24',
      '  trees',
      '      3 m',
      '    ✔ grow (80ms)',
      '    - fall',
      '    1) burn',
      '\n  1 passing (0s)',
      '  1 pending',
      '  1 failing\n',
      '  1) trees › burn',
      '       Error: wet\n           at x\n',
    ]);
    assert.equal(printer.failed, 1);
  });
});

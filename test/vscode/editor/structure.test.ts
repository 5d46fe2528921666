import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withDefinition } from './open-definition.ts';

const text = `# What runs at night,
# and what by day.
agents:
  report:
    file: report.py
  other:
    file: missing.py
pipelines:
  nightly:
    stages:
      - name: check
        agents: [smoke_tester]
      - name: write
        agents: [report]
`;

/** An outline as indented lines. */
function drawn(symbols: readonly vscode.DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${indent}${name}${detail === '' ? '' : ` (${detail})`}`,
    ...drawn(children, `${indent}  `),
  ]);
}

describe('The structure of a definition', () => {
  it('is its outline', async () => {
    await withDefinition(text, async ({ document }) => {
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      assert.deepEqual(drawn(symbols), [
        'agents',
        '  report (report.py)',
        '  other (missing.py)',
        'pipelines',
        '  nightly (2 stages)',
        '    check (smoke_tester)',
        '    write (report)',
      ]);
    });
  });

  it('can be folded', async () => {
    await withDefinition(text, async ({ document }) => {
      const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        document.uri,
      );
      const shown = folds.map(({ start, end, kind }) => `${start + 1}-${end + 1} ${kind ?? ''}`.trim());
      for (const fold of [`1-2 ${vscode.FoldingRangeKind.Comment}`, '3-7', '4-5', '8-14', '9-14', '11-12']) {
        assert.ok(shown.includes(fold), `${fold} in ${shown.join(', ')}`);
      }
    });
  });

  it('has links to the scripts that are there', async () => {
    await withDefinition(text, async ({ document, folder }) => {
      writeFileSync(join(folder, 'report.py'), '');
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      assert.deepEqual(
        links.map(({ range, target }) => [document.getText(range), target?.fsPath]),
        [['report.py', join(folder, 'report.py')]],
      );
    });
  });
});

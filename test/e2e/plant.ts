import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A workspace whose agents need a shell alone. `slow` goes on until there is a file `go`, `lint` names a place in a
 * file.
 */
const files: Readonly<Record<string, string>> = {
  'dodeca.yaml': `version: 1
agents:
  lint: { run: 'echo checking; echo "src/valve.txt:3:7: the valve is open"' }
  slow:
    run: >-
      echo '::dodeca {"type":"progress","percent":40,"message":"cooling"}';
      while [ ! -e go ]; do sleep 0.05; done
  report: { run: 'echo written' }
clusters:
  C1: { name: Plant, agents: [lint, slow, report] }
pipelines:
  cool_down:
    description: Checks, cools, reports
    stages:
      - { name: check, agents: [lint] }
      - { name: cool, agents: [slow] }
      - { name: tell, agents: [report] }
`,
  'src/valve.txt': 'one\ntwo\nthree: open\nfour\n',
};

export function preparePlant(folder: string): string {
  const workspace = join(folder, 'plant');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(workspace, path, '..'), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  return workspace;
}

/** Lets `slow` end. */
export function letGo(workspace: string): void {
  writeFileSync(join(workspace, 'go'), '');
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const guide = `# The helium plant

The plant cools the accelerator with liquid helium. A compressor brings the gas to fourteen bar, an oil separator
cleans it, and two turbines take the heat out of it before a valve lets it expand into the cold box. Whoever opens the
cold box waits until the pressure has fallen below two bar, and notes the level of the dewar in the log of the shift.

## The compressor

The compressor runs at three thousand turns a minute. Its bearings are looked at every week, its oil is changed twice a
year, and the temperature of the oil is kept between fifty and seventy degrees by a fan that the controller switches.

## The turbines

Two turbines stand in series. The first one takes the gas from three hundred to eighty degrees above the absolute zero,
the second one from eighty to twenty. They are stopped by closing the inlet slowly, never by the brake.
`;

/** A workspace with documents of every collection, with findings, duplicates, and one file that is made from another. */
const files: Readonly<Record<string, string>> = {
  'dodeca.yaml': `version: 1
agents:
  summer:
    run: 'mkdir -p out; cp data/numbers.csv out/sum.csv'
    inputs: [data/numbers.csv]
    outputs: [out/sum.csv]
  stuck: { run: 'echo "ValveError: the valve is stuck"; exit 3' }
pipelines:
  sum:
    stages:
      - { name: make, agents: [summer] }
  turn:
    stages:
      - { name: only, agents: [stuck] }
`,
  'src/plant/valve.py':
    '"""The valve of the cold box."""\n\n\ndef open_valve():\n    """Lets the gas expand."""\n',
  'src/plant/turbine.py':
    '"""The turbines."""\n\nfrom plant import valve\n\n\ndef stop():\n    """Closes the inlet."""\n    valve.open_valve()\n',
  'src/start.py': '"""Starts the plant."""\n\nfrom plant import turbine\n\nturbine.stop()\n',
  'notebooks/overview.ipynb': JSON.stringify({
    cells: [{ cell_type: 'markdown', metadata: {}, source: ['# Overview of the plant'] }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  }),
  'docs/plant.md': guide,
  'docs/old/plant-2019.md': guide.replace('fourteen bar', 'sixteen bar'),
  'docs/shift.md': '# The shift\n\nWhoever begins reads [the rules](rules.md) first.\n',
  'docs/alarms.md': '# The alarms\n\nWhat each one means is in [the limits](limits.md).\n',
  'docs/tables/limits.md': '# The limits\n\nAbove fourteen bar the horn sounds.\n',
  'data/numbers.csv': 'day,value\n1,20\n2,22\n3,19\n',
  'config/plant.yaml': 'plant:\n  pressure: 14\n',
  'tools/backup.sh': '#!/bin/sh\n# Keeps the log of the shift.\ncp shift.log backup/\n',
  'notes.txt': 'The fan of the compressor is loud.\n',
};

export function prepareShelf(folder: string): string {
  const workspace = join(folder, 'shelf');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  return workspace;
}

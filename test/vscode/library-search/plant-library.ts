import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const cells = [
  { cell_type: 'markdown', source: ['# Cooldown of sector 12\n', '\n', 'From 300 K to 4.5 K.'] },
  { cell_type: 'code', source: ['import pandas as pd\n', 'frame = pd.read_csv("data/valves.csv")'] },
  { cell_type: 'code', source: ['def subcooling_margin(frame):\n', '    return frame.pressure.min()'] },
  { cell_type: 'markdown', source: ['The hydrogen purge follows.'] },
].map((cell) => ({
  ...cell,
  metadata: {},
  ...(cell.cell_type === 'code' ? { execution_count: null, outputs: [] } : {}),
}));

const files: Readonly<Record<string, string>> = {
  'dodeca.yaml': `version: 1
agents:
  leak_test: { run: 'echo "checking the seals"; echo "ERROR: vacuum leak at flange F7" >&2; exit 3' }
pipelines:
  seal: { stages: [{ name: check, agents: [leak_test] }] }
`,
  'cryo/quench.py': `"""Finds quenches of superconducting magnets."""


def detect_quench(voltage: list[float], limit: float = 0.1) -> bool:
    """Whether the resistive voltage stays above the limit for ten milliseconds."""
    return min(voltage) > limit


class QuenchHeater:
    """Fires the heaters of one magnet."""

    def fire(self, magnet: str) -> None:
        """Discharges the capacitor bank."""
        print(magnet)
`,
  'cryo/report.py': `"""Writes the nightly report of the plant."""

from cryo.quench import detect_quench


def nightly(voltages: list[float]) -> str:
    return "quench" if detect_quench(voltages) else "calm"
`,
  'lib/valve-position.ts': `/** The position of a valve in percent. */
export function valvePosition(raw: number): number {
  return (raw / 4095) * 100;
}
`,
  'lib/show-valve.ts': `import { valvePosition } from './valve-position.ts';

console.log(valvePosition(2048));
`,
  'docs/cooldown.md': `# Cooldown

## Before the start

The purge circuit is evacuated twice.

## Down to 80 K

Liquid nitrogen precools the shields for \`detect_quench\` to have something to do.

## Down to 4.5 K

The turbines take over. Never open the bypass valve below 20 K.
`,
  'data/valves.csv': 'name,pressure,position\nCV910,1.31,42\nCV920,1.29,17\n',
  'config/limits.yaml': 'limits:\n  helium_pressure_bar: 1.6\n  turbine_speed_hz: 3200\n',
  'notebooks/cooldown.ipynb': `${JSON.stringify(
    {
      cells,
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  )}\n`,
};

/** A small workspace with a file of each kind, made in a folder; answers with its path. */
export function preparePlantLibrary(folder: string, name = 'plant'): string {
  const workspace = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  return workspace;
}

import assert from 'node:assert/strict';
import * as z from 'zod';
import { groundTruth } from './ground-truth.ts';
import { useSample } from './sample-copy.ts';

const foundAnomalies = z.object({
  anomalies: groundTruth.shape.anomalies,
  score: z.record(z.string(), z.number()),
});

describe('samples/cryo-linac: the anomalies', () => {
  const sample = useSample();

  it('finds exactly the anomalies that were planted, and measures its own score', () => {
    const { anomalies: planted } = groundTruth.parse(JSON.parse(sample().read('data/ground_truth.json')));
    const { anomalies, score } = foundAnomalies.parse(sample().outputs('find_anomalies'));
    assert.equal(anomalies.length, planted.length);
    for (const [i, truth] of planted.entries()) {
      const found = anomalies[i];
      assert.ok(found);
      assert.equal(found.file, truth.file);
      assert.deepEqual(found.channels, truth.channels);
      assert.ok(
        found.first_line >= truth.first_line && found.last_line <= truth.last_line,
        JSON.stringify(found),
      );
      assert.ok(
        found.last_line - found.first_line >= (truth.last_line - truth.first_line) / 2,
        JSON.stringify(found),
      );
    }
    assert.deepEqual(
      sample()
        .findings('find_anomalies')
        .map(({ path: file, line }) => [file, line]),
      anomalies.map((a) => [a.file, a.first_line]),
    );
    assert.deepEqual(score, { found: planted.length, planted: planted.length, precision: 1, recall: 1 });
  });

  it('finds nothing where nothing was planted, changes of load included', () => {
    const found = sample().evaluate(`
import os, pathlib, tempfile
import generate_data as g, plant as p, find_anomalies as f
g.ANOMALIES = ()
found = []
for seed in (1, 2, 3):
  with tempfile.TemporaryDirectory() as folder:
      p.WORKSPACE = pathlib.Path(folder)
      os.mkdir(os.path.join(folder, "data"))
      pathlib.Path(folder, "plant.json").write_text(pathlib.Path("plant.json").read_text())
      plant = p.load_plant()
      for sector in plant.sectors:
          g.write(pathlib.Path(folder, sector.file), "\\n".join(g.sector_lines(plant, sector, seed)) + "\\n")
          found += [a.file for a in f.search(plant, sector, 61, 3.5)]
print(json.dumps(found))`);
    assert.deepEqual(found, []);
  });

  it('scores what is wrong and what is missed', () => {
    const scored = sample().evaluate(`
from find_anomalies import Anomaly, score
def at(line, channel): return Anomaly("a.csv", line, line + 4, "", "", [channel], 4.0)
planted = [{"file": "a.csv", "channels": ["p"], "first_line": n, "last_line": n + 5} for n in (10, 50, 90, 130)]
print(json.dumps([score([at(12, "p"), at(50, "q"), at(300, "p")], planted), score([], planted)]))`);
    assert.deepEqual(scored, [
      { found: 3, planted: 4, precision: 0.3333, recall: 0.25 },
      { found: 0, planted: 4, precision: null, recall: 0 },
    ]);
  });
});

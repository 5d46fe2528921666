import assert from 'node:assert/strict';
import * as z from 'zod';
import { near } from './numbers.ts';
import { useSample } from './sample-copy.ts';

const spread = z.object({ median: z.number(), lower: z.number(), upper: z.number() });
const comparison = z.object({
  pairs: z.int(),
  points: z.int(),
  identical: z.literal(true),
  slow: spread,
  fast: spread,
  ratio: spread,
});

describe('samples/cryo-linac: the optimizer', () => {
  const sample = useSample();

  it('has two rolling medians that agree, also at the ends and with equal values', () => {
    const cases = sample().evaluate(`
import random, statistics
from rolling import rolling_median_naive as naive, rolling_median_sorted as quick
r = random.Random(7)
cases = 0
for _ in range(400):
  values = [r.choice([round(r.gauss(0, 1), 1), 0.0]) for _ in range(r.randrange(0, 80))]
  window = r.choice([3, 5, 9, 31, 61, 101])
  expected = [statistics.median(values[max(0, i - window // 2):i + window // 2 + 1]) for i in range(len(values))]
  assert naive(values, window) == expected == quick(values, window), (values, window)
  cases += 1
print(cases)`);
    assert.equal(cases, 400);
  });

  it('measures the ratio: it turns over when the two are swapped', () => {
    const ratios = sample().evaluate(`
from optimizer import all_series
from rolling import rolling_median_naive as naive, rolling_median_sorted as quick
from timing import compare
series = all_series()[:1]
print(json.dumps([compare(a, b, series, 241, 10).ratio.median for a, b in ((naive, quick), (quick, naive))]))`);
    const [forwards, backwards] = z.tuple([z.number(), z.number()]).parse(ratios);
    assert.ok(forwards > 1 && backwards < 1, `${forwards} and ${backwards}`);
  });

  it('refuses to compare computations that differ', () => {
    const refused = sample().evaluate(`
from timing import compare
try:
  compare(lambda v, w: list(v), lambda v, w: [x + 1 for x in v], [[1.0, 2.0]], 3, 10)
  print("false")
except ValueError:
  print("true")`);
    assert.equal(refused, true);
  });

  it('reports the ratio it measured, with its spread', () => {
    const messages = sample().said('optimizer', { pairs: 10 });
    const measured = comparison.parse(sample().outputs('optimizer').comparison);
    assert.equal(measured.pairs, 10);
    for (const { lower, median, upper } of [measured.slow, measured.fast, measured.ratio]) {
      assert.ok(0 < lower && lower <= median && median <= upper);
    }
    const metric = messages.find((m) => m.type === 'metric' && m.name === 'speed_ratio');
    assert.ok(metric?.type === 'metric');
    near(metric.value, measured.ratio.median, 1e-3);
  });
});

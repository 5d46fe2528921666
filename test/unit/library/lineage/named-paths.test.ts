import assert from 'node:assert/strict';
import fc from 'fast-check';
import { namedPaths } from '../../../../src/library/lineage/named-paths.ts';

const found = (text: string, loose = false): string[] => namedPaths(text, loose).map(({ target }) => target);

describe('namedPaths', () => {
  it('finds what code calls a file by a folder, or by quotes around it', () => {
    const cases: [string, string[]][] = [
      ['pd.read_csv("data/helium.csv")', ['data/helium.csv']],
      ["open('helium.csv')", ['helium.csv']],
      ['run(f"python analysis/cryo.py --out {out}")', ['analysis/cryo.py']],
      ['# see docs/cooling.md.', ['docs/cooling.md']],
      ['const a = `../data/a-b_c.json`;', ['../data/a-b_c.json']],
      ['"übung/größe.csv"', ['übung/größe.csv']],
      ['"a/b.tar.gz"', ['a/b.tar.gz']],
      ['"./x.py", "./x.py"', ['./x.py']],
    ];
    for (const [text, targets] of cases) assert.deepEqual(found(text), targets, text);
  });

  it('takes nothing else for a path', () => {
    for (const text of [
      'response.json()',
      'result.text',
      'return config.env;',
      '"https://example.org/a.html"',
      '"data/*.csv"',
      '"**/x.py"',
      '".csv"',
      '"data/.csv"',
      '"x.csvs"',
      '"x.py.other"',
      '"%s/x.csv"',
      '"user@host.md"',
      '"a//b.py"',
      '".../x.py"',
      '"x.py',
    ])
      assert.deepEqual(found(text), [], text);
  });

  it('needs no quotes where a language has none', () => {
    assert.deepEqual(found('python run.py < in.txt > out/a.csv', true), ['run.py', 'in.txt', 'out/a.csv']);
    assert.deepEqual(found('file: agents/cryo.py\nscript: x.sh', true), ['agents/cryo.py', 'x.sh']);
  });

  it('says where each stands first', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('"', "'", 'a', '/', '.py', '.csv', '..', ' ', '\n', '*', '://', '.', '-', 'é'),
        ),
        fc.boolean(),
        (parts, loose) => {
          const text = parts.join('');
          const seen = new Set<string>();
          for (const { target, offset } of namedPaths(text, loose)) {
            assert.equal(text.slice(offset, offset + target.length), target);
            assert.match(target, /\.(?:py|csv)$/);
            assert.ok(!seen.has(target));
            seen.add(target);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps a bounded number of them, in a time that grows with the text alone', () => {
    const many = Array.from({ length: 1000 }, (_, at) => `"d/${at}.csv"`).join('\n');
    assert.equal(found(many).length, 200);
    for (const text of ['a/'.repeat(500_000), '.py'.repeat(300_000), `${'a'.repeat(1_000_000)}.py`])
      assert.deepEqual(found(text), []);
  });
});

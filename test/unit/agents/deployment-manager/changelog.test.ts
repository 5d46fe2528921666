import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeChangelog } from '../../../../src/agents/deployment-manager/changelog/judge-changelog.ts';
import { parseChangelog } from '../../../../src/agents/deployment-manager/changelog/parse-changelog.ts';
import { readDate } from '../../../../src/agents/deployment-manager/changelog/read-date.ts';
import { parseVersion } from '../../../../src/agents/deployment-manager/versions/version.ts';

const now = Date.UTC(2025, 0, 1);

function judge(text: string, version = '1.0.0', ...released: string[]) {
  const parsed = parseVersion(version);
  assert.ok(parsed);
  const before = released.flatMap((text) => parseVersion(text) ?? []);
  const { findings, ...rest } = judgeChangelog(
    'CHANGELOG.md',
    parseChangelog(text, 'parcel'),
    parsed,
    before,
    now,
  );
  return { ...rest, found: findings.map(({ rule, line }) => `${line} ${rule}`) };
}

describe('changelog', () => {
  const headings: [string, string | null, string | null][] = [
    ['## [1.2.3] - 2024-01-05', '1.2.3', '2024-01-05'],
    ['## 1.2.3', '1.2.3', null],
    ['# v1.2.3 (2024/01/05)', '1.2.3', '2024/01/05'],
    ['## [1.2.3](https://example.org/a(b)/compare/v1...v2) (2024-01-05)', '1.2.3', '2024-01-05'],
    ['### Version 1.2.3 — January 5th, 2024 ###', '1.2.3', 'January 5th, 2024'],
    ['## parcel@1.2.3', '1.2.3', null],
    ['## parcel 1.2.3: 5 Jan 2024', '1.2.3', '5 Jan 2024'],
    ['## `1.2.3-beta.1`', '1.2.3-beta.1', null],
    ['## 🚀 1.2.3', '1.2.3', null],
    ['**1.2.3** (2024-01-05)', '1.2.3', '2024-01-05'],
    ['1.2.3 / 2024-01-05\n==================', '1.2.3', '2024-01-05'],
    ['Changes in 1.2rc1\n-----------------', '1.2rc1', null],
    ['1.2.3 - 2024-01-05', '1.2.3', '2024-01-05'],
    ['v1.2.3:', '1.2.3', null],
    [' - 1.2.3 (2024/01/05)\n   - It.', '1.2.3', '2024/01/05'],
    ['## 2024-01-05, version 1.2.3', '1.2.3', null],
    ['Revision 1.2.3, released 10-09-2024\n-----------', '1.2.3', null],
    ['1.2.3 (2024-01-05)\n``````````````````', '1.2.3', '2024-01-05'],
    ['## <a name="1.2.3"></a>1.2.3', '1.2.3', null],
    ['## Fixed in 1.2.3', null, null],
    ['## 3 things', null, null],
    ['## Node 18.0.0', null, null],
    ['- 1.2.3 is out', null, null],
    ['See 1.2.3 for more', null, null],
    ['```\n## 1.2.3\n```', null, null],
    ['<!--\n## 1.2.3\n-->', null, null],
    ['1.2.3 introduces a new thing', null, null],
    ['2024-01-05', null, null],
    ['## 2024-01-05', null, null],
  ];
  for (const [text, version, date] of headings) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const [entry] = parseChangelog(text, 'parcel');
      assert.equal(entry?.version?.text ?? null, version);
      assert.equal(entry?.date?.text ?? null, date);
    });
  }

  it('knows what is unreleased, and whether something is in it', () => {
    const unreleased: [string, boolean][] = [
      ['## [Unreleased]\n\n### Added\n\n- It.', true],
      ['## Unreleased\n\n### Added\n\n## 1.0.0', false],
      ['## [Unreleased](https://example.org)\n\n[unreleased]: https://example.org', false],
      ['## Next\n* It.', true],
      ['# 2.0.0 (unreleased)\nIt.', true],
      ['Unreleased\n==========\n\n* It.', true],
    ];
    for (const [text, hasContent] of unreleased) {
      const [entry] = parseChangelog(text);
      assert.deepEqual([entry?.unreleased, entry?.hasContent], [true, hasContent], text);
    }
    assert.deepEqual(parseChangelog('## Next steps for us\n\nAll.'), []);
    assert.deepEqual(parseChangelog('## Development setup\n\nAll.'), []);
  });

  it('misses the entry of the version', () => {
    assert.deepEqual(judge('# Log\n\n## 0.9.0\n\n- It.').found, ['3 changelog-missing']);
    assert.deepEqual(judge('## Unreleased\n\n## 0.9.0\n\n- It.').found, ['3 changelog-missing']);
    for (const [text, version] of [
      ['## 1.0.0\n\n- It.', '1.0.0'],
      ['## 1.0\n\n- It.', '1.0.3'],
      ['## 1.0.x\n\n- It.', '1.0.3'],
      ['## 1.0.0\n\n- It.', '1.0.0-beta.2'],
      ['## Unreleased\n- It.\n## 0.9.0', '1.0.0'],
      ['## 0.9.0', '1.0.0-SNAPSHOT'],
      ['See the releases page.', '1.0.0'],
      ['# v2\n\n- All of it.', '2.1.1'],
      ['## 1.0.1 & 1.0.3\n\n- It.', '1.0.3'],
      // Nobody has written it for long.
      ['## 0.9.0', '1.0.1'],
    ] as const)
      assert.deepEqual(judge(text, version).found, [], text);
  });

  it('misses nothing where the last releases have no entry either', () => {
    const text = '## 0.7.0\n- It.';
    assert.deepEqual(judge(text, '1.0.0', '0.9.0', '0.8.0', '0.7.0').found, []);
    assert.deepEqual(judge(text, '1.0.0', '0.8.0', '0.7.0').found, ['1 changelog-missing']);
    assert.deepEqual(judge(text, '1.0.0', '2.0.0', '0.7.0').found, ['1 changelog-missing']);
  });

  it('sees an entry at the wrong place, and no order that somebody chose', () => {
    assert.deepEqual(judge('## 0.9.0\n## 1.0.0\n## 0.8.0\n## 0.7.0\n').found, ['2 changelog-order']);
    assert.deepEqual(judge('## 0.9.0 2024-01-01\n## 1.0.0 2024-02-01\n## 0.8.0\n## 0.7.0').found, [
      '2 changelog-order',
    ]);
    // By date, with an older line of releases.
    assert.deepEqual(judge('## 0.9.9 2024-05-01\n## 1.0.0 2024-02-01\n## 0.8.0\n').found, []);
    // The oldest first.
    assert.deepEqual(judge('## 0.1.0\n## 0.2.0\n## 1.0.0\n').found, []);
    // No order at all.
    assert.deepEqual(judge('## 0.9.0\n## 1.0.0\n## 0.7.0\n## 0.8.0\n## 0.6.0\n## 0.5.0').found, []);
  });

  it('sees dates that cannot be', () => {
    assert.deepEqual(judge('## 1.0.0 - 2024-13-01\n## 0.9.0 - 2023-02-29\n').found, [
      '1 changelog-date',
      '2 changelog-date',
    ]);
    assert.deepEqual(judge('## 1.0.0 - 2052-01-01').found, ['1 changelog-date']);
    assert.deepEqual(judge('## 1.0.0 - 2025-01-02').found, []);
    assert.deepEqual(judge('## 1.0.0 - 2052-01-01 (unreleased)').found, []);
    assert.deepEqual(judge('## 1.0.1 - 2023-01-05\n## 1.0.0 - 2023-12-20').found, ['1 changelog-date']);
    assert.deepEqual(judge('## 1.1.0 - 2023-01-05\n## 1.0.0 - 2023-12-20').found, ['1 changelog-date']);
    assert.deepEqual(judge('## 1.1.0-rc.1 - 2023-01-05\n## 1.0.0 - 2023-12-20', '1.1.0-rc.1').found, []);
    // Another line of releases may have gone on.
    assert.deepEqual(judge('## 1.1.0 - 2023-01-05\n## 1.0.1 - 2023-12-20', '1.1.0').found, []);
    assert.deepEqual(judge('## 1.0.0 (31/12/2099)').found, []);
  });

  it('reads days', () => {
    const days: [string, string | null][] = [
      ['2024-02-29', '2024-02-29'],
      ['on 2023-02-29.', null],
      ['Sept. 3, 2020', '2020-09-03'],
      ['3rd of march 2020', '2020-03-03'],
      ['12 Decembering 2020', null],
    ];
    for (const [text, day] of days) {
      const time = readDate(text)?.time ?? null;
      assert.equal(time === null ? null : new Date(time).toISOString().slice(0, 10), day, text);
    }
  });

  it('is read and judged without a fault, whatever it is', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          '## ',
          '[',
          ']',
          '1.2.3',
          '\n',
          '\n---\n',
          '```\n',
          '<!--',
          '-->',
          '2024-01-05',
          'Unreleased',
          '(',
          '**',
          ' ',
        ),
        fc.string({ unit: 'binary', maxLength: 8 }),
      ),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        judge(parts.join(''));
      }),
      { numRuns: 500 },
    );
  });

  it('is read in time that grows with its length', () => {
    for (const piece of ['#', '[', '](', '*', '<', '<!--', '1.', '`', '\t', ' ', '\n=', '\n## ', 'version '])
      judge(piece.repeat(100_000));
  });
});

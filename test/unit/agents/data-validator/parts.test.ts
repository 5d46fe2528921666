import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isWordOrDecorated, numberOf } from '../../../../src/agents/data-validator/cell-kind.ts';
import { isKeyName, isNominal } from '../../../../src/agents/data-validator/column-names.ts';
import { dataFormatOf } from '../../../../src/agents/data-validator/data-format.ts';
import { dateForm, isoTime } from '../../../../src/agents/data-validator/date-form.ts';
import { cellSpans } from '../../../../src/agents/data-validator/delimited-records.ts';
import { findJsonTables } from '../../../../src/agents/data-validator/find-json-tables.ts';
import { inspectBuffer } from '../../../../src/agents/data-validator/inspect-bytes.ts';
import { trimmedCell } from '../../../../src/agents/data-validator/judge-texts.ts';
import { missingMarker } from '../../../../src/agents/data-validator/missing.ts';
import { repairedMojibake } from '../../../../src/agents/data-validator/mojibake.ts';
import { NumberSample } from '../../../../src/agents/data-validator/number-sample.ts';
import { outlyingNumbers } from '../../../../src/agents/data-validator/outliers.ts';
import { RepeatedValues } from '../../../../src/agents/data-validator/repeated-values.ts';
import { sniffDelimited } from '../../../../src/agents/data-validator/sniff-delimited.ts';
import { textHash } from '../../../../src/agents/data-validator/text-hash.ts';
import { TimeSteps } from '../../../../src/agents/data-validator/time-steps.ts';
import { findYamlTables } from '../../../../src/agents/data-validator/yaml-tables.ts';

function sampleOf(values: readonly number[]): NumberSample {
  const sample = new NumberSample();
  for (const value of values) sample.add(value);
  return sample;
}

describe('data validator: what a value is', () => {
  it('knows dates by their form', () => {
    const forms: [string, string | null][] = [
      ['2026-01-31', 'y-m-d'],
      ['2026/1/31', 'y/m/d'],
      ['2026-01-31T10:00Z', 'y-m-dTh:m zone'],
      ['2026-01-31 10:00:05.25', 'y-m-d h:m'],
      ['31.01.2026', 'd.m.y'],
      ['01/31/2026', 'm/d/y'],
      ['01/02/2026', '?/?/y'],
      ['1/2/26', '?/?/yy'],
      ['3 Mar 2026', 'd mon y'],
      ['Mar 3, 2026', 'mon d, y'],
      ['2026-13-01', null],
      ['32/13/2026', null],
      ['2026-01', null],
      ['20260131', null],
      ['1.2.3', null],
      ['192.168.10.1', null],
      ['march of 2026', null],
      ['', null],
    ];
    for (const [text, form] of forms) assert.equal(dateForm(text), form, text);
    assert.equal(isoTime('2026-01-31T10:00+02:00'), Date.UTC(2026, 0, 31, 8));
    assert.equal(isoTime('31.01.2026'), null);
  });

  it('knows numbers as they are written', () => {
    const numbers: [string, boolean, number | null][] = [
      ['12', false, 12],
      [' -1.5e3 ', false, -1500],
      ['.5', false, 0.5],
      ['1,234,567.5', false, 1_234_567.5],
      ['3,14', false, null],
      ['3,14', true, 3.14],
      ['12B', false, null],
      ['1.2.3', false, null],
      ['0x1f', false, null],
      ['-', false, null],
      ['', false, null],
      ['Infinity', false, null],
    ];
    for (const [text, comma, number] of numbers) assert.equal(numberOf(text, comma), number, text);
  });

  it('tells words and measures from codes', () => {
    for (const text of ['many', '<5', '12 %', '1.5 kg', '$4', '~3', '7*', '12 (estimated)']) {
      assert.equal(isWordOrDecorated(text), true, text);
    }
    for (const text of ['12B', 'A-17', '1.2.3', '555-1234', '4th']) {
      assert.equal(isWordOrDecorated(text), false, text);
    }
  });

  it('knows what stands for a missing value', () => {
    for (const cell of ['NA', 'N/A', 'null', 'NaN', '#N/A', '\\N']) assert.equal(missingMarker(cell), cell);
    assert.deepEqual(['', '  ', null, undefined].map(missingMarker), ['empty', 'empty', 'null', 'null']);
    for (const cell of ['none', 'NAB', '0', 0, false, 'unknown']) assert.equal(missingMarker(cell), null);
  });

  it('reads mojibake back, and leaves real words alone', () => {
    const words = [
      'é',
      'Ünïcödé',
      '€ 5',
      '“quoted”',
      'naïve – café',
      'smørrebrød',
      'Łódź',
      '日本語',
      'Ελλάδα',
    ];
    for (const word of words) {
      const wrong = new TextDecoder('windows-1252').decode(Buffer.from(word));
      assert.equal(repairedMojibake(wrong), word, wrong);
      assert.equal(repairedMojibake(word), null, word);
    }
    for (const word of ['São Tomé', 'NÃO', 'Ångström', 'Â', '25 °C', 'Ærø', 'ÐÑ', 'FRANÇAIS']) {
      assert.equal(repairedMojibake(word), null, word);
    }
  });

  it('trims cells in quotes and without', () => {
    assert.deepEqual([' a ', '" a "', '"a"', 'a', ' "a b" '].map(trimmedCell), [
      'a',
      '"a"',
      null,
      null,
      '"a b"',
    ]);
  });

  it('knows identifiers by their names', () => {
    for (const name of ['id', 'ID', '_id', 'uuid', 'key']) assert.equal(isKeyName(name, 3), true, name);
    for (const name of ['order_id', 'userId', 'User ID']) {
      assert.deepEqual([isKeyName(name, 0), isKeyName(name, 1)], [true, false], name);
    }
    for (const name of ['idea', 'paid', 'name', 'grid', 'monkey'])
      assert.equal(isKeyName(name, 0), false, name);
    for (const name of ['zip', 'lat', 'longitude', 'year', 'user_id', 'isoCode']) {
      assert.equal(isNominal(name), true, name);
    }
    for (const name of ['flow', 'price', 'lattice', 'weight']) assert.equal(isNominal(name), false, name);
  });

  it('takes files of tools for no data', () => {
    for (const path of [
      'package.json',
      'web/tsconfig.build.json',
      'a.schema.json',
      'x/openapi.yaml',
      '.github/workflows/ci.yml',
      'dist/a.js.map',
      'docker-compose.dev.yml',
      'charts/app/values.yaml',
      'notes.ipynb',
    ]) {
      assert.equal(dataFormatOf(path), undefined, path);
    }
    const formats = ['a.CSV', 'b.tsv', 'data/c.json', 'd.ndjson', 'e.yml'].map(dataFormatOf);
    assert.deepEqual(formats, ['delimited', 'delimited', 'json', 'json-lines', 'yaml']);
  });
});

describe('data validator: what is usual', () => {
  const normal = Array.from({ length: 200 }, (_, at) => 10 + Math.sin(at * 12.9898) * 2);

  it('finds numbers that stand apart', () => {
    const found = outlyingNumbers(sampleOf([...normal, 60, 61]), 3);
    assert.deepEqual([found?.high, found?.count], [60, 2]);
    assert.equal(outlyingNumbers(sampleOf([...normal, -40]), 3)?.low, -40);
  });

  it('takes the tail of a skewed column for what it is', () => {
    const uniform = Array.from({ length: 500 }, (_, at) => (at + 0.5) / 500);
    const tails: [string, (share: number) => number][] = [
      ['exponential', (share) => -Math.log(share)],
      ['log-normal', (share) => Math.exp(4 * (share - 0.5) * (1 + 6 * (share - 0.5) ** 2))],
      ['power law', (share) => 1 / share],
      ['mostly zero', (share) => (share > 0.3 ? 0 : -20 * Math.log(share))],
    ];
    for (const [name, of] of tails) assert.equal(outlyingNumbers(sampleOf(uniform.map(of)), 3), null, name);
  });

  it('says nothing of few numbers, of equal ones and of a second kind of number', () => {
    assert.equal(outlyingNumbers(sampleOf([...normal.slice(0, 20), 1000]), 3), null);
    assert.equal(outlyingNumbers(sampleOf([...Array<number>(100).fill(5), 1000]), 3), null);
    assert.equal(outlyingNumbers(sampleOf([...normal, ...Array<number>(20).fill(60)]), 3), null);
  });

  it('finds gaps and disorder in even steps', () => {
    const series = (times: readonly number[]) => {
      const steps = new TimeSteps();
      for (const time of times) steps.add(time * 1000);
      return steps.series();
    };
    const even = Array.from({ length: 100 }, (_, at) => at);
    assert.deepEqual(series(even), { step: 1000, disorders: 0, gaps: 0 });
    assert.deepEqual(series(even.filter((at) => at < 40 || at > 44)), { step: 1000, disorders: 0, gaps: 1 });
    assert.deepEqual(series(even.map((at) => (at === 50 ? 49 : at))), { step: 1000, disorders: 1, gaps: 0 });
    assert.deepEqual(series([...even].reverse()), { step: -1000, disorders: 0, gaps: 0 });
    assert.equal(series([...even, ...even, ...even]), null);
    assert.equal(series(even.map((at) => at * at)), null);
    assert.equal(series(even.slice(0, 20)), null);
  });

  it('finds exactly what was added twice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 400 }), (values) => {
        const seen = new RepeatedValues();
        for (const value of values) seen.add(value);
        const repeated = new Set(values.filter((value, at) => values.indexOf(value) !== at));
        assert.deepEqual(new Set(seen.repeated), repeated);
        assert.equal(seen.repetitions, values.length - new Set(values).size);
      }),
    );
  });

  it('hashes different texts differently', () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, at) => textHash(`row ${at},${at % 7}`)));
    assert.equal(hashes.size, 100_000);
  });
});

describe('data validator: how a file is written', () => {
  it('finds delimiter, quote, names and where they begin', () => {
    const dialects: [string, string, unknown][] = [
      ['a,b\n1,2\n', 'comma', [',', '"', 1, ['a', 'b'], true]],
      ['a;b\n1,5;2,5\n3,5;4,5\n', 'semicolon', [';', '"', 1, ['a', 'b'], true]],
      ['a\tb\n1\t2\n', 'tab', ['\t', '"', 1, ['a', 'b'], true]],
      ['a|b\n1|2\n', 'pipe', ['|', '"', 1, ['a', 'b'], true]],
      ["'a','b'\n'1','2'\n'3','4'\n", 'single quotes', [',', "'", 1, ['a', 'b'], true]],
      ['1,2\n3,4\n', 'no names', [',', '"', 1, ['column 1', 'column 2'], false]],
      ['# note\na,b\n1,2\n', 'a comment', [',', '"', 2, ['a', 'b'], true]],
      ['#a\tb\n1\t2\n', 'names in a comment', ['\t', '"', 1, ['a', 'b'], true]],
      ['Title\n\na,b\n1,2\n3,4\n5,6\n', 'a title', [',', '"', 3, ['a', 'b'], true]],
      ['land,1990,1991\nx,1,2\n', 'years', [',', '"', 1, ['land', '1990', '1991'], true]],
      ['p\ts\na\t"1\nb\t"2\nc\t"3\n', 'inches', ['\t', null, 1, ['p', 's'], true]],
    ];
    for (const [text, name, expected] of dialects) {
      const found = sniffDelimited('x.csv', text, true);
      const { delimiter, quote, firstLine, columns, header } = found ?? {};
      assert.deepEqual([delimiter, quote, firstLine, columns, header], expected, name);
    }
    assert.equal(sniffDelimited('x.csv', '', true), null);
    assert.equal(sniffDelimited('x.csv', '# only\n\n', true), null);
  });

  it('finds cells in a record', () => {
    const dialect = { delimiter: ',', quote: '"', firstLine: 1, columns: [], header: false };
    const texts = (raw: string) => cellSpans(raw, dialect).map(({ from, to }) => raw.slice(from, to));
    assert.deepEqual(texts('a,"b,""c""",,d\r\n'), ['a', '"b,""c"""', '', 'd']);
    assert.deepEqual(texts('a\n'), ['a']);
    assert.deepEqual(texts('"x\ny",z'), ['"x\ny"', 'z']);
  });

  it('finds the first byte that is not UTF-8, and NUL', () => {
    const at = (...parts: (string | number[])[]) =>
      inspectBuffer(
        Buffer.concat(
          parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
        ),
      );
    const { firstInvalid, encoding, mixed } = at('ab\r\nc', [0xe9], 'd');
    assert.deepEqual(
      [firstInvalid, encoding, mixed],
      [{ line: 2, column: 2, byte: 0xe9 }, 'windows-1252', false],
    );
    assert.deepEqual(at('é😀', [0xff]).firstInvalid, { line: 1, column: 4, byte: 0xff });
    assert.equal(at('é', [0xff]).mixed, true);
    assert.deepEqual(at('a\n\0').firstNul, { line: 2, column: 1, byte: 0 });
    assert.equal(at([0xef, 0xbb, 0xbf], 'é').firstInvalid, null);
    assert.equal(at([0xff, 0xfe], 'a\0').encoding, 'utf-16le');
  });

  it('finds tables in documents', () => {
    const list = Array.from({ length: 12 }, (_, at) => ({ a: at, b: 1 }));
    const paths = (document: unknown) => findJsonTables(document, 10).map(({ path }) => path);
    assert.deepEqual(paths(list), [[]]);
    assert.deepEqual(paths({ x: [{ y: list }], z: list }), [['x', 0, 'y'], ['z']]);
    assert.deepEqual(paths(list.slice(3)), []);
    assert.deepEqual(paths([...list, 1]), []);
    assert.deepEqual(paths(list.map(({ a }) => ({ [`k${a}`]: 1, [`l${a}`]: 2 }))), []);
    assert.deepEqual(paths({ openapi: '3.1.0', tags: list }), []);
    const yaml = `x:\n${list.map(({ a }) => `  - a: ${a}\n    b: 1\n`).join('')}`;
    assert.deepEqual(
      findYamlTables('a.yaml', yaml, 10)?.map(({ name, columns }) => [name, columns]),
      [['$.x', ['a', 'b']]],
    );
    assert.equal(findYamlTables('a.yaml', 'a: [', 10), null);
  });
});

describe('data validator: any input', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('a', '1', ',', ';', '\t', '"', "'", '\n', '\r', '#', ' ', '\uFEFF', 'Ã', '©'))
      .map((parts) => parts.join('')),
  );

  it('is read without throwing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        sniffDelimited('x.csv', text, true);
        dateForm(text);
        isoTime(text);
        numberOf(text, true);
        missingMarker(text);
        repairedMojibake(text);
        trimmedCell(text);
        findYamlTables('x.yaml', text, 2);
        inspectBuffer(Buffer.from(text, 'latin1'));
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => void findJsonTables(value, 2)));
  });

  it('is inspected as Node reads it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        const found = inspectBuffer(buffer);
        if (found.encoding.startsWith('utf-16')) return;
        const { isUtf8 } = process.getBuiltinModule('node:buffer');
        assert.equal(found.firstInvalid === null, isUtf8(buffer));
        assert.equal(found.nuls, buffer.filter((byte) => byte === 0).length);
      }),
    );
  });
});

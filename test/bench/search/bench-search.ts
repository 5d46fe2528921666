// Prints how well and how fast paths are found, beside other engines, on sets of judged queries.
import { parseArgs } from 'node:util';
import { table } from '../../../src/report-text/table.ts';
import { type EvaluationSet, evaluationSets } from './evaluation-set.ts';
import { library, parts } from './library-engine.ts';
import { luceneFigures } from './lucene-figures.ts';
import { miniSearch, plainFts5 } from './other-engines.ts';
import { meanRelevance, type Relevance, relevanceOf } from './relevance.ts';
import type { SearchEngine } from './search-engine.ts';

const usage = `npm run bench:search -- [FOLDER] [--only NAME,…] [--parts] [--queries N]
  FOLDER     with NAME.tgz or NAME/, each with workspace/, queries.tsv, qrels.tsv;
             or the environment variable DODECA_SEARCH_SETS
  --parts    also what parts of the score would be alone
  --queries  only the first N queries of each set
  --speed    instead: how long answers take over a generated workspace of 18,000 files
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    parts: { type: 'boolean', default: false },
    queries: { type: 'string', default: '100000' },
    speed: { type: 'boolean', default: false },
  },
});
if (values.speed) {
  const { searchSpeed } = await import('./search-speed.ts');
  print('a generated workspace of 18,000 files, 27 million characters', await searchSpeed());
  process.exit(0);
}
const folder = positionals[0] ?? process.env.DODECA_SEARCH_SETS;
if (folder === undefined) {
  process.stderr.write(usage);
  process.exit(2);
}
const engines: readonly SearchEngine[] = [miniSearch, plainFts5, library, ...(values.parts ? parts : [])];
const lucene = await luceneFigures(folder);
const chosen = values.only?.split(',');
const means = new Map<string, Relevance[]>();
const luceneOfSets: number[] = [];

for (const { name, open } of evaluationSets(folder)) {
  if (chosen !== undefined && !chosen.includes(name)) continue;
  const set = await open();
  try {
    const rows = [['', 'nDCG@10', 'MRR@10', 'recall@100', 'built in', 'query p50', 'p95']];
    for (const engine of engines) rows.push(await measure(engine, set));
    const given = lucene.get(name);
    if (given !== undefined) {
      rows.push(['Lucene BM25, as given', given.toFixed(3), '', '', '', '', '']);
      luceneOfSets.push(given);
    }
    print(`${name}: ${set.queries.length} queries`, rows);
  } finally {
    await set.remove();
  }
}
const rows = [['', 'nDCG@10', 'MRR@10', 'recall@100']];
for (const [name, all] of means) rows.push([name, ...figures(meanRelevance(all))]);
if (luceneOfSets.length === means.get(library.name)?.length) {
  const mean = luceneOfSets.reduce((sum, one) => sum + one, 0) / luceneOfSets.length;
  rows.push(['Lucene BM25, as given', mean.toFixed(3), '', '']);
}
print('the mean of all sets', rows);

async function measure(engine: SearchEngine, set: EvaluationSet): Promise<string[]> {
  const began = performance.now();
  const opened = await engine.open(set);
  const builtMs = performance.now() - began;
  try {
    const all: Relevance[] = [];
    const times: number[] = [];
    for (const { text, relevant } of set.queries.slice(0, Number(values.queries))) {
      const asked = performance.now();
      const found = await opened.search(text);
      times.push(performance.now() - asked);
      all.push(relevanceOf(found, relevant));
    }
    times.sort((a, b) => a - b);
    const mean = meanRelevance(all);
    means.set(engine.name, [...(means.get(engine.name) ?? []), mean]);
    const at = (share: number): string => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(1)} ms`;
    return [engine.name, ...figures(mean), `${builtMs.toFixed(0)} ms`, at(0.5), at(0.95)];
  } finally {
    await opened.close();
  }
}

function figures({ ndcg, mrr, recall }: Relevance): string[] {
  return [ndcg, mrr, recall].map((figure) => figure.toFixed(3));
}

function print(title: string, lines: readonly (readonly string[])[]): void {
  process.stdout.write(
    `\n${title}\n${table(lines)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  );
}

import { posix } from 'node:path';

/** How a data file is read. */
export type DataFormat = 'delimited' | 'json-lines' | 'json' | 'yaml';

const byExtension: ReadonlyMap<string, DataFormat> = new Map([
  ['.csv', 'delimited'],
  ['.tsv', 'delimited'],
  ['.psv', 'delimited'],
  ['.jsonl', 'json-lines'],
  ['.ndjson', 'json-lines'],
  ['.json', 'json'],
  ['.geojson', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
]);

/** Files of tools, which are lists of settings where they are lists at all. */
const configuration = [
  /(^|\/)(package|package-lock|npm-shrinkwrap|composer|bower|lerna|angular|nx|project|turbo|rush|deno|jsr|renovate|vercel|now|firebase|app|manifest|launch|tasks|settings|components|lock)\.json$/i,
  /(^|\/)[tj]sconfig([.-][^/]*)?\.json$/i,
  /[.-](lock|config|conf|schema|map|min|tmlanguage|tmtheme|code-snippets|deps|runtimeconfig|sarif|spdx|cdx)\.json$/i,
  /(^|\/)[^/]*(color-)?theme\.json$/i,
  /(^|\/)(schema|config|openapi|swagger|snippets|[^/]*-lock|[^/]*\.openapi|[^/]*\.swagger)\.(json|ya?ml)$/i,
  /(^|\/)(docker-)?compose([.-][^/]*)?\.ya?ml$/i,
  /(^|\/)(pnpm-lock|azure-pipelines|mkdocs|_config|appveyor|codecov|cloudbuild|serverless|pubspec|environment|conda|meta|kustomization|values|chart|playbook|site|buildspec|action|dependabot|orchestrator_config)\.ya?ml$/i,
  /(^|\/)(playbooks?|roles|charts?|templates|helm|k8s|kubernetes|manifests|workflows)\/.*\.ya?ml$/i,
  /(^|\/)\.[^/]+/,
];

/** How a file is read, by its name; undefined for what is no data. */
export function dataFormatOf(path: string): DataFormat | undefined {
  const format = byExtension.get(posix.extname(path).toLowerCase());
  if (format === 'json' || format === 'yaml') {
    return configuration.some((pattern) => pattern.test(path)) ? undefined : format;
  }
  return format;
}

/** Whether a file is read row by row, so that its size costs time and no memory. */
export function isStreamed(format: DataFormat): boolean {
  return format === 'delimited' || format === 'json-lines';
}

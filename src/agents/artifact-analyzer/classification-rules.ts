/** The first part of a classification: what kind of thing a file is. */
export type ArtifactType = 'code' | 'doc' | 'data' | 'config' | 'asset' | 'other';

export interface GroupRule {
  readonly type: ArtifactType;
  readonly group: string;
  /** Matched against the path in lower case, with a `/` in front. */
  readonly path: RegExp;
}

const code =
  'py|pyw|pyi|pyx|js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|sh|bash|zsh|fish|ps1|bat|cmd|c|h|cc|cpp|cxx|hpp|cs|java|kt|kts|scala|groovy|go|rs|rb|php|pl|pm|lua|r|jl|m|swift|dart|ex|exs|erl|hs|clj|f90|sql|proto|graphql|ipynb|css|scss|less|html|htm';
const text = 'md|mdx|markdown|rst|adoc|asciidoc|org|tex|txt|pdf|docx?|odt|pptx?';
const settings = 'ya?ml|toml|ini|cfg|conf|json|jsonc|json5|properties|env|xml|lock|hcl|tf|code-workspace';

/** A path whose name ends with one of these extensions. */
function ext(extensions: string, before = ''): RegExp {
  return new RegExp(`${before}.*\\.(${extensions})$`);
}

/**
 * Type and group by folder, name and extension: the first rule that fits decides. What is named after a tool comes
 * first, then what its folder or name says, then what its extension says.
 */
export const groupRules: readonly GroupRule[] = [
  {
    type: 'config',
    group: 'ci',
    path: /\/(\.github\/(workflows|actions)|\.circleci|\.ci)\/|\/(\.gitlab-ci|\.travis|azure-pipelines|appveyor)\.ya?ml$|\/jenkinsfile$/,
  },
  {
    type: 'config',
    group: 'pipeline',
    path: /\/(dodeca|orchestrator[_-]?config|dvc|snakefile|[^/]*pipelines?[^/]*|[^/]*workflow[^/]*)(\.(ya?ml|toml|json))$|\/(pipelines|workflows)\/[^/]*\.(ya?ml|toml)$|\/snakefile$/,
  },
  {
    type: 'config',
    group: 'container',
    path: /\/(dockerfile[^/]*|containerfile|\.dockerignore|(docker-)?compose[^/]*\.ya?ml|chart\.yaml)$|\/(k8s|kubernetes|helm|charts|manifests)\/.*\.ya?ml$/,
  },
  {
    type: 'config',
    group: 'lock',
    path: /\/(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|cargo\.lock|go\.sum|gemfile\.lock|composer\.lock)$/,
  },
  {
    type: 'config',
    group: 'package',
    path: /\/(package\.json|pnpm-workspace\.yaml|requirements[^/]*\.(txt|in)|constraints\.txt|pyproject\.toml|setup\.(py|cfg)|pipfile|environment\.ya?ml|cargo\.toml|go\.mod|gemfile|composer\.json|manifest\.in)$/,
  },
  {
    type: 'config',
    group: 'build',
    path: /\/(makefile|gnumakefile|justfile|cmakelists\.txt|meson\.build|build\.gradle(\.kts)?|pom\.xml|tox\.ini|noxfile\.py|[tj]sconfig[^/]*\.json|(webpack|vite|rollup|esbuild|babel|next|nuxt|svelte|turbo|nx|lerna)(\.config)?[^/]*\.(js|cjs|mjs|ts|json))$|\.mk$/,
  },
  {
    type: 'config',
    group: 'quality',
    path: /\/(\.eslintrc[^/]*|\.eslintignore|eslint\.config[^/]*|biome\.jsonc?|\.prettier[^/]*|\.stylelintrc[^/]*|\.pylintrc|\.flake8|mypy\.ini|ruff\.toml|\.pre-commit-config\.yaml|\.editorconfig|\.?codecov\.ya?ml|\.coveragerc|\.mocharc[^/]*|(jest|vitest|karma|playwright)\.config[^/]*|pytest\.ini|\.markdownlint[^/]*|\.dependency-cruiser[^/]*)$/,
  },
  { type: 'config', group: 'editor', path: /\/\.(vscode|idea|devcontainer|vs)\/|\.code-workspace$/ },
  {
    type: 'config',
    group: 'repository',
    path: /\/(\.git[a-z]+|\.npmrc|\.npmignore|\.vscodeignore|\.nvmrc|\.python-version|\.mailmap|codeowners|\.ignore|\.env[^/]*)$/,
  },

  { type: 'doc', group: 'readme', path: /\/readme([._-][^/]*)?$/ },
  {
    type: 'doc',
    group: 'changes',
    path: /\/(changelog|changes|history|news|release[_-]?notes)([._-][^/]*)?$/,
  },
  {
    type: 'doc',
    group: 'legal',
    path: /\/(licen[cs]e|copying|notice|patents|authors|contributors)([._-][^/]*)?$/,
  },
  {
    type: 'doc',
    group: 'agent',
    path: /\/(agents|claude|gemini|skill|copilot-instructions)\.md$|\.(agent|prompt|instructions|chatmode)\.md$/,
  },
  {
    type: 'doc',
    group: 'design',
    path: ext(
      text,
      '/([^/]*(architecture|design|decision|roadmap|plan|spec|proposal)[^/]*|(adr|rfcs?|design|decisions)/)',
    ),
  },
  {
    type: 'doc',
    group: 'guide',
    path: ext(
      text,
      '/([^/]*(contributing|conduct|install|started|tutorial|guide|how-?to|security|support|faq)[^/]*|(guides?|tutorials?|how-?to)/)',
    ),
  },
  { type: 'doc', group: 'reference', path: ext(text, '/(api|reference|man)/') },
  { type: 'doc', group: 'page', path: /\/docs?\/.*\.html?$/ },

  {
    type: 'data',
    group: 'fixture',
    path: /\/(fixtures?|testdata|test-data|__snapshots__|golden)\/|\/tests?\/(.*\/)?data\//,
  },
  { type: 'code', group: 'test', path: ext(code, '/(tests?|__tests__|specs?|e2e)/') },
  {
    type: 'code',
    group: 'test',
    path: /\/(test_[^/]*|[^/]*_test|conftest)\.py$|[._-](test|spec|e2e)\.[cm]?[jt]sx?$|_test\.go$/,
  },
  { type: 'code', group: 'notebook', path: /\.ipynb$/ },
  { type: 'code', group: 'schema', path: /\.(sql|proto|graphql|pyi)$|\.d\.[cm]?ts$/ },
  { type: 'code', group: 'package', path: /\/(__init__\.py|index\.[cm]?[jt]sx?|mod\.rs)$/ },
  { type: 'code', group: 'example', path: ext(code, '/(examples?|samples?|demos?|playground)/') },
  { type: 'code', group: 'agent', path: ext(code, '/(agents?/|[^/]*agent)') },
  {
    type: 'code',
    group: 'pipeline',
    path: ext(
      code,
      '/([^/]*(pipeline|orchestrat|workflow|scheduler)[^/]*$|(pipelines?|orchestrat[a-z]*|workflows?|dags|kernel)/)',
    ),
  },
  { type: 'code', group: 'script', path: ext(code, '/(scripts?|tools?|bin|hack)/') },
  { type: 'code', group: 'script', path: /\.(sh|bash|zsh|fish|ps1|bat|cmd)$/ },
  {
    type: 'code',
    group: 'service',
    path: ext(code, '/(servers?|api|routes|controllers|services|handlers|backend|rpc)/'),
  },
  {
    type: 'code',
    group: 'interface',
    path: /\/(ui|views?|components?|pages|frontend|widgets|cli|commands)\/|\.(tsx|jsx|vue|svelte|css|scss|less|html?)$/,
  },
  { type: 'code', group: 'library', path: ext(code) },

  { type: 'data', group: 'table', path: /\.(csv|tsv|parquet|feather|arrow|xlsx?|ods)$/ },
  { type: 'data', group: 'array', path: /\.(npy|npz|h5|hdf5|mat|pkl|pickle|pt|onnx|safetensors)$/ },
  { type: 'data', group: 'database', path: /\.(db|sqlite3?|mdb)$/ },
  { type: 'data', group: 'log', path: /\.log$/ },
  { type: 'data', group: 'archive', path: /\.(zip|tar|gz|tgz|bz2|xz|7z|whl|jar|vsix)$/ },
  {
    type: 'data',
    group: 'record',
    path: /\.(jsonl|ndjson|geojson|avro)$|\/(data|datasets?|results?|outputs?|reports?)\/.*\.(json|xml|ya?ml|txt)$/,
  },
  { type: 'asset', group: 'image', path: /\.(png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|drawio)$/ },
  { type: 'asset', group: 'font', path: /\.(woff2?|ttf|otf|eot)$/ },
  { type: 'asset', group: 'media', path: /\.(mp[34]|wav|ogg|flac|webm|mov|avi)$/ },
  { type: 'doc', group: 'note', path: ext(text) },
  { type: 'config', group: 'settings', path: ext(settings) },
  { type: 'config', group: 'settings', path: /\/\.[^/.]+(rc)?$/ },
];

/** The function of a file by the beginnings of the words in its name, then in its folders, nearest first; a beginning of up to three letters is the whole word. */
export const functionWords: readonly (readonly [name: string, beginnings: readonly string[]])[] = [
  ['optimization', ['optim', 'tune', 'tuning']],
  [
    'analysis',
    ['analy', 'metric', 'statis', 'stats', 'profil', 'measur', 'quality', 'scor', 'bench', 'anomal'],
  ],
  ['validation', ['valid', 'check', 'lint', 'verif', 'smoke', 'guard', 'assert']],
  ['reporting', ['report', 'summar', 'export']],
  [
    'monitoring',
    ['monitor', 'log', 'logs', 'logg', 'trace', 'tracing', 'audit', 'alert', 'health', 'observ', 'telemetr'],
  ],
  [
    'scheduling',
    ['sched', 'queue', 'worker', 'run', 'runn', 'execut', 'orchestr', 'dispatch', 'job', 'jobs', 'retry'],
  ],
  [
    'storage',
    ['stor', 'save', 'saving', 'databas', 'db', 'sql', 'sqlite', 'cach', 'persist', 'journal', 'migrat'],
  ],
  ['loading', ['load', 'read', 'ingest', 'fetch', 'download', 'import', 'scan', 'crawl', 'consum']],
  ['parsing', ['pars', 'lexer', 'token', 'syntax', 'grammar', 'decod']],
  [
    'transformation',
    ['transform', 'convert', 'process', 'clean', 'extract', 'normal', 'format', 'encod', 'migrat'],
  ],
  ['search', ['search', 'indexer', 'indexing', 'query', 'find', 'match', 'rank']],
  [
    'communication',
    ['client', 'server', 'api', 'http', 'socket', 'rpc', 'messag', 'protocol', 'event', 'emit', 'mail'],
  ],
  ['configuration', ['config', 'setting', 'option', 'param', 'env', 'default']],
  ['security', ['auth', 'secret', 'crypt', 'permission', 'polic', 'redact']],
  ['visualization', ['plot', 'chart', 'dashboard', 'view', 'render', 'draw', 'graph', 'panel']],
  ['simulation', ['simul', 'generat', 'synth', 'mock', 'fake']],
  ['learning', ['train', 'learn', 'predict', 'classif', 'infer']],
  ['modelling', ['model', 'schema', 'type', 'entit', 'defin', 'domain']],
  ['documentation', ['doc', 'docs', 'docum', 'guide', 'tutorial']],
  ['interface', ['cli', 'command', 'main', 'ui', 'prompt']],
  ['support', ['util', 'common', 'helper', 'shared', 'core', 'base', 'lib']],
];

export const testWords: readonly (readonly [name: string, beginnings: readonly string[]])[] = [
  ['e2e', ['e2e', 'endtoend', 'system', 'acceptance', 'browser']],
  ['integration', ['integration', 'functional']],
  ['performance', ['bench', 'perf', 'stress']],
  ['architecture', ['architecture']],
  ['support', ['fixture', 'harness', 'helper', 'conftest', 'mock', 'fake', 'support']],
  ['smoke', ['smoke']],
  ['unit', ['']],
];

/** What groups are for where no word tells it. */
export const groupFunctions: Readonly<Record<string, string>> = {
  'doc:readme': 'overview',
  'doc:changes': 'history',
  'doc:legal': 'licence',
  'doc:design': 'architecture',
  'doc:guide': 'instruction',
  'doc:agent': 'instruction',
  'doc:reference': 'reference',
  'code:notebook': 'exploration',
  'code:example': 'demonstration',
  'code:script': 'automation',
  'code:package': 'surface',
  'code:schema': 'definition',
  'config:ci': 'automation',
  'config:pipeline': 'definition',
  'config:container': 'deployment',
  'config:package': 'dependencies',
  'config:lock': 'dependencies',
  'config:build': 'compilation',
  'config:quality': 'rules',
  'config:editor': 'environment',
  'config:repository': 'housekeeping',
};

import { posix } from 'node:path';
import type { FileDocumentKind } from '../document.ts';

/** What a file is by its name, and by its first line where its name says nothing. */
export interface FileKind {
  readonly kind: FileDocumentKind;
  /** Null where nothing says. */
  readonly language: string | null;
}

/** Extensions by language, which is told in front of them. */
const known: Readonly<Record<FileDocumentKind, Readonly<Record<string, string>>>> = {
  python: { python: 'py pyw pyi' },
  script: { typescript: 'ts mts cts tsx', javascript: 'js mjs cjs jsx' },
  notebook: { python: 'ipynb' },
  markdown: { markdown: 'md markdown mdown mkd mkdn mdx qmd rmd' },
  table: { csv: 'csv', tsv: 'tsv tab', jsonl: 'jsonl ndjson' },
  sql: { sql: 'sql ddl dml psql pgsql' },
  shell: { shell: 'sh bash zsh ksh fish', powershell: 'ps1 psm1 psd1', batch: 'bat cmd' },
  config: {
    json: 'json jsonc json5 geojson topojson jsonld webmanifest har sarif',
    yaml: 'yaml yml dvc cff',
    toml: 'toml',
    ini: 'ini cfg conf cnf properties env editorconfig npmrc gitconfig service desktop',
    xml: 'xml xsd xsl xslt svg plist csproj vbproj fsproj props targets xaml rss atom wsdl',
    hcl: 'hcl tf tfvars',
  },
  text: {
    restructuredtext: 'rst rest',
    asciidoc: 'adoc asciidoc asc',
    html: 'html htm xhtml',
    latex: 'tex latex sty cls bib',
    org: 'org',
    text: 'txt text log',
  },
  code: {
    java: 'java',
    kotlin: 'kt kts',
    scala: 'scala sc sbt',
    groovy: 'groovy gradle',
    c: 'c h',
    cpp: 'cc cpp cxx hh hpp hxx inl ipp',
    csharp: 'cs csx',
    fsharp: 'fs fsi fsx',
    vb: 'vb bas',
    go: 'go',
    rust: 'rs',
    zig: 'zig',
    swift: 'swift',
    objectivec: 'mm',
    ruby: 'rb rake gemspec',
    php: 'php phtml',
    perl: 'pl pm',
    lua: 'lua',
    r: 'r',
    julia: 'jl',
    matlab: 'm',
    dart: 'dart',
    elixir: 'ex exs',
    erlang: 'erl hrl',
    haskell: 'hs lhs',
    ocaml: 'ml mli',
    clojure: 'clj cljs cljc edn',
    lisp: 'lisp lsp el scm rkt',
    cython: 'pyx pxd',
    starlark: 'bzl star',
    fortran: 'f f90 f95 f03 for',
    pascal: 'pas pp',
    solidity: 'sol',
    verilog: 'v sv svh',
    vhdl: 'vhd vhdl',
    assembly: 's asm',
    cuda: 'cu cuh',
    glsl: 'glsl vert frag hlsl wgsl',
    tcl: 'tcl',
    nix: 'nix',
    protobuf: 'proto',
    graphql: 'graphql gql',
    css: 'css scss sass less styl',
    vue: 'vue',
    svelte: 'svelte',
    astro: 'astro',
    template: 'jinja jinja2 j2 mustache hbs ejs liquid tmpl tpl erb haml pug',
    cmake: 'cmake',
    make: 'mk mak',
  },
};

const byExtension = new Map<string, FileKind>();
for (const [kind, languages] of Object.entries(known) as [FileDocumentKind, Record<string, string>][])
  for (const [language, extensions] of Object.entries(languages))
    for (const extension of extensions.split(' ')) byExtension.set(`.${extension}`, { kind, language });

const byName: readonly (readonly [RegExp, FileKind])[] = [
  [/^(?:docker|container)file(?:[.-].*)?$/, { kind: 'code', language: 'dockerfile' }],
  [/^(?:gnu)?makefile(?:\..*)?$/, { kind: 'code', language: 'make' }],
  [/^cmakelists\.txt$/, { kind: 'code', language: 'cmake' }],
  [/^(?:rakefile|gemfile|podfile|vagrantfile|brewfile)$/, { kind: 'code', language: 'ruby' }],
  [/^jenkinsfile$/, { kind: 'code', language: 'groovy' }],
  [/^(?:snakefile|sconstruct|wscript)$/, { kind: 'python', language: 'python' }],
  [/^(?:build|workspace|tiltfile)(?:\.bazel)?$/, { kind: 'code', language: 'starlark' }],
  [/^(?:poetry|cargo|uv|pdm|gopkg)\.lock$|^pipfile$/, { kind: 'config', language: 'toml' }],
  [
    /^(?:pipfile|composer|flake|deno)\.lock$|^\.(?:eslintrc|prettierrc|babelrc|swcrc|stylelintrc)$/,
    { kind: 'config', language: 'json' },
  ],
  [/^yarn\.lock$|^dvc\.lock$|^\.(?:clang-format|clang-tidy|yamllint)$/, { kind: 'config', language: 'yaml' }],
  [
    /^\.env(?:\..*)?$|^\.(?:flake8|pylintrc|coveragerc|gitmodules|netrc|pypirc|condarc)$/,
    { kind: 'config', language: 'ini' },
  ],
  [/^\.(?:bashrc|zshrc|profile|bash_profile|bash_aliases|envrc)$/, { kind: 'shell', language: 'shell' }],
];

const plain: FileKind = { kind: 'text', language: null };

/** What a file is. @param head its first characters; a line is enough */
export function fileKind(path: string, head: string): FileKind {
  const name = posix.basename(path).toLowerCase();
  for (const [pattern, kind] of byName) if (pattern.test(name)) return kind;
  // `.env` has an extension only where something stands before its dot.
  const kind = byExtension.get(posix.extname(name));
  if (kind !== undefined) return kind;
  return head.startsWith('#!') ? byInterpreter(head) : plain;
}

function byInterpreter(head: string): FileKind {
  const line = head.slice(0, 200).split('\n', 1)[0] ?? '';
  const program = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(?:\S*\/)?([a-z]+)/.exec(line)?.[1] ?? '';
  if (program === 'python' || program === 'pypy') return { kind: 'python', language: 'python' };
  if (/^(?:ba|z|k|da|fi)?sh$/.test(program)) return { kind: 'shell', language: 'shell' };
  if (/^(?:node|deno|bun)$/.test(program)) return { kind: 'script', language: 'javascript' };
  return /^(?:ruby|perl|php|lua)$/.test(program) ? { kind: 'code', language: program } : plain;
}

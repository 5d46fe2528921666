/**
 * The floors of the house. A file imports from its own room or from a lower floor; rooms on one floor do not know each
 * other. Entries, the files directly in `src/`, may import everything.
 */
export const floors: Readonly<Record<string, number>> = {
  common: 0,
  builtin: 1,
  markdown: 1,
  model: 1,
  process: 1,
  sqlite: 1,
  'syntax-tree': 1,
  rpc: 2,
  pipeline: 2,
  journal: 2,
  'agent-protocol': 2,
  library: 2,
  kernel: 3,
  language: 3,
  logs: 3,
  temporal: 3,
  analysis: 4,
  orchestrator: 5,
  server: 6,
  'report-text': 2,
  client: 7,
  debug: 8,
  cli: 9,
  vscode: 9,
};

/** The built-in agents are programs of their own: these rooms serve them, and nobody imports them. */
export const roomsForAgents: readonly string[] = [
  'common',
  'builtin',
  'markdown',
  'model',
  'process',
  'syntax-tree',
  'agent-protocol',
  'library',
  'analysis',
];

/** Words for modules that hold anything and everything: a file is named after what it holds. A search has an index. */
export const vagueNames = /^index$|(^|-)(utils?|helpers?|manager|misc)(-|$)/;

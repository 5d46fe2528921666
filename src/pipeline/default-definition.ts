/** What problems of the default definition would call it. */
export const defaultDefinitionName = 'built-in definition';

/**
 * The definition that serves where a workspace has none, as text: what `init` writes. It names only built-in agents
 * that exist.
 */
export const defaultDefinitionText = `# The definition of this workspace: agents, clusters, phases, pipelines.
# Agents of your own go under \`agents\`; stages of a pipeline name them.

version: 1

# Limits of the whole engine. Without them: 8 agents at once, the cores of the machine, 75 % of its memory.
# limits: { concurrency: 8, cpu: 2, memory: 4Gi }

# Besides those declared here there are the built-in agents smoke_tester and artifact_analyzer.
# agents:
#   report:
#     file: agents/report.py        # the extension chooses the interpreter
#     timeout: 5m
#     priority: high                # low | medium | high | critical
#   tests:
#     run: npm test                 # a command for the shell

clusters:
  C1: { name: Domain Analysis }
  C2: { name: Document Consumer }
  C3: { name: Artifact Analyzer, agents: [artifact_analyzer] }
  C4: { name: Smoke Test, agents: [smoke_tester] }
  C5: { name: Documentation }
  C6: { name: Data Quality }
  C7: { name: Recursive Framework }
  C8: { name: Orchestrator, system: orchestrator }
  C9: { name: KEB · kernel, system: kernel }
  C10: { name: GBOGEB · governance, system: governance }
  C11: { name: Temporal Scanner, system: journal }
  C12: { name: Metrics Collector, system: metrics }

# The phases of a DMAIC cycle, and the clusters that take part in each.
phases:
  "0": { name: Setup, clusters: [C8, C9, C10, C11, C12] }
  "1": { name: Define, clusters: [C3, C10, C11, C12], pipeline: define }
  "2a": { name: Measure (identify), clusters: [C1, C3, C4, C12] }
  "2b": { name: Measure (execute), clusters: [C4, C9, C11, C12] }
  "3": { name: Analyze, clusters: [C3, C1, C11] }
  "4": { name: Improve, clusters: [C1, C2, C3, C4, C5, C6, C7, C10] }
  "5": { name: Control, clusters: [C4, C8, C11, C12] }

pipelines:
  run_pipeline:
    description: Default pipeline for all agents
    stages:
      - { name: validation, agents: [smoke_tester], critical: true }
      - { name: analysis, agents: [artifact_analyzer] }

  quick_test:
    description: Quick test pipeline
    stages:
      - { name: smoke_test, agents: [smoke_tester], critical: true }

  full_optimization:
    description: Full optimization cycle
    stages:
      - { name: validation, agents: [smoke_tester], critical: true }
      - { name: optimization, agents: [artifact_analyzer], parallel: true }

  define:
    description: What there is in the workspace, and of what kind
    stages:
      - { name: inventory, agents: [artifact_analyzer] }
`;

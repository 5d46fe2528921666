/** What problems of the default definition would call it. */
export const defaultDefinitionName = 'built-in definition';

/**
 * The definition that serves where a workspace has none, as text: what `init` writes. It names only built-in agents
 * that exist.
 */
export const defaultDefinitionText = `# The definition of this workspace: agents, clusters, phases, pipelines.
# All of it holds without this file, too: what you leave as it is may go, what you change counts.

version: 1

# Limits of the whole engine. Without them: 8 agents at once, the cores of the machine, 75 % of its memory.
# limits: { concurrency: 8, cpu: 2, memory: 4Gi }

# The twelve built-in agents exist without being declared. Declare one to change what it does, or agents of your own;
# stages of a pipeline name them. An editor completes the parameters under \`with\`.
# agents:
#   smoke_tester:
#     uses: builtin:smoke_tester
#     with: { commands: ["node dist/cli.js --version"] }   # besides the syntax of every file
#   performance_profiler:
#     uses: builtin:performance_profiler
#     with: { command: "python3 bench.py" }                # nothing is profiled without a command
#   deployment_manager:
#     uses: builtin:deployment_manager
#     with: { dry_run: true, deploy: { run: "make deploy" }, rollback: { run: "make rollback" } }
#   report:
#     file: agents/report.py        # the extension chooses the interpreter
#     timeout: 5m
#     priority: high                # low | medium | high | critical
#   tests:
#     run: npm test                 # a command for the shell

# Groups of agents. \`system\` shows a part of the engine itself beside them.
clusters:
  C1: { name: Domain Analysis, agents: [cryo_optimizer] }
  C2: { name: Document Consumer, agents: [document_consumer] }
  C3: { name: Artifact Analyzer, agents: [artifact_analyzer] }
  C4: { name: Smoke Test, agents: [smoke_tester, integration_tester] }
  C5: { name: Documentation, agents: [documentation_framework] }
  C6: { name: Data Quality, agents: [data_validator] }
  C7: { name: Recursive Framework, agents: [recursive_framework] }
  C8: { name: Orchestrator, system: orchestrator, agents: [deployment_manager] }
  C9: { name: KEB · kernel, system: kernel, agents: [performance_profiler] }
  C10: { name: GBOGEB · governance, system: governance, agents: [security_scanner] }
  C11: { name: Temporal Scanner, system: journal }
  C12: { name: Metrics Collector, system: metrics, agents: [monitoring_agent] }

# The phases of a DMAIC cycle, the clusters that take part in each, and the pipeline that carries it out.
phases:
  "0": { name: Setup, clusters: [C8, C9, C10, C11, C12], pipeline: setup }
  "1": { name: Define, clusters: [C3, C10, C11, C12], pipeline: define }
  "2a": { name: Measure (identify), clusters: [C1, C3, C4, C12], pipeline: measure_identify }
  "2b": { name: Measure (execute), clusters: [C4, C9, C11, C12], pipeline: measure_execute }
  "3": { name: Analyze, clusters: [C3, C1, C11], pipeline: analyze }
  "4": { name: Improve, clusters: [C1, C2, C3, C4, C5, C6, C7, C10], pipeline: improve }
  "5": { name: Control, clusters: [C4, C8, C11, C12], pipeline: control }

pipelines:
  run_pipeline:
    description: Default pipeline for all agents
    stages:
      # Not critical: a file that is broken hides nothing of what the others have to say.
      - { name: validation, agents: [smoke_tester] }
      - name: analysis
        agents: [cryo_optimizer, artifact_analyzer, data_validator, security_scanner, monitoring_agent]
        parallel: true
      - { name: processing, agents: [document_consumer, integration_tester], parallel: true }
      - { name: documentation, agents: [documentation_framework, deployment_manager], parallel: true }
      # By itself, so that nothing disturbs what it times.
      - { name: performance, agents: [performance_profiler] }
      # At the end: it sums up what the others have measured.
      - { name: improvement, agents: [recursive_framework] }

  quick_test:
    description: Quick test pipeline
    stages:
      - { name: smoke_test, agents: [smoke_tester], critical: true }

  full_optimization:
    description: Full optimization cycle
    stages:
      - { name: validation, agents: [smoke_tester], critical: true }
      - name: optimization
        agents: [cryo_optimizer, document_consumer, artifact_analyzer, data_validator, security_scanner]
        parallel: true
      - { name: documentation, agents: [documentation_framework] }
      - { name: improvement, agents: [recursive_framework] }

  setup:
    description: "Phase 0: is the machine fit for work, and is there anything that must not be here"
    stages:
      - { name: environment, agents: [monitoring_agent, security_scanner], parallel: true }

  define:
    description: "Phase 1: what there is in the workspace, and of what kind"
    stages:
      - { name: inventory, agents: [artifact_analyzer, security_scanner, monitoring_agent], parallel: true }

  measure_identify:
    description: "Phase 2a: which files are sound"
    stages:
      - { name: syntax, agents: [smoke_tester] }
      - { name: quality, agents: [artifact_analyzer, cryo_optimizer, monitoring_agent], parallel: true }

  measure_execute:
    description: "Phase 2b: what the workspace's own tests and commands say"
    stages:
      - { name: tests, agents: [integration_tester, monitoring_agent], parallel: true }
      - { name: profile, agents: [performance_profiler] }

  analyze:
    description: "Phase 3: where the weak places are"
    stages:
      - { name: weak_places, agents: [artifact_analyzer, cryo_optimizer], parallel: true }

  improve:
    description: "Phase 4: everything that can be made better, and whether it has become so"
    stages:
      - { name: validation, agents: [smoke_tester, integration_tester], parallel: true }
      - name: findings
        agents: [cryo_optimizer, document_consumer, artifact_analyzer, data_validator, security_scanner]
        parallel: true
      - { name: documentation, agents: [documentation_framework] }
      - { name: improvement, agents: [recursive_framework] }

  control:
    description: "Phase 5: does it hold, and may it go out"
    stages:
      - { name: validation, agents: [smoke_tester, integration_tester], parallel: true }
      - { name: release, agents: [deployment_manager, monitoring_agent], parallel: true }
`;

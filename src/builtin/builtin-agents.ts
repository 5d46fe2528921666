import { artifactAnalyzer } from './artifact-analyzer.ts';
import type { BuiltinAgent } from './builtin-agent.ts';
import { cryoOptimizer } from './cryo-optimizer.ts';
import { dataValidator } from './data-validator.ts';
import { deploymentManager } from './deployment-manager.ts';
import { documentConsumer } from './document-consumer.ts';
import { documentationFramework } from './documentation-framework.ts';
import { integrationTester } from './integration-tester.ts';
import { monitoringAgent } from './monitoring-agent.ts';
import { performanceProfiler } from './performance-profiler.ts';
import { recursiveFramework } from './recursive-framework.ts';
import { securityScanner } from './security-scanner.ts';
import { smokeTester } from './smoke-tester.ts';

const all: readonly BuiltinAgent[] = [
  smokeTester,
  integrationTester,
  artifactAnalyzer,
  cryoOptimizer,
  dataValidator,
  securityScanner,
  documentConsumer,
  documentationFramework,
  performanceProfiler,
  monitoringAgent,
  deploymentManager,
  recursiveFramework,
];

/** The built-in agents, by name, in the order in which lists show them. */
export const builtinAgents: ReadonlyMap<string, BuiltinAgent> = new Map(
  all.map((agent) => [agent.name, agent]),
);

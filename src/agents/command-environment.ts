/** By which the engine finds what an agent started, also where its parents are gone; whatever is started keeps it. */
const executionVariable = 'DODECA_EXECUTION_ID';

/**
 * The environment of a command of the workspace that an agent starts: that of the agent without what only the agent
 * was told, and without what npm and Node left there for what they started.
 */
export function commandEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (name === executionVariable || !isOurs(name))) clean[name] = value;
  }
  return { ...clean, ...more };
}

function isOurs(name: string): boolean {
  const upper = name.toUpperCase();
  return (
    upper.startsWith('DODECA_') ||
    upper.startsWith('NPM_') ||
    upper === 'NODE_TEST_CONTEXT' ||
    upper === 'ELECTRON_RUN_AS_NODE'
  );
}

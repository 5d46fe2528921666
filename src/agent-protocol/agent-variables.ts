/** What an agent is told in its environment; an engine that an agent starts does not inherit it. */
export const agentVariables = [
  'DODECA_RUN_ID',
  'DODECA_EXECUTION_ID',
  'DODECA_AGENT',
  'DODECA_ATTEMPT',
  'DODECA_WORKSPACE',
  'DODECA_INPUT',
  'DODECA_SOCKET',
  'DODECA_TOKEN',
] as const;

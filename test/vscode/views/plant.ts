/**
 * A definition whose runs can be stopped anywhere: `slow` goes on until there is a file `go`. It needs a shell alone,
 * so that no machine lacks what it takes.
 */
export const plant = `version: 1
limits: { concurrency: 2 }
agents:
  quick: { run: 'true', description: Does nothing }
  slow:
    run: >-
      echo '::dodeca {"type":"progress","percent":40,"message":"half way"}';
      while [ ! -e go ]; do sleep 0.05; done
  flaky: { run: 'test -e second || { touch second; exit 1; }', retry: { attempts: 2, backoff: 50ms, jitter: false } }
  broken: { run: 'exit 3' }
  waits: { run: 'true', locks: [gate] }
  holds: { run: 'while [ ! -e go ]; do sleep 0.05; done', locks: [gate] }
clusters:
  C1: { name: Sound, agents: [quick, slow, flaky] }
  C2: { name: Unsound, agents: [broken] }
  C3: { name: Domain, agents: [] }
  C4: { name: Smoke Test, agents: [smoke_tester] }
phases:
  "1": { name: Define, clusters: [C1, C3], pipeline: good }
  "2": { name: Measure, clusters: [C2], pipeline: bad }
pipelines:
  good:
    description: Ends well
    stages:
      - { name: first, agents: [quick, slow], parallel: true }
      - { name: second, agents: [flaky] }
  bad:
    stages:
      - { name: only, agents: [broken] }
      - { name: after, agents: [quick], needs: [only] }
  locked:
    stages:
      - { name: both, agents: [holds, waits], parallel: true }
`;

/**
 * A definition for tests that do things: `slow` goes on until there is a file `go`, `fragile` fails until there is a
 * file `whole`, `teller` tells what it was given.
 */
export const deeds = `version: 1
agents:
  quick: { run: 'true', description: Does nothing }
  slow: { run: 'while [ ! -e go ]; do sleep 0.05; done' }
  fragile: { run: 'test -e whole' }
  teller: { run: 'echo "told [$TOLD] of \${#TOLD} letters"' }
clusters:
  C1: { name: Sound, agents: [quick, teller] }
pipelines:
  good:
    description: Ends well
    stages:
      - { name: first, agents: [quick] }
      - { name: second, agents: [quick] }
  long:
    stages:
      - { name: only, agents: [slow] }
  mended:
    stages:
      - { name: before, agents: [quick] }
      - { name: then, agents: [fragile], needs: [before] }
`;

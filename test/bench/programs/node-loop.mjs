// A bare loop: runs the tasks of a graph, what is ready with the longest remaining path first, their output piped and
// read. Prints milliseconds. Plain JavaScript, so that nothing is loaded but Node.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { concurrency, tasks } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const started = performance.now();
const waiting = tasks.map(({ deps }) => deps.length);
const followers = tasks.map(() => []);
for (const [index, { deps }] of tasks.entries()) for (const dep of deps) followers[dep].push(index);
const ready = tasks.map((_, index) => index).filter((index) => waiting[index] === 0);
ready.sort((a, b) => tasks[a].remaining - tasks[b].remaining);
let running = 0;

function startMore() {
  while (running < concurrency && ready.length > 0) {
    const index = ready.pop();
    running += 1;
    const [file, ...args] = tasks[index].command;
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    child.stderr.resume();
    child.on('close', () => {
      running -= 1;
      for (const follower of followers[index]) if (--waiting[follower] === 0) insert(follower);
      startMore();
    });
  }
}

function insert(index) {
  let place = ready.length;
  while (place > 0 && tasks[ready[place - 1]].remaining > tasks[index].remaining) place -= 1;
  ready.splice(place, 0, index);
}

process.on('exit', () => process.stdout.write(String(performance.now() - started)));
startMore();

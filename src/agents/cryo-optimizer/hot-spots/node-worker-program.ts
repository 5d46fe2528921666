/** A function of JavaScript or TypeScript that is run on request; it speaks as the worker of Python does. */
export const nodeWorkerProgram = String.raw`
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const task = JSON.parse(process.argv.at(-1));
const write = process.stdout.write.bind(process.stdout);
const say = (answer) => write('\n' + task.mark + JSON.stringify(answer) + '\n');
let printed = '';
process.stdout.write = (text) => {
  if (printed.length < 1000000) printed += text;
  return true;
};

async function load(target) {
  const at = target.lastIndexOf('#');
  const loaded = await import(pathToFileURL(join(task.workspace, target.slice(0, at))).href);
  const name = target.slice(at + 1);
  const found = name.split('.').reduce((value, part) => value?.[part], loaded) ?? name.split('.').reduce((value, part) => value?.[part], loaded.default);
  if (typeof found !== 'function') throw new Error(target + ' is no function that is exported');
  return found;
}

function plain(value, depth = 0) {
  if (depth > 50) throw new Error('nested too deeply');
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'string') return value ?? null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return plain(Object.fromEntries(value), depth + 1);
  if (value instanceof Set || ArrayBuffer.isView(value)) return plain(Array.from(value), depth + 1);
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
  throw new Error('a result of type ' + typeof value + ' cannot be compared');
}

try {
  const run = await load(task.target);
  const items = task.items === null ? null : [...(await (await load(task.items))())];
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const args = structuredClone(task.args);
    printed = '';
    let result;
    const start = performance.now();
    for (let call = 0; call < request.calls; call++) {
      if (items === null) {
        result = run(...args);
        if (typeof result?.then === 'function') result = await result;
      } else {
        result = [];
        for (const item of items) {
          let one = run(item, ...args);
          if (typeof one?.then === 'function') one = await one;
          result.push(one);
        }
      }
    }
    const answer = { seconds: (performance.now() - start) / 1000 / request.calls };
    if (request.check) {
      answer.printed = printed;
      try {
        answer.result = plain(result);
      } catch (error) {
        answer.incomparable = String(error.message ?? error);
      }
    }
    say(answer);
  }
} catch (error) {
  say({ error: String(error?.message ?? error) });
  process.exitCode = 1;
}
`;

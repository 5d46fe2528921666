import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Native modules of the VS Code server that would want a compiler, replaced by plain JavaScript that does what the
 * server needs of them: a logger that writes files, and a watchdog that the extension host has in JavaScript as well.
 */
export function writeStandIns(nodeModules: string): void {
  const logger = join(nodeModules, '@vscode', 'spdlog');
  if (!existsSync(join(logger, 'build', 'Release', 'spdlog.node')))
    writeFileSync(join(logger, 'index.js'), spdlog);
  for (const name of ['@vscode/native-watchdog', 'native-watchdog']) {
    const folder = join(nodeModules, name);
    if (existsSync(folder) && !existsSync(join(folder, 'build', 'Release', 'watchdog.node')))
      writeFileSync(join(folder, 'index.js'), watchdog);
  }
}

const watchdog = `'use strict';
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;

const spdlog = `'use strict';
const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
let common = 2;
class Logger {
  #file;
  #level = common;
  #plain = false;
  constructor(_kind, file) {
    this.#file = file;
  }
  #write(level, text) {
    if (level < this.#level) return;
    const line = this.#plain ? text : new Date().toISOString() + ' [' + names[level] + '] ' + text + '\\n';
    // The folder of a log goes when its window ends, and somebody may still say something.
    try { fs.appendFileSync(this.#file, line); } catch { /* The folder is being removed: a log line less. */ }
  }
  trace(text) { this.#write(0, text); }
  debug(text) { this.#write(1, text); }
  info(text) { this.#write(2, text); }
  warn(text) { this.#write(3, text); }
  error(text) { this.#write(4, text); }
  critical(text) { this.#write(5, text); }
  getLevel() { return this.#level; }
  setLevel(level) { this.#level = level; }
  setPattern() {}
  clearFormatters() { this.#plain = true; }
  flush() {}
  drop() {}
}
async function create(name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(name, file);
}
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (level) => { common = level; };
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

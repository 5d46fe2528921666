import { format } from 'node:util';
import type * as vscode from 'vscode';

/** Messages that are remembered, and characters of each. */
const remembered = 200;
const longest = 2000;

type Level = 'trace' | 'debug' | 'info' | 'warning' | 'error';

/** The output channel of the extension, which also knows what it was told last: the channel itself cannot be asked. */
export class RememberingLog implements vscode.LogOutputChannel {
  readonly #channel: vscode.LogOutputChannel;
  readonly #recent: string[] = [];

  constructor(channel: vscode.LogOutputChannel) {
    this.#channel = channel;
  }

  /** The last messages, oldest first, each with its time and level. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  get name(): string {
    return this.#channel.name;
  }

  get logLevel(): vscode.LogLevel {
    return this.#channel.logLevel;
  }

  get onDidChangeLogLevel(): vscode.Event<vscode.LogLevel> {
    return this.#channel.onDidChangeLogLevel;
  }

  trace(message: string, ...args: unknown[]): void {
    this.#remember('trace', message, args);
    this.#channel.trace(message, ...args);
  }

  debug(message: string, ...args: unknown[]): void {
    this.#remember('debug', message, args);
    this.#channel.debug(message, ...args);
  }

  info(message: string, ...args: unknown[]): void {
    this.#remember('info', message, args);
    this.#channel.info(message, ...args);
  }

  warn(message: string, ...args: unknown[]): void {
    this.#remember('warning', message, args);
    this.#channel.warn(message, ...args);
  }

  error(error: string | Error, ...args: unknown[]): void {
    this.#remember('error', error, args);
    this.#channel.error(error, ...args);
  }

  append(value: string): void {
    this.#channel.append(value);
  }

  appendLine(value: string): void {
    this.#channel.appendLine(value);
  }

  replace(value: string): void {
    this.#channel.replace(value);
  }

  clear(): void {
    this.#channel.clear();
  }

  show(columnOrPreserveFocus?: vscode.ViewColumn | boolean, preserveFocus?: boolean): void {
    this.#channel.show(typeof columnOrPreserveFocus === 'boolean' ? columnOrPreserveFocus : preserveFocus);
  }

  hide(): void {
    this.#channel.hide();
  }

  dispose(): void {
    this.#channel.dispose();
  }

  #remember(level: Level, message: string | Error, args: readonly unknown[]): void {
    const text = format(message instanceof Error ? (message.stack ?? message.message) : message, ...args);
    this.#recent.push(`${new Date().toISOString()} ${level} ${text.slice(0, longest)}`);
    if (this.#recent.length > remembered) this.#recent.shift();
  }
}

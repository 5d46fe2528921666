import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEnvironment } from './server-environment.ts';
import type { VscodeHome } from './vscode-home.ts';

const host = '127.0.0.1';

/** How to start a server. */
export interface ServerOptions {
  /** Everything of this server goes here; short, since paths of sockets lie below it. The caller removes it. */
  readonly folder: string;
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  /** Added to the settings of the user. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** Asks whether a folder is trusted, as for a user. Without, everything is. */
  readonly trust?: boolean;
  /** Lets the address say which extension and which tests to load. It also keeps notifications from popping up. */
  readonly driver?: boolean;
}

/** How many milliseconds a server has to end by itself before it is killed. */
const endMs = 2000;

/** A running VS Code server. */
export class VscodeServer {
  readonly port: number;
  /** Whoever knows it may use the server: other users of this machine reach its port as well. */
  readonly token: string;
  readonly #child: ChildProcess;
  readonly #output: () => string;
  readonly #killAtExit = (): void => this.#signal('SIGKILL');

  private constructor(child: ChildProcess, port: number, token: string, output: () => string) {
    this.#child = child;
    this.port = port;
    this.token = token;
    this.#output = output;
    process.on('exit', this.#killAtExit);
  }

  static async start(home: VscodeHome, options: ServerOptions): Promise<VscodeServer> {
    const { folder } = options;
    const userDataDir = options.userDataDir ?? join(folder, 'u');
    writeSettings(join(userDataDir, 'User'), options);
    const token = randomBytes(16).toString('hex');
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, token, { mode: 0o600 });
    const child = spawn(
      home.node,
      [
        home.serverMain,
        ...['--host', host, '--port', '0', '--connection-token-file', tokenFile],
        ...['--server-data-dir', join(folder, 'd'), '--user-data-dir', userDataDir],
        ...['--extensions-dir', options.extensionsDir ?? join(folder, 'e'), '--logsPath', join(folder, 'l')],
        '--accept-server-license-terms',
        ...['--disable-telemetry', '--telemetry-level', 'off', '--disable-experiments'],
        ...['--disable-update-check', '--disable-getting-started-override'],
        ...(options.trust === true ? [] : ['--disable-workspace-trust']),
        ...(options.driver === true ? ['--enable-smoke-test-driver'] : []),
      ],
      {
        env: { ...serverEnvironment(folder), ...options.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A process group of its own: the server, its extension hosts, terminals and watchers end together.
        detached: true,
      },
    );
    const log = createWriteStream(join(folder, 'server.log'));
    let output = '';
    const port = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`the VS Code server ended with code ${code}:\n${output}`)),
      );
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          log.write(text);
          output += text;
          const listening = /Extension host agent listening on (\d+)/.exec(output);
          if (listening !== null) resolve(Number(listening[1]));
        });
    });
    return new VscodeServer(child, port, token, () => output);
  }

  get origin(): string {
    return `http://${host}:${this.port}`;
  }

  /** The authority of everything that lies on the server. */
  get authority(): string {
    return `${host}:${this.port}`;
  }

  /** How an extension host died that did not end by itself; null where none did. */
  deathOfHost(): string | null {
    const ends = this.#output().matchAll(/Extension Host Process exited with code: (\S+), signal: (\w+)/g);
    for (const [, code, signal] of ends)
      if (code !== '0' || signal !== 'null') return signal === 'null' ? `code ${code}` : `signal ${signal}`;
    return null;
  }

  /** Ends the server with all that belongs to it. */
  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) resolve();
      else this.#child.once('exit', () => resolve());
    });
    this.#signal('SIGTERM');
    await Promise.race([ended, sleep(endMs, undefined, { ref: false })]);
    this.#signal('SIGKILL');
    await ended;
    process.off('exit', this.#killAtExit);
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? 0), signal);
    } catch {
      // The whole group has ended.
    }
  }
}

/** The server keeps the user's settings, not the browser. */
function writeSettings(folder: string, options: ServerOptions): void {
  const file = join(folder, 'settings.json');
  const given = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {};
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify({ ...quietSettings, ...given, ...options.settings }, null, 2));
}

/** Nothing is fetched, offered or advertised. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.confirmBeforeClose': 'never',
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'npm.autoDetect': 'off',
  'gulp.autoDetect': 'off',
  'grunt.autoDetect': 'off',
  'jake.autoDetect': 'off',
};

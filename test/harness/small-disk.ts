import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Whether this machine lets the tests mount file systems of their own. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}

/** A disk of its own at a folder, for those only who are started with `prefix`; it is gone with its holder. */
export class SmallDisk {
  readonly #holder: ChildProcess;
  readonly #folder: string;

  private constructor(holder: ChildProcess, folder: string) {
    this.#holder = holder;
    this.#folder = folder;
  }

  /** @param size as `mount` takes it, such as `4m` */
  static async mount(folder: string, size: string): Promise<SmallDisk> {
    const script = 'mount -t tmpfs -o "size=$1" tmpfs "$0" && echo mounted && exec sleep 600';
    const holder = spawn('unshare', ['-m', '--propagation', 'private', 'sh', '-c', script, folder, size], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (holder.stdout) await once(holder.stdout, 'data');
    return new SmallDisk(holder, folder);
  }

  /** What to put before a command that is to see the disk. */
  get prefix(): readonly string[] {
    return ['nsenter', `--mount=/proc/${this.#holder.pid}/ns/mnt`, '--'];
  }

  /** The folder as it can be reached from outside. */
  get path(): string {
    return `/proc/${this.#holder.pid}/root${this.#folder}`;
  }

  /** Lets nobody write any more, the superuser included; or lets them again. */
  allowWriting(allowed: boolean): void {
    const [program = '', ...args] = [
      ...this.prefix,
      'mount',
      '-o',
      `remount,${allowed ? 'rw' : 'ro'}`,
      this.#folder,
    ];
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`remount: ${stderr}`);
  }

  async dispose(): Promise<void> {
    const ended = once(this.#holder, 'close');
    this.#holder.kill('SIGKILL');
    await ended;
  }
}

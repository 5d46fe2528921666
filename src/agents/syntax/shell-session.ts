import { type ChildProcess, execFile, spawn } from 'node:child_process';

/**
 * Reads names of files, each ended by NUL, and has `bash -n` look at each; answers the exit code and what it said,
 * each ended by NUL. One small process that forks is much cheaper than one spawned by Node for each file. Carriage
 * returns are dropped: that a checkout has them is not a fault of the script. Since `-n` does not carry out
 * `shopt -s extglob`, what fails is looked at with extended patterns too.
 */
const driver = String.raw`
while IFS= read -r -d '' file; do
  text=$(<"$file") || { printf '126\0cannot be read\0'; continue; }
  text=${'${text#'}$'\xEF\xBB\xBF'}
  case $text in *$'\r'*) text=${'${text//'}$'\r'/} ;; esac
  if said=$("$BASH" -n <<<"$text" 2>&1); then printf '0\0\0'
  elif "$BASH" -O extglob -n <<<"$text" >/dev/null 2>&1; then printf '0\0\0'
  else printf '1\0%s\0' "$said"; fi
done 2>/dev/null
`;

export interface ShellAnswer {
  /** 0: sound. 1: at fault. 126: cannot be read. */
  readonly exitCode: number;
  readonly said: string;
}

const environment = { ...process.env, LC_ALL: 'C', BASH_ENV: '', ENV: '' };

/** The version of the bash on the PATH, null where there is none. */
export function findBash(): Promise<string | null> {
  return new Promise((resolve) => {
    const script = 'echo "$BASH_VERSION"';
    // On Windows this may be a launcher for a Linux that is not installed, which says something else or nothing.
    execFile(
      'bash',
      ['-c', script],
      { env: environment, timeout: 10_000, windowsHide: true },
      (error, stdout) => {
        const version = /^\d+\.\d+(\.\d+)?/.exec(stdout)?.[0];
        resolve(error === null && version !== undefined ? version : null);
      },
    );
  });
}

/** Lets `bash -n` look at scripts, in order; what it could not answer, because it died, is null. */
export async function checkScripts(
  folder: string,
  paths: readonly string[],
  onAnswer: (path: string, answer: ShellAnswer | null) => void,
): Promise<void> {
  const child = spawn('bash', ['-c', driver], {
    cwd: folder,
    env: environment,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let at = 0;
  let rest = '';
  let exitCode: number | null = null;
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    const fields = (rest + text).split('\0');
    rest = fields.pop() ?? '';
    for (const field of fields) {
      if (exitCode === null) {
        exitCode = Number(field);
        continue;
      }
      const said = Buffer.from(field, 'latin1').toString('utf8');
      onAnswer(paths[at++] ?? '', { exitCode, said });
      exitCode = null;
    }
  });
  child.stdin.on('error', () => {
    // The process has gone away, which `close` tells.
  });
  child.stdin.end(paths.map((path) => `./${path}\0`).join(''));
  await ended(child);
  for (const path of paths.slice(at)) onAnswer(path, null);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
}

/** The place and the message in what `bash -n` said: `bash: line 3: syntax error …`. */
export function readComplaint(said: string): { line: number; message: string } {
  for (const line of said.split('\n')) {
    const match = /: line (\d+): (.+)$/.exec(line);
    if (match !== null && !match[2]?.startsWith('warning:'))
      return { line: Number(match[1]), message: match[2] ?? '' };
  }
  return { line: 1, message: said.split('\n', 1)[0] ?? 'bash refuses it' };
}

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/common/errors.ts';
import { findProgram, isExecutable } from '../../../src/process/find-program.ts';
import { cacheFolder } from './cache-folder.ts';
import { installOnce } from './install-once.ts';
import { npm } from './npm-install.ts';

/** A browser of the Chromium family. */
export interface Chromium {
  readonly program: string;
  /** Variables that it needs to find its libraries and fonts where the system has none. */
  readonly env: Readonly<Record<string, string>>;
}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Published with a Chromium for Linux x64 inside, and with the libraries and one font that it needs. */
const published = { name: '@sparticuz/chromium', version: '153.0.0' };
const fonts = { name: 'dejavu-fonts-ttf', version: '2.37.3' };

/**
 * The browser that shows the workbench: an installed one, else the one in the package registry.
 * `DODECA_TEST_CHROMIUM` names a program, or says `package` for the one of the registry.
 */
export async function findChromium(env: NodeJS.ProcessEnv = process.env): Promise<Chromium> {
  const asked = env.DODECA_TEST_CHROMIUM;
  if (asked && asked !== 'package') {
    if (isExecutable(asked)) return { program: asked, env: {} };
    throw new UserError('no-chromium', `DODECA_TEST_CHROMIUM names ${asked}, which is no program.`);
  }
  const installed = asked === 'package' ? undefined : installedChromium(env);
  if (installed !== undefined) return { program: installed, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new UserError(
      'no-chromium',
      'The tests in the editor need Chrome or Chromium: install one, or name its program in DODECA_TEST_CHROMIUM.',
    );
  return publishedChromium();
}

function installedChromium(env: NodeJS.ProcessEnv): string | undefined {
  const found = names.map((name) => findProgram(name, env)).find((path) => path !== null && works(path));
  return found ?? usualPlaces.find(isExecutable);
}

/** Whether it starts at all: a program of this name may be an empty file, or one that wants to be installed first. */
function works(program: string): boolean {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  return status === 0 && /\d+\.\d+/.test(stdout);
}

async function publishedChromium(): Promise<Chromium> {
  const folder = join(cacheFolder(), `chromium-${published.version}`);
  const unpacked = join(folder, 'unpacked');
  const program = join(unpacked, 'chromium');
  await installOnce({
    title: `Chromium ${published.version.split('.')[0]}`,
    folder,
    recipe: `${published.name} ${published.version}, ${fonts.name} ${fonts.version}, 2`,
    install: async () => {
      const dependencies = { [published.name]: published.version, [fonts.name]: fonts.version };
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
      await npm(folder, ['install']);
      unpack(folder, unpacked);
      layOutFonts(folder);
      rmSync(join(folder, 'node_modules'), { recursive: true });
    },
  });
  return {
    program,
    env: { ...libraries(program, join(unpacked, 'al2023', 'lib')), ...fontConfiguration(folder) },
  };
}

/** The package unpacks itself below TMPDIR, whatever that is. */
function unpack(folder: string, into: string): void {
  mkdirSync(into);
  const code = `
    const { default: chromium, inflate } = await import('${published.name}');
    await chromium.executablePath();
    await inflate('node_modules/${published.name}/bin/al2023.tar.br');`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
    env: { ...process.env, TMPDIR: into },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${published.name} was not unpacked: ${stderr}`);
}

/** Its own libraries where the system lacks them; the system's where it has them. */
function libraries(program: string, own: string): Record<string, string> {
  const { status } = spawnSync(program, ['--version'], { timeout: 60_000 });
  if (status === 0) return {};
  const env = { LD_LIBRARY_PATH: [own, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
  const { status: second, stderr } = spawnSync(program, ['--version'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (second === 0) return env;
  throw new UserError(
    'no-chromium',
    `The Chromium of the package registry does not start here: ${stderr.trim()}. Install Chrome or Chromium, or name its program in DODECA_TEST_CHROMIUM.`,
  );
}

/** Fonts of the registry where the system has none at all: without, every letter is a box. */
function fontConfiguration(folder: string): Record<string, string> {
  if (['/usr/share/fonts', '/usr/local/share/fonts'].some(holdsFonts)) return {};
  return { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
}

/** One face for what is read and one for code: what asks for neither gets the first. */
function layOutFonts(folder: string): void {
  const own = join(folder, 'fonts');
  mkdirSync(own);
  for (const face of ['DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSansMono', 'DejaVuSansMono-Bold'])
    copyFileSync(join(folder, 'node_modules', fonts.name, 'ttf', `${face}.ttf`), join(own, `${face}.ttf`));
  const prefer = (generic: string, family: string): string =>
    `<match><test name="family"><string>${generic}</string></test><edit name="family" mode="assign" binding="strong"><string>${family}</string></edit></match>`;
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${own}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
  ${prefer('monospace', 'DejaVu Sans Mono')}
  ${prefer('sans-serif', 'DejaVu Sans')}
</fontconfig>
`,
  );
}

function holdsFonts(folder: string): boolean {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc|pfb)$/.test(String(name)))
  );
}

import { join } from 'node:path';
import type { Workbench } from './workbench.ts';

const pictures = join(import.meta.dirname, '..', '..', '..', 'media', 'screenshots');

/** Takes the pictures NAME-light.png and NAME-dark.png of the README: a window as it is, in both themes. */
export async function takePictures(workbench: Workbench, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const)
    await workbench.screenshot(join(pictures, `${name}-${theme}.png`), theme);
}

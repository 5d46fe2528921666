import type { DodecaHost } from '../dodeca-host.ts';

/** Draws every view anew; tries again where the engine could not be had. */
export async function refresh(host: DodecaHost): Promise<void> {
  await Promise.all(host.folders.all.map((session) => session.refresh()));
  for (const tree of Object.values(host.views.trees)) tree.redraw();
}

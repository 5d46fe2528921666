import type { DodecaHost } from '../dodeca-host.ts';

/** Draws every view anew; tries again where the engine could not be had, and looks for files that changed. */
export async function refresh(host: DodecaHost): Promise<void> {
  await Promise.all(host.folders.all.map((session) => session.refresh()));
  // Not waited for: the view shows how far it is.
  for (const { library } of host.folders.all) void library.refresh();
  for (const tree of Object.values(host.views.trees)) tree.redraw();
}

import type { ScriptWalk } from './script-walk.ts';

/** Decides which definitions are for others, when everything is read: an export may stand anywhere. */
export function decideWhatIsPublic({ drafts, module, exportedNames, isModule }: ScriptWalk): void {
  module.public = true;
  for (const draft of drafts) {
    const { container, name, via, hidden } = draft;
    if (container === null) continue;
    if (container !== module) {
      const open =
        container.kind === 'class' ||
        draft.exported ||
        (container.kind === 'namespace' && container.bodiless);
      const holds = container.kind === 'class' || container.kind === 'namespace';
      draft.public = container.public && holds && open && !hidden && name !== '';
      draft.exportedAs = null;
      continue;
    }
    if (via === null) draft.exportedAs ??= exportedNames.get(name) ?? null;
    const reached = draft.exported || (via === null ? draft.exportedAs !== null : exportedNames.has(via));
    draft.public =
      (reached || !isModule) && !hidden && name !== '' && !(via !== null && name.startsWith('_'));
  }
}

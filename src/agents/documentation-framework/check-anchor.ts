import { editDistance } from '../../common/nearest.ts';

/** Whether a fragment means something that no heading has to be there for. */
export function isFreeFragment(fragment: string): boolean {
  return (
    /^(top|readme|start-of-content|main|content)$/i.test(fragment) ||
    /^[/!^:?]/.test(fragment) ||
    /^(issuecomment|discussion|diff|pullrequestreview|(user-content-)?fn(ref)?[-:]?\d*)/i.test(fragment) ||
    /[{}<>$*]/.test(fragment)
  );
}

/** The lines that a fragment such as `#L10-L20` names; null where it names none. */
export function lineOfFragment(fragment: string): number | null {
  const [, first, last] = /^L(\d{1,9})(?:C\d+)?(?:-L?(\d{1,9})(?:C\d+)?)?$/.exec(fragment) ?? [];
  return first === undefined ? null : Math.max(Number(first), Number(last ?? 0));
}

/**
 * Whether a document has the anchor that a fragment names. GitHub finds an anchor in any case.
 *
 * @param loose whether it is another program that makes the anchors, so that only letters and digits are compared
 */
export function hasAnchor(anchors: ReadonlySet<string>, fragment: string, loose: boolean): boolean {
  const name = fragment.replace(/^(user-content-|markdown-header-)/, '');
  if (anchors.has(name) || anchors.has(fragment)) return true;
  const lower = name.toLowerCase();
  for (const anchor of anchors) {
    if (anchor.toLowerCase() === lower || (loose && essence(anchor) === essence(name))) return true;
  }
  return false;
}

/** The anchor that is meant: the same letters, or one at most two edits away; null where none is, or several are. */
export function suggestAnchor(anchors: ReadonlySet<string>, fragment: string): string | null {
  const same = [...anchors].filter(
    (anchor) => essence(anchor) !== '' && essence(anchor) === essence(fragment),
  );
  if (same.length > 0) return same[0] ?? null;
  const lower = fragment.toLowerCase();
  const most = Math.min(2, Math.floor(lower.length / 3));
  let found: string[] = [];
  let least = most + 0.5;
  for (const anchor of anchors) {
    if (Math.abs(anchor.length - lower.length) > most) continue;
    const distance = editDistance(lower, anchor.toLowerCase());
    if (distance < least) {
      least = distance;
      found = [anchor];
    } else if (distance === least) found.push(anchor);
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Letters and digits, without a number in front, which some programs leave out. */
function essence(anchor: string): string {
  return anchor
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/^\d+(?=\p{L})/u, '');
}

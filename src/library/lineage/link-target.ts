import { posix } from 'node:path';

/** Where a link leads, as far as its text tells. */
export type LinkTarget =
  /** Out of the workspace, or to what is filled in later. */
  | { readonly kind: 'external' | 'placeholder' | 'outside' | 'empty' }
  /** An address that lacks its scheme. */
  | { readonly kind: 'address'; readonly meant: string }
  | {
      readonly kind: 'place';
      /** Relative to the workspace, without `/` at its end; empty for the workspace itself. */
      readonly path: string;
      /** Whether it begins at the root: of a repository, or of a site. */
      readonly absolute: boolean;
      /** Whether it is a place in the document itself. */
      readonly same: boolean;
      /** Without `#`, decoded; null where there is none. */
      readonly fragment: string | null;
    };

/** Reads a destination that is written in a document. */
export function linkTarget(document: string, written: string): LinkTarget {
  const url = written.trim();
  if (url === '') return { kind: 'empty' };
  if (/^[a-z][a-z\d+.-]*:/i.test(url) || url.startsWith('//') || url.startsWith('\\\\'))
    return { kind: 'external' };
  if (/[{}<>$|*]|%7b|\.\.\.|…|^(@|~|!)|^(path|url|link|todo|tbd|xxx|href|src)$/i.test(url))
    return { kind: 'placeholder' };
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(url)) return { kind: 'address', meant: `mailto:${url}` };
  if (/^www\.[\w-]+\.\w+/i.test(url)) return { kind: 'address', meant: `https://${url}` };
  const [beforeFragment = '', ...rest] = url.split('#');
  const fragment = rest.length === 0 ? null : decoded(rest.join('#'));
  const query = beforeFragment.indexOf('?');
  const path = decoded(query === -1 ? beforeFragment : beforeFragment.slice(0, query)).replaceAll('\\', '/');
  if (path === '')
    return query === -1
      ? { kind: 'place', path: document, absolute: false, same: true, fragment }
      : { kind: 'external' };
  const absolute = path.startsWith('/');
  const joined = absolute ? path.slice(1) : posix.join(posix.dirname(document), path);
  const clean = posix.normalize(`./${joined}`).replace(/\/$/, '');
  if (clean === '..' || clean.startsWith('../') || clean.includes('\0')) return { kind: 'outside' };
  return { kind: 'place', path: clean === '.' ? '' : clean, absolute, same: false, fragment };
}

/** With percent signs resolved; as it is where they are none. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

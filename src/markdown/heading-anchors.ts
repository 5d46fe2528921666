import GithubSlugger, { slug } from 'github-slugger';

/** A heading in the order of the document. */
interface OrderedHeading {
  readonly text: string;
  /** Whether it is written as HTML. */
  readonly html: boolean;
}

/**
 * The anchors of headings as GitHub makes them, numbered where a text stands twice. Where it cannot be told what
 * GitHub counts or leaves out (headings in HTML, marks of emphasis, emoji), either way is an anchor.
 */
export function headingAnchors(headings: readonly OrderedHeading[]): Set<string> {
  const anchors = new Set<string>();
  const sluggers = [new GithubSlugger(), new GithubSlugger(), new GithubSlugger()] as const;
  for (const { text, html } of headings) {
    anchors.add(sluggers[0].slug(text));
    if (!html) anchors.add(sluggers[1].slug(text));
    const plain = text.replace(/:[\w+-]{1,60}:/g, '');
    anchors.add(sluggers[2].slug(plain));
    anchors.add(slug(plain.replace(/(^|\W)_+|_+(\W|$)/g, '$1$2')));
    anchors.add(slug(plain.trim()));
  }
  return anchors;
}

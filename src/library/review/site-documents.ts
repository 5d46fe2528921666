import { posix } from 'node:path';
import { isMarkdown } from '../../markdown/document-paths.ts';

/** Files by which a site generator is known; the documents of the site lie in the same folder or below. */
const configurations: readonly RegExp[] = [
  /^docusaurus\.config\.[cm]?[jt]s$/,
  /^mkdocs\.ya?ml$/,
  /^_config\.(ya?ml|toml)$/,
  /^book\.toml$/,
  /^(astro|gatsby|next|nuxt|eleventy|vuepress|vocs|rspress|velite|contentlayer)[.-]config\.[cm]?[jt]s$/,
  /^\.?eleventy\.[cm]?js$/,
  /^(hugo|zola|config)\.toml$/,
  /^antora\.yml$/,
  /^conf\.py$/,
  /^mint\.json$|^docs\.json$/,
  /^\.gitbook\.ya?ml$/,
  /^SUMMARY\.md$/,
  /^_sidebar\.md$|^\.nojekyll$/,
  /^\.vitepress$|^\.vuepress$/,
];

/** What each of them has in its name: most paths have none of it, and need not be taken apart. */
const mayConfigure =
  /conf|mkdocs|book|eleventy|hugo|zola|antora|mint|docs\.json|summary|sidebar|nojekyll|vitepress|vuepress/i;

/** Keys of front matter that only a site generator reads. */
const siteKeys: readonly string[] = [
  'layout',
  'permalink',
  'slug',
  'sidebar_position',
  'sidebar_label',
  'sidebar',
  'nav_order',
  'weight',
  'eleventyNavigation',
  'redirect_from',
  'hide_title',
  'outline',
  'draft',
  'categories',
];

/** Documents that GitHub shows as they are, also where the folder is a site. */
const repositoryDocument =
  /^(readme|contributing|changelog|security|code_of_conduct|license|governance|support)\b/i;

/** Whether a file, by its name, makes a site of the folder it is in. */
export function isSiteConfiguration(path: string): boolean {
  return (
    mayConfigure.test(path) &&
    path.split('/').some((name) => configurations.some((pattern) => pattern.test(name)))
  );
}

/** Knows which documents a site generator turns into pages: what they link to is often a route, and no file. */
export class SiteDocuments {
  /** Folders of sites: empty or ending with `/`. */
  readonly #roots: readonly string[];

  constructor(files: readonly string[]) {
    const roots = new Set<string>();
    for (const path of files) {
      if (!mayConfigure.test(path)) continue;
      const names = path.split('/');
      for (const [depth, name] of names.entries()) {
        if (!configurations.some((pattern) => pattern.test(name))) continue;
        const folder = names.slice(0, depth);
        roots.add(folder.map((part) => `${part}/`).join(''));
        // A site that lies beside its documents.
        if (/^(website|site|www|web|docs?[-_]?site)$/i.test(folder.at(-1) ?? '')) {
          roots.add([...folder.slice(0, -1), 'docs'].map((part) => `${part}/`).join(''));
        }
      }
    }
    this.#roots = [...roots].sort((a, b) => b.length - a.length);
  }

  /** The folder of the site that a document is a page of, empty or ending with `/`; null where it is none. */
  rootOf(document: string, frontMatterKeys: ReadonlySet<string>): string | null {
    if (document.startsWith('.github/')) return null;
    const written = siteKeys.some((key) => frontMatterKeys.has(key)) || /\.mdx$/i.test(document);
    const root = this.#roots.find((folder) => document.startsWith(folder));
    if (root === undefined) return written ? `${posix.dirname(document)}/`.replace(/^\.\/$/, '') : null;
    const own = document.slice(root.length);
    return !written && !own.includes('/') && repositoryDocument.test(own) ? null : root;
  }
}

/** The files that a route of a site may mean. */
export function routeCandidates(document: string, path: string, written: string, root: string): string[] {
  const places = [path];
  if (written.startsWith('/')) places.push(root + written.slice(1).replace(/[?#].*$/, ''));
  // A page lies at `page/`, so that what is beside it is one level up.
  else places.push(posix.join(document.replace(/\.\w+$/, ''), written.replace(/[?#].*$/, '')));
  return places.flatMap((place) => {
    const bare = place.replace(/\/$/, '').replace(/\.html?$/i, '');
    return [
      place,
      ...['.md', '.mdx', '.markdown', '.rst', '/index.md', '/index.mdx', '/README.md'].map(
        (end) => bare + end,
      ),
    ];
  });
}

/** Whether a destination names a document by its extension, and so no route. */
export function namesDocument(path: string): boolean {
  return isMarkdown(path);
}

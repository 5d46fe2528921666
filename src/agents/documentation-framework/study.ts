import type { ParametersOf } from '../../builtin/builtin-agent.ts';
import type { documentationFramework } from '../../builtin/documentation-framework.ts';
import { SiteDocuments } from '../../library/review/site-documents.ts';
import { isDocument, isForeign } from '../../markdown/document-paths.ts';
import { grammarOf } from '../../syntax-tree/grammar.ts';
import { Progress } from '../progress.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { type LinkCheck, LinkChecker } from './check-links.ts';
import type { FileCoverage } from './coverage.ts';
import { EntryPoints } from './entry-points.ts';
import { readCode } from './read-code.ts';
import { type ReadDocument, readDocuments } from './read-documents.ts';
import { makesNoClaims, type StaleReference, stalePaths } from './stale-paths.ts';
import { SymbolMentions } from './stale-symbols.ts';
import { WorkspaceTree } from './workspace-tree.ts';

/** What is known of the documentation of a workspace. */
export interface DocumentationStudy {
  /** By path. */
  readonly documents: readonly ReadDocument[];
  /** Documents in fixtures and of others, which are not looked at. */
  readonly foreignDocuments: number;
  /** Files of code with public definitions, by path. */
  readonly coverage: readonly FileCoverage[];
  readonly links: LinkCheck;
  readonly stale: readonly StaleReference[];
  /** What could not be read, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/** Reads the documents and the code of a workspace, and compares them. */
export async function studyDocumentation(
  workspace: string,
  parameters: ParametersOf<typeof documentationFramework>,
): Promise<DocumentationStudy> {
  const tree = new WorkspaceTree(workspace);
  const { files, skipped } = workspaceFiles(
    workspace,
    parameters,
    (path) => isDocument(path) || grammarOf(path) !== null,
  );
  const allDocuments = files.filter(({ path }) => isDocument(path));
  const ownDocuments = allDocuments.filter(({ path }) => !isForeign(path));
  const code = files.filter(({ path }) => grammarOf(path) !== null);
  const progress = new Progress('read', ownDocuments.length + code.length);
  const mentions = new SymbolMentions();
  const stale: StaleReference[] = [];
  const documents = await readDocuments(workspace, ownDocuments, progress, (path, codes) => {
    if (!parameters.stale_references || makesNoClaims(path)) return;
    stale.push(...stalePaths(tree, path, codes));
    mentions.collect(path, codes);
  });
  const links = new LinkChecker(workspace, tree, new SiteDocuments(tree.files), documents).check();
  const { coverage, staleParameters } = await readCode(
    workspace,
    code,
    new EntryPoints(workspace, tree.files),
    mentions,
    {
      methods: parameters.methods,
      kept: parameters.undocumented_per_file,
      stale: parameters.stale_references,
    },
    progress,
  );
  return {
    documents,
    foreignDocuments: allDocuments.length - ownDocuments.length,
    coverage,
    links,
    stale: [...stale, ...mentions.stale(), ...staleParameters],
    skipped,
  };
}

import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { registerLibraryHover } from '../library/hover/register-library-hover.ts';
import { definitionSelector, isDefinition } from './definition-selector.ts';
import type { LanguageFeatures } from './language-features.ts';

/** Characters behind which there is something to choose from. */
const triggers = [' ', ':', '[', '{', ',', '.', '/', '"', "'"];

/**
 * Makes definitions a language, and tells in other languages what the library knows of names. What knows it is loaded
 * with the first definition that is opened.
 */
export function registerEditor(host: DodecaHost): void {
  let loading: Promise<LanguageFeatures> | undefined;
  const features = (): Promise<LanguageFeatures> => {
    loading ??= import('./language-features.ts').then((room) => room.startLanguageFeatures(host));
    return loading;
  };
  const begin = (document: vscode.TextDocument): void => {
    if (isDefinition(document)) features().catch((error) => host.log.error(error));
  };
  host.own(vscode.workspace.onDidOpenTextDocument(begin));
  for (const document of vscode.workspace.textDocuments) begin(document);

  const lensesChanged = new vscode.EventEmitter<void>();
  host.own(lensesChanged);
  host.own(vscode.workspace.onDidGrantWorkspaceTrust(() => lensesChanged.fire()));
  host.own(host.folders.onDidChange(() => lensesChanged.fire()));

  const { languages } = vscode;
  const providers = [
    languages.registerCompletionItemProvider(
      definitionSelector,
      {
        provideCompletionItems: async (document, position) =>
          (await features()).completions.provide(document, position),
      },
      ...triggers,
    ),
    languages.registerHoverProvider(definitionSelector, {
      provideHover: async (document, position, cancel) =>
        (await features()).hovers.provide(document, position, cancel),
    }),
    languages.registerCodeLensProvider(definitionSelector, {
      onDidChangeCodeLenses: lensesChanged.event,
      provideCodeLenses: async (document) => (await features()).lenses.provide(document),
    }),
    languages.registerDefinitionProvider(definitionSelector, {
      provideDefinition: async (document, position) =>
        (await features()).names.definition(document, position),
    }),
    languages.registerReferenceProvider(definitionSelector, {
      provideReferences: async (document, position, { includeDeclaration }) =>
        (await features()).names.references(document, position, includeDeclaration),
    }),
    languages.registerRenameProvider(definitionSelector, {
      prepareRename: async (document, position) => (await features()).names.prepareRename(document, position),
      provideRenameEdits: async (document, position, name) =>
        (await features()).names.rename(document, position, name),
    }),
    languages.registerDocumentSymbolProvider(
      definitionSelector,
      { provideDocumentSymbols: async (document) => (await features()).structure.symbols(document) },
      { label: 'Dodeca' },
    ),
    languages.registerFoldingRangeProvider(definitionSelector, {
      provideFoldingRanges: async (document) => (await features()).structure.folds(document),
    }),
    languages.registerDocumentLinkProvider(definitionSelector, {
      provideDocumentLinks: async (document) => (await features()).structure.links(document),
    }),
    languages.registerCodeActionsProvider(
      definitionSelector,
      {
        provideCodeActions: async (document, _range, { diagnostics }) =>
          (await features()).fixes.provide(document, diagnostics),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    languages.registerEvaluatableExpressionProvider(definitionSelector, {
      provideEvaluatableExpression: async (document, position) =>
        (await features()).evaluatables.expression(document, position),
    }),
    languages.registerInlineValuesProvider(definitionSelector, {
      provideInlineValues: async (document, viewPort, context) =>
        (await features()).evaluatables.inlineValues(document, viewPort, context),
    }),
  ];
  for (const provider of providers) host.own(provider);
  registerLibraryHover(host);
}

import type { DodecaHost } from '../dodeca-host.ts';
import { DefinitionCompletions } from './definition-completions.ts';
import { DefinitionDiagnostics } from './definition-diagnostics.ts';
import { DefinitionDocuments } from './definition-documents.ts';
import { DefinitionEvaluatables } from './definition-evaluatables.ts';
import { DefinitionFixes } from './definition-fixes.ts';
import { DefinitionHovers } from './definition-hovers.ts';
import { DefinitionLenses } from './definition-lenses.ts';
import { DefinitionNames } from './definition-names.ts';
import { DefinitionStructure } from './definition-structure.ts';

/** All that knows what a definition means: a bundle of its own, since it brings a YAML parser and the schemas along. */
export interface LanguageFeatures {
  readonly completions: DefinitionCompletions;
  readonly hovers: DefinitionHovers;
  readonly lenses: DefinitionLenses;
  readonly names: DefinitionNames;
  readonly structure: DefinitionStructure;
  readonly fixes: DefinitionFixes;
  readonly evaluatables: DefinitionEvaluatables;
}

/** Begins to look at the definitions that are open. */
export function startLanguageFeatures(host: DodecaHost): LanguageFeatures {
  const documents = new DefinitionDocuments();
  host.own(documents);
  host.own(new DefinitionDiagnostics(documents));
  return {
    completions: new DefinitionCompletions(documents),
    hovers: new DefinitionHovers(documents, host.folders),
    lenses: new DefinitionLenses(documents, host.folders),
    names: new DefinitionNames(documents),
    structure: new DefinitionStructure(documents),
    fixes: new DefinitionFixes(documents),
    evaluatables: new DefinitionEvaluatables(documents),
  };
}

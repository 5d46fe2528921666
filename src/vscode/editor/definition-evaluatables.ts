import * as vscode from 'vscode';
import { conditionsIn, evaluatableAt } from '../../language/evaluatable.ts';
import type { DefinitionDocuments } from './definition-documents.ts';
import { rangeOf } from './document-places.ts';

/** What a debugger that stands in a definition evaluates: under the pointer, and beside the lines. */
export class DefinitionEvaluatables {
  readonly #documents: DefinitionDocuments;

  constructor(documents: DefinitionDocuments) {
    this.#documents = documents;
  }

  expression(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.EvaluatableExpression | undefined {
    const found = evaluatableAt(this.#documents.analysis(document), document.offsetAt(position));
    if (!found) return undefined;
    return new vscode.EvaluatableExpression(rangeOf(document, found.span), found.expression);
  }

  /** The conditions in sight, of the stage where the debugger stands and of those above it. */
  inlineValues(
    document: vscode.TextDocument,
    viewPort: vscode.Range,
    { stoppedLocation }: vscode.InlineValueContext,
  ): vscode.InlineValue[] {
    const stands = stoppedLocation.end;
    return conditionsIn(this.#documents.analysis(document)).flatMap((condition) => {
      const { span, expression, pipeline, stage } = condition;
      const range = rangeOf(document, span);
      // What comes later knows nothing yet, and other pipelines never will.
      const isKnown =
        rangeOf(document, pipeline).contains(stands) && document.positionAt(stage.start).line <= stands.line;
      return isKnown && viewPort.intersection(range)
        ? [new vscode.InlineValueEvaluatableExpression(range, expression)]
        : [];
    });
  }
}

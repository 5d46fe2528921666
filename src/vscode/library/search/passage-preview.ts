import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { errorMessage } from '../../../common/errors.ts';
import type { DodecaHost } from '../../dodeca-host.ts';
import { EditorOrigin } from './editor-origin.ts';
import { type Place, placeKey } from './place.ts';
import { marksIn, showPlace } from './show-place.ts';

/** Milliseconds for which nothing else is looked at before it is shown: who types or goes down a list passes by much. */
const restMs = 100;

/** Shows passages in the editor behind a list, one after the other, and puts back what was there before. */
export class PassagePreview {
  readonly #host: DodecaHost;
  readonly #origin = new EditorOrigin();
  readonly #passage = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  });
  readonly #mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
  });
  #wanted: Place | null = null;
  #shown: string | null = null;
  #marked: vscode.TextEditor | null = null;
  #running: Promise<void> | null = null;
  #ended = false;

  constructor(host: DodecaHost) {
    this.#host = host;
  }

  /** Where somebody was before. */
  get origin(): EditorOrigin {
    return this.#origin;
  }

  /** Shows a place as soon as it has been the last one for a moment; null: nothing new. */
  show(place: Place | null): void {
    if (this.#ended) return;
    this.#wanted = place;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** What is shown stays; nothing is marked in it any more. */
  async keep(): Promise<void> {
    await this.#end();
    this.#mark.dispose();
    this.#passage.dispose();
  }

  /** Everything is as it was before. */
  async restore(): Promise<void> {
    await this.keep();
    if (this.#shown !== null) await this.#origin.restore();
  }

  async #end(): Promise<void> {
    this.#ended = true;
    this.#wanted = null;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let place = this.#wanted; place; place = this.#wanted) {
      await sleep(restMs);
      if (place !== this.#wanted) continue;
      this.#wanted = null;
      if (placeKey(place) !== this.#shown) await this.#showNow(place);
    }
  }

  async #showNow(place: Place): Promise<void> {
    try {
      this.#shown = placeKey(place);
      const options = { viewColumn: this.#origin.viewColumn, preview: true, preserveFocus: true };
      const editor = await showPlace(this.#host, place, options);
      this.#decorate(editor, place);
    } catch (error) {
      // Whoever opens it is told; a look in passing is not worth a message.
      this.#host.log.debug(`${place.path} could not be shown: ${errorMessage(error)}`);
    }
  }

  #decorate(editor: vscode.TextEditor | null, place: Place): void {
    if (this.#marked && this.#marked !== editor) {
      this.#marked.setDecorations(this.#passage, []);
      this.#marked.setDecorations(this.#mark, []);
    }
    this.#marked = editor;
    if (!editor || this.#ended) return;
    const [first, last] = place.passage;
    const { document } = editor;
    const end = document.lineAt(Math.min(last, document.lineCount) - 1).range.end;
    const begin = new vscode.Position(Math.min(first - 1, end.line), 0);
    editor.setDecorations(this.#passage, [new vscode.Range(begin, end)]);
    editor.setDecorations(this.#mark, marksIn(document, place));
  }
}

import * as vscode from 'vscode';
import { errorMessage } from '../../../common/errors.ts';
import type { LibraryStatus } from '../../../model/library-report.ts';
import type { DodecaHost } from '../../dodeca-host.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { LibraryChange } from '../../folders/workspace-library.ts';
import { type SavedSearches, savedSearches } from '../saved-searches.ts';
import { askWhy, type FolderAnswer } from './ask-library.ts';
import { type FilterButton, filterButtons, folderFilter, toggled } from './filter-buttons.ts';
import { type FilterChoice, kindChoices, statusChoices } from './filter-choices.ts';
import { FolderQuestions } from './folder-questions.ts';
import { PassagePreview } from './passage-preview.ts';
import { type Place, placeKey } from './place.ts';
import { withFilter } from './query-filters.ts';
import { reasonItems } from './reason-items.ts';
import { historyItems, queryHelp, resultItems } from './result-items.ts';
import type { PlaceAction, PlaceItem, QueryAction, SearchItem } from './search-items.ts';
import { showPlace } from './show-place.ts';

/** Milliseconds of not typing after which is searched. */
const pauseMs = 50;

/** A list that VS Code leaves in the order it is given: it sorts by label otherwise, which is no rank. */
type OrderedPick = vscode.QuickPick<SearchItem> & { sortByLabel?: boolean };

/** The box in which one searches the library, from when it is opened until something is opened or it is dismissed. */
export class LibrarySearch {
  readonly #host: DodecaHost;
  readonly #searches: SavedSearches;
  readonly #pick: OrderedPick = vscode.window.createQuickPick<SearchItem>();
  readonly #preview: PassagePreview;
  readonly #sessions: readonly FolderSession[];
  readonly #questions: FolderQuestions;
  readonly #listening: vscode.Disposable;
  readonly #folder: string | null;
  readonly #ended = Promise.withResolvers<void>();
  #query: string;
  #answered: { readonly query: string; readonly answers: readonly FolderAnswer[] } | null = null;
  /** What was written into the box and not typed, until VS Code has told of it. */
  #written: string[] = [];
  /** The query whose items are shown. */
  #drawn: string | null = null;
  #pause: NodeJS.Timeout | undefined;
  /** Something else is asked meanwhile; the list comes back. */
  #isAside = false;
  #isOver = false;

  constructor(host: DodecaHost, query: string) {
    this.#host = host;
    this.#searches = savedSearches(host);
    this.#preview = new PassagePreview(host);
    this.#query = query;
    if (query !== '') this.#written.push(query);
    this.#sessions = host.folders.all;
    this.#questions = new FolderQuestions(this.#sessions, (asked, answers) => {
      this.#answered = { query: asked, answers };
      this.#draw();
    });
    this.#listening = vscode.Disposable.from(
      ...this.#sessions.map(({ library }) => library.onDidChange((change) => this.#heard(change))),
    );
    const { file } = this.#preview.origin;
    this.#folder = folderFilter(file && host.folders.of(file), file);
    const pick = this.#pick;
    pick.sortByLabel = false;
    // What was found is shown in any case; where it holds the words as they were typed, they are marked.
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.keepScrollPosition = true;
    pick.placeholder = queryHelp();
    pick.value = query;
    pick.onDidChangeValue((value) => !this.#isOwn(value) && this.#changed(value));
    pick.onDidChangeActive(([item]) => this.#preview.show(item?.type === 'place' ? item.place : null));
    pick.onDidAccept(() => void this.#tellFailure(this.#accepted()));
    pick.onDidTriggerButton((button) => void this.#tellFailure(this.#pressed(button as FilterButton)));
    pick.onDidTriggerItemButton(({ item, button }) => {
      const { action } = button as { readonly action?: PlaceAction | QueryAction };
      void this.#tellFailure(this.#pressedOn(item, action));
    });
    pick.onDidHide(() => !this.#isAside && void this.#tellFailure(this.#dismissed()));
  }

  /** Resolves when the box is closed, and everything is as it is going to be. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** What is shown at this moment. */
  get shown(): {
    readonly title: string;
    readonly value: string;
    readonly items: readonly SearchItem[];
    readonly active: SearchItem | undefined;
    /** Whether the items are those of the value. */
    readonly isCurrent: boolean;
  } {
    const { title = '', value, items, activeItems } = this.#pick;
    const answered = this.#query.trim() === '' || this.#answered?.query === this.#query;
    return { title, value, items, active: activeItems[0], isCurrent: answered && value === this.#query };
  }

  open(): void {
    this.#draw();
    this.#pick.show();
    // The engine is started, and begins to read, while somebody thinks about what to type.
    for (const { library } of this.#sessions) void library.watch();
    this.#search();
  }

  /** Writes something into the box, as if it were typed. */
  type(query: string): void {
    if (this.#pick.value !== query) this.#written.push(query);
    this.#pick.value = query;
    this.#changed(query);
  }

  /** Closes it with nothing chosen. */
  async close(): Promise<void> {
    await this.#dismissed();
    await this.ended;
  }

  /** VS Code tells also of what was written: late, when something else may stand there. */
  #isOwn(value: string): boolean {
    const at = this.#written.indexOf(value);
    this.#written = this.#written.slice(at + 1);
    return at !== -1;
  }

  #changed(value: string): void {
    if (value === this.#query || this.#isOver) return;
    this.#query = value;
    this.#questions.cancel();
    clearTimeout(this.#pause);
    if (value.trim() === '') this.#search();
    else this.#pause = setTimeout(() => this.#search(), pauseMs);
  }

  #heard(change: LibraryChange): void {
    if (this.#isOver) return;
    if (change === 'content') this.#search();
    else if (this.#isBuilding()) this.#drawTitle();
    else this.#draw();
  }

  #search(): void {
    if (this.#isOver) return;
    clearTimeout(this.#pause);
    if (this.#query.trim() === '') {
      this.#answered = null;
      this.#draw();
    } else {
      this.#questions.ask(this.#query);
      this.#drawTitle();
    }
  }

  #draw(): void {
    this.#drawTitle();
    const answered = this.#answered?.query === this.#query ? this.#answered : null;
    const before = this.#places();
    if (this.#query.trim() === '') this.#pick.items = historyItems(this.#searches);
    else if (answered) this.#pick.items = resultItems(this.#query, answered.answers, this.#isBuilding());
    else return;
    // What somebody went to stays chosen while the list grows; the first one is chosen by nobody.
    const [active] = this.#pick.activeItems;
    const chosen = active?.type === 'place' && active !== before[0] ? placeKey(active.place) : null;
    const now = this.#places();
    const same =
      this.#drawn === this.#query ? now.find(({ place }) => placeKey(place) === chosen) : undefined;
    const next = same ?? now[0];
    if (next) this.#pick.activeItems = [next];
    this.#drawn = this.#query;
  }

  #places(): PlaceItem[] {
    return this.#pick.items.filter((item) => item.type === 'place');
  }

  #drawTitle(): void {
    const progress = this.#sessions.flatMap(({ library }) => library.progress ?? []);
    const sum = (key: 'done' | 'total'): number => progress.reduce((all, one) => all + one[key], 0);
    const title = vscode.l10n.t('Search Library');
    const count = (files: number): string => files.toLocaleString(vscode.env.language);
    if (progress.length === 0) this.#pick.title = title;
    else if (sum('total') === 0) this.#pick.title = vscode.l10n.t('{0} · looking for files', title);
    else {
      const [done, total] = [count(sum('done')), count(sum('total'))];
      this.#pick.title = vscode.l10n.t('{0} · {1} of {2} files read', title, done, total);
    }
    this.#pick.busy = this.#questions.isAsking || progress.length > 0;
    this.#pick.buttons = filterButtons(this.#query, this.#folder, this.#searches.isSaved(this.#query));
  }

  #isBuilding(): boolean {
    return this.#sessions.some(({ library }) => library.progress !== null);
  }

  async #accepted(): Promise<void> {
    const [item] = this.#pick.selectedItems;
    if (item?.type === 'place') await this.#open(item.place, this.#preview.origin.viewColumn);
    else if (item?.type === 'query') this.type(item.query);
    else if (item?.type === 'note') this.#search();
  }

  async #open(place: Place, viewColumn: vscode.ViewColumn): Promise<void> {
    this.#isOver = true;
    this.#pick.hide();
    try {
      // Beside means beside what was there before, not beside what was only looked at.
      if (viewColumn === vscode.ViewColumn.Beside) await this.#preview.restore();
      else await this.#preview.keep();
      await showPlace(this.#host, place, { viewColumn, preview: false, preserveFocus: false });
      await this.#searches.remember(this.#query);
    } finally {
      this.#dispose();
    }
  }

  async #dismissed(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#pick.hide();
    try {
      await this.#preview.restore();
    } finally {
      this.#dispose();
    }
  }

  #dispose(): void {
    this.#questions.cancel();
    clearTimeout(this.#pause);
    this.#listening.dispose();
    this.#pick.dispose();
    this.#ended.resolve();
  }

  async #pressed({ action }: FilterButton): Promise<void> {
    const query = this.#query;
    if (action === 'folder' && this.#folder !== null) this.type(toggled(query, 'path', this.#folder));
    else if (action === 'run') this.type(toggled(query, 'run', 'last'));
    else if (action === 'kind') await this.#chooseFilter('kind', kindChoices);
    else if (action === 'status') await this.#chooseFilter('status', statusChoices);
    else if (action === 'save') {
      if (this.#searches.isSaved(query)) await this.#searches.unsave(query);
      else await this.#searches.save(query);
      this.#drawTitle();
    }
  }

  async #pressedOn(item: SearchItem, action: PlaceAction | QueryAction | undefined): Promise<void> {
    if (item.type === 'query') {
      if (action === 'save') await this.#searches.save(item.query);
      else if (action === 'forget') await this.#searches.forget(item.query);
      else await this.#searches.unsave(item.query);
      this.#draw();
    } else if (item.type === 'place') {
      if (action === 'side') await this.#open(item.place, vscode.ViewColumn.Beside);
      else if (action === 'copy') await this.#copyLink(item.place);
      else await this.#tellWhy(item.place);
    }
  }

  async #copyLink({ path, line, passage, cell }: Place): Promise<void> {
    const link = `${path}#L${cell === null ? line : passage[0]}`;
    await vscode.env.clipboard.writeText(link);
    await this.#searches.remember(this.#query);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', link), 3000);
  }

  async #tellWhy(place: Place): Promise<void> {
    const query = this.#query;
    const hit = await askWhy(place.session, query, place.path);
    if (!hit?.why) return;
    const items = reasonItems(hit.why, hit.score);
    const title = vscode.l10n.t('Why {0} ranks where it does', place.path);
    const placeHolder = vscode.l10n.t('Enter or Escape goes back to the search');
    await this.#aside(() => vscode.window.showQuickPick(items, { title, placeHolder }));
  }

  async #chooseFilter(
    name: 'kind' | 'status',
    choicesOf: (query: string, libraries: readonly LibraryStatus[]) => FilterChoice[],
  ): Promise<void> {
    const libraries = await Promise.all(this.#sessions.map((session) => session.call('library/status', {})));
    const title =
      name === 'kind' ? vscode.l10n.t('Only One Kind of Document') : vscode.l10n.t('Only One Status');
    const chosen = await this.#aside(() =>
      vscode.window.showQuickPick(choicesOf(this.#query, libraries), { title }),
    );
    if (chosen) this.type(withFilter(this.#query, name, chosen.value));
  }

  /** Asks something in another list, and comes back. */
  async #aside<T>(ask: () => Thenable<T>): Promise<T> {
    this.#isAside = true;
    try {
      return await ask();
    } finally {
      this.#isAside = false;
      if (!this.#isOver) this.#comeBack();
    }
  }

  /** A list that another one took the place of is shown without what is in it, unless it is given that again. */
  #comeBack(): void {
    const { items, activeItems } = this.#pick;
    this.#pick.show();
    this.#pick.items = [...items];
    this.#pick.activeItems = activeItems;
  }

  async #tellFailure(action: Promise<void>): Promise<void> {
    try {
      await action;
    } catch (error) {
      this.#host.log.warn(errorMessage(error));
      void vscode.window.showErrorMessage(errorMessage(error));
    }
  }
}

/** The list of what is kept on the phone, the last one first. */
import { done, type Entry, photoWaits } from './entries';
import { keptPhoto } from './photos';

export interface Actions {
  takePhoto(entry: Entry): void;
  removePhoto(entry: Entry): void;
  correct(entry: Entry): void;
  remove(entry: Entry): void;
}

/** Addresses of photos that are shown, by their ids; null for one that the browser has thrown away. */
const pictures = new Map<string, Promise<string | null>>();

export class EntryList {
  /** What is said of an entry for as long as the page is open, by its key. */
  readonly notes = new Map<string, string>();
  private shown = '';

  constructor(
    private readonly list: HTMLElement,
    private readonly text: (name: string) => string,
    private readonly actions: Actions,
  ) {}

  show(all: Entry[]) {
    const now = JSON.stringify([all, [...this.notes]]);
    if (now === this.shown) return;
    this.shown = now;
    const held = this.list.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.is : '';
    this.list.replaceChildren(...all.map((entry) => this.item(entry)).reverse());
    if (held) this.focus(held);
    forgetAllBut(new Set(all.map((entry) => entry.photo?.id ?? '')));
  }

  focusPhoto(entry: Entry) {
    this.focus(`takePhoto ${entry.key}`);
  }

  private focus(button: string) {
    this.list.querySelector<HTMLElement>(`[data-is="${button}"]`)?.focus();
  }

  private item(entry: Entry): HTMLElement {
    const where = entry.oldUnitId
      ? `${this.text('instead')} ${entry.oldUnitId}`
      : [entry.customerName, entry.locationName, entry.plate].filter(Boolean).join(' · ');
    const item = document.createElement('li');
    item.className = entry.state.toLowerCase();
    item.append(
      words('strong', 'mono', entry.unitId),
      words('span', '', where),
      words('span', 'state', [this.text(entry.state.toLowerCase()), entry.text].filter(Boolean).join(': ')),
    );
    if (entry.photo) item.append(this.photo(entry, entry.photo));
    const note = words('span', 'note', this.notes.get(entry.key) ?? '');
    note.setAttribute('role', 'status');
    item.append(note, this.buttons(entry));
    return item;
  }

  private photo(entry: Entry, photo: NonNullable<Entry['photo']>): HTMLElement {
    const part = document.createElement('div');
    part.className = `photo ${photo.state.toLowerCase()}`;
    if (photo.state !== 'SENT') {
      const picture = document.createElement('img');
      picture.alt = this.text('photoOf').replace('{0}', entry.unitId);
      picture.width = picture.height = 96;
      picture.hidden = true;
      void address(photo.id).then((found) => {
        if (found) picture.src = found;
        picture.hidden = !found;
      });
      part.append(picture);
    }
    const state = this.text(photo.state === 'REFUSED' ? 'photoRefused' : photo.state === 'SENT' ? 'photoSent' : 'photoWaiting');
    part.append(words('span', 'state', [state, photo.text].filter(Boolean).join(': ')));
    return part;
  }

  /** Whose unit is done is not removed as long as its photo waits: the photo would be lost with it. */
  private buttons(entry: Entry): HTMLElement {
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    buttons.append(this.button('takePhoto', entry.photo ? 'photoAgain' : 'photoTake', entry));
    if (entry.photo && entry.photo.state !== 'SENT') buttons.append(this.button('removePhoto', 'photoRemove', entry));
    if (!done(entry)) buttons.append(this.button('correct', 'correct', entry));
    if (!done(entry) || !photoWaits(entry)) buttons.append(this.button('remove', 'remove', entry));
    return buttons;
  }

  private button(action: keyof Actions, label: string, entry: Entry): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = label;
    button.dataset.is = `${action} ${entry.key}`;
    button.textContent = this.text(label);
    button.setAttribute('aria-label', `${this.text(label)} ${entry.unitId}`);
    button.addEventListener('click', () => this.actions[action](entry));
    return button;
  }
}

function words(tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function address(id: string): Promise<string | null> {
  let found = pictures.get(id);
  if (!found) {
    found = keptPhoto(id).then(
      (photo) => (photo ? URL.createObjectURL(photo) : null),
      (problem) => {
        console.warn('The photo cannot be shown', problem);
        return null;
      },
    );
    pictures.set(id, found);
  }
  return found;
}

function forgetAllBut(shown: Set<string>) {
  for (const [id, address] of pictures) {
    if (shown.has(id)) continue;
    pictures.delete(id);
    void address.then((found) => found && URL.revokeObjectURL(found));
  }
}

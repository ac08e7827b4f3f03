/**
 * The page for people on site without a network. Entries and their photos are kept in the browser until the server has
 * answered for each.
 */
import type { CodeScanner } from './code-scanner';
import { type Fault, faults, type Field, FURTHEST_KM, isDoubtful, keptBefore, type Typed } from './offline/checks';
import { change, done, entries, type Entry, keep, key, learnPlace, open, photoWaits, place } from './offline/entries';
import { EntryList } from './offline/list';
import { dropPhoto, dropPhotosBut, keepPhoto } from './offline/photos';
import { correcting, isUnderWay, type Sent, transmit } from './offline/sending';
import { ask, heardWithin, reach } from './offline/server';
import { smaller } from './offline/smaller-photo';

const AGAIN_MS = 5_000;
const HEARD_MS = 30_000;
/** Is answered whoever asks, and by the server alone: the worker does not keep it. */
const ANYBODY = '/install/manifest.webmanifest';
const TYPED = ['unitId', 'claimCode', 'oldUnitId', 'oldClaimCode', 'plate', 'vin', 'odometerKm'] as const;

const page = document.getElementById('offline') as HTMLElement;
const form = document.getElementById('form') as HTMLFormElement;
const network = document.getElementById('network') as HTMLElement;
const problem = document.getElementById('problem') as HTMLElement;
const replaces = document.getElementById('replaces') as HTMLDetailsElement;
const empty = document.getElementById('empty') as HTMLElement;
const send = document.getElementById('send') as HTMLButtonElement;
const abandon = document.getElementById('abandon') as HTMLButtonElement;
const twice = document.getElementById('twice') as HTMLButtonElement;
const camera = document.getElementById('camera') as HTMLInputElement;
const scanners = [...document.querySelectorAll<CodeScanner>('code-scanner')];
const text = (name: string) => page.dataset[name] ?? '';
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
const list = new EntryList(document.getElementById('list') as HTMLElement, text, {
  takePhoto(entry) {
    camera.dataset.of = entry.key;
    camera.click();
  },
  removePhoto(entry) {
    if (entry.photo && isUnderWay(entry.photo.id)) {
      wait(entry);
      return;
    }
    change(entry.key, ({ photo: _, ...others }) => others);
    list.notes.delete(entry.key);
    show();
    if (entry.photo) void forget(entry.photo.id);
    list.focusPhoto(entry);
  },
  correct,
  remove(entry) {
    if (isUnderWay(entry.key)) {
      wait(entry);
      return;
    }
    if (!done(entry) && !window.confirm(text('removeSure').replace('{0}', entry.unitId))) return;
    if (entry.key === form.dataset.corrects) endCorrection();
    keep(entries().filter((other) => other.key !== entry.key));
    show();
    if (entry.photo) void forget(entry.photo.id);
  },
});

/** It is on its way: whether the server has taken it is known in a moment. */
function wait(entry: Entry) {
  note(entry.key, text('underWay'));
  window.setTimeout(() => note(entry.key, ''), AGAIN_MS);
}

function tell(words: string) {
  problem.textContent = words;
  problem.hidden = !words;
}

/** Below the fields themselves: what is said above the form is out of sight when a field far down has the focus. */
function mark(found: Map<Field, Fault>, shown: readonly Field[]) {
  for (const name of shown) {
    const fault = found.get(name);
    say(name, 'fault', fault ? text(fault).replace('{0}', FURTHEST_KM.toLocaleString('en')) : '');
    field(name).setAttribute('aria-invalid', String(Boolean(fault)));
  }
}

/** Below a field, and read aloud with it. */
function say(name: Field, kind: 'fault' | 'hint', words: string) {
  const id = `${name}-${kind}`;
  let said = document.getElementById(id);
  if (!said) {
    if (!words) return;
    said = document.createElement('p');
    said.id = id;
    said.className = kind;
    said.setAttribute('role', 'status');
    field(name).closest('label')?.after(said);
    const others = field(name).getAttribute('aria-describedby');
    field(name).setAttribute('aria-describedby', others ? `${others} ${id}` : id);
  }
  said.textContent = words;
  said.hidden = !words;
}

/**
 * A unit is on this phone once: the server would refuse it the second time, when whoever could look at the label has left.
 *
 * @return what to say of it at its unit id; null for a unit that is not here yet
 */
function keptTwice(values: Typed): Fault | null {
  const before = keptBefore(values, entries(), form.dataset.corrects);
  twice.hidden = !before || done(before);
  return before ? (done(before) ? 'sentTwice' : 'keptTwice') : null;
}

/** Goes on with the entry that is here already: what was typed since counts, and what was not is as it was. */
function correctKept() {
  const values = typed();
  const before = keptBefore(values, entries(), form.dataset.corrects);
  if (!before || done(before)) return;
  begin(before);
  for (const name of TYPED) field(name).value = values[name] || (before[name] ?? '');
  replaces.open = Boolean(field('oldUnitId').value);
  look();
}

function typed(): Typed {
  return Object.fromEntries(TYPED.map((name) => [name, field(name).value.trim()])) as unknown as Typed;
}

/** A wrong check digit is worth a second look, and no more than that. */
function look() {
  say('vin', 'hint', isDoubtful(field('vin').value.trim()) ? text('vinCheck') : '');
}

function note(key: string, words: string) {
  if (words) list.notes.set(key, words);
  else list.notes.delete(key);
  show();
}

function showPlace() {
  const there = place();
  const where = document.getElementById('place') as HTMLElement;
  where.textContent = there
    ? [there.customerName, there.locationName].filter(Boolean).join(' · ')
    : text('nowhere');
  const choice = field('locationId') as HTMLSelectElement;
  const chosen = choice.value;
  choice.replaceChildren(choice.options[0]);
  for (const location of there?.locations ?? []) choice.add(new Option(location.name, location.id));
  choice.value = chosen;
  (document.getElementById('location') as HTMLElement).hidden = !there?.locations.length;
}

/**
 * That there is one is said only once the server has answered through it.
 *
 * @param anew in the place of whatever else was said there meanwhile
 */
function showNetwork(anew: boolean) {
  const there = { UNKNOWN: 'looking', REACHED: 'online', LOST: 'unreached' }[reach()];
  const words = text(navigator.onLine ? there : 'none');
  if (!anew && network.dataset.said === words) return;
  network.dataset.said = words;
  if (network.textContent !== words) network.textContent = words;
}

function show() {
  showNetwork(true);
  const all = entries();
  const corrected = all.find((entry) => entry.key === form.dataset.corrects);
  if (corrected && done(corrected)) {
    endCorrection();
    tell(text('correctLate').replace('{0}', corrected.unitId));
  }
  empty.hidden = all.length > 0;
  send.hidden = !all.some((entry) => open(entry) || (done(entry) && photoWaits(entry)));
  list.show(all);
}

/** Lets other pages send what was corrected here. */
let release = () => {};

/** What is in the form already is another unit, which nobody has kept yet. */
function correct(entry: Entry) {
  const other = form.dataset.corrects ? undefined : Object.values(typed()).find(Boolean);
  if (other && !window.confirm(text('discard').replace('{0}', typed().unitId || other))) return;
  begin(entry);
}

/** Back into the form; the entry itself is gone only once it has been kept anew. Until then it is not sent as it was. */
function begin(entry: Entry) {
  endCorrection();
  form.dataset.location = field('locationId').value;
  for (const name of [
    'unitId', 'claimCode', 'oldUnitId', 'oldClaimCode', 'locationId', 'plate', 'vin', 'odometerKm',
  ] as const) {
    field(name).value = entry[name] ?? '';
  }
  replaces.open = Boolean(entry.oldUnitId);
  form.dataset.corrects = entry.key;
  release = correcting(entry.key);
  look();
  abandon.hidden = false;
  note(entry.key, text('correcting'));
  field('unitId').focus();
}

/** The form is empty again, and the entry that was in it, if there was one, is an entry like the others. */
function endCorrection() {
  const corrected = form.dataset.corrects;
  if (corrected) list.notes.delete(corrected);
  release();
  delete form.dataset.corrects;
  abandon.hidden = true;
  twice.hidden = true;
  const choice = field('locationId') as HTMLSelectElement;
  const chosen = corrected ? (form.dataset.location ?? '') : choice.value;
  form.reset();
  mark(new Map(), TYPED);
  look();
  choice.value = chosen;
  replaces.open = false;
  scanners.forEach((scanner) => scanner.stop());
}

function scanned(code: string, old: boolean) {
  const label = /^MUSTER1:(.+):([^:]+)$/i.exec(code.trim());
  tell(label ? '' : text('label'));
  if (!label) return;
  field(old ? 'oldUnitId' : 'unitId').value = label[1];
  field(old ? 'oldClaimCode' : 'claimCode').value = label[2];
  const read: Field[] = old ? ['oldUnitId', 'oldClaimCode'] : ['unitId', 'claimCode'];
  const found = faults(typed());
  const again = old || found.has('unitId') ? null : keptTwice(typed());
  if (again) found.set('unitId', again);
  mark(found, read);
  field(old ? 'unitId' : 'plate').focus();
}

function add() {
  const there = place();
  const values = typed();
  const found = faults(values);
  const again = found.size > 0 ? null : keptTwice(values);
  if (again) found.set('unitId', again);
  mark(found, TYPED);
  const [first] = found.keys();
  if (first) {
    tell('');
    replaces.open ||= first.startsWith('old');
    field(first).focus();
    return;
  }
  if (!there) {
    tell(text('nowhere'));
    return;
  }
  const choice = field('locationId') as HTMLSelectElement;
  const entry: Entry = {
    key: key(),
    owner: there.owner,
    ...values,
    customerId: there.customerId,
    customerName: there.customerName,
    locationId: choice.value,
    locationName: choice.value ? (choice.selectedOptions[0].textContent ?? '') : (there.locationName ?? ''),
    state: 'WAITING',
  };
  const all = entries();
  const corrected = all.find((other) => other.key === form.dataset.corrects);
  if (corrected && isUnderWay(corrected.key)) {
    // It was sent as it was just before: whether the server has taken it so is known in a moment.
    tell(text('underWay'));
    return;
  }
  if (corrected?.photo) entry.photo = corrected.photo;
  if (!keep([...all.filter((other) => other !== corrected), entry])) {
    tell(text('full'));
    return;
  }
  tell('');
  endCorrection();
  show();
  network.textContent = text('kept');
  list.focusPhoto(entry);
  void sendNow();
}

/** The pixels are kept before the entry speaks of them, so that it never speaks of none. */
async function takePhoto() {
  const file = camera.files?.[0];
  const of = camera.dataset.of;
  camera.value = '';
  if (!file || !of) return;
  note(of, text('photoBusy'));
  let photo: Blob;
  try {
    photo = await smaller(file);
  } catch (failure) {
    console.warn('The photo cannot be read', failure);
    note(of, text('photoUnreadable'));
    return;
  }
  const id = key();
  const before = entries().find((entry) => entry.key === of)?.photo?.id;
  try {
    await keepPhoto(id, photo);
  } catch (failure) {
    console.warn('The photo cannot be kept', failure);
    note(of, text('photoFull'));
    return;
  }
  const kept = change(of, (entry) => ({ ...entry, photo: { id, state: 'WAITING' } }));
  note(of, kept ? '' : text('photoFull'));
  await forget(kept ? before : id);
  void sendNow();
}

async function forget(photo: string | undefined) {
  if (!photo) return;
  try {
    await dropPhoto(photo);
  } catch (failure) {
    console.warn('The photo is dropped when the page is opened next', failure);
  }
}

async function sendNow() {
  const words = { gone: text('photoGone'), large: text('photoLarge') };
  const sent = await transmit(words, show, () => form.dataset.corrects);
  showNetwork(false);
  tellOf(sent);
  return sent;
}

/** What whoever is here can do about it, until it has gone well. */
function tellOf(sent: Sent | null) {
  const words = sent === 'SIGNED_OUT' ? text('signedOut') : sent === 'STRANGE' ? text('strange') : '';
  const outdated = [text('signedOut'), text('strange')].includes(problem.textContent ?? '');
  if (words || (sent && outdated)) tell(words);
}

async function learn() {
  if (!navigator.onLine) return;
  try {
    await learnPlace();
  } catch (failure) {
    console.warn('The server cannot be reached', failure);
  }
  showPlace();
  showNetwork(false);
}

/** The server is asked, too, when there is nothing to be sent: that is how the page learns whether it can be reached. */
async function again() {
  if ((await sendNow()) !== null || heardWithin(HEARD_MS)) return;
  if (reach() !== 'REACHED') {
    await learn();
    return;
  }
  try {
    await ask(ANYBODY);
  } catch (failure) {
    console.warn('The server can no longer be reached', failure);
  }
  showNetwork(false);
}

async function tidy() {
  const spokenOf = entries().flatMap((entry) => (entry.photo && entry.photo.state !== 'SENT' ? [entry.photo.id] : []));
  try {
    await dropPhotosBut(new Set(spokenOf));
  } catch (failure) {
    console.warn('Photos cannot be kept here', failure);
  }
}

for (const scanner of scanners) {
  scanner.addEventListener('code-scanned', (event) => {
    scanned((event as CustomEvent<{ code: string }>).detail.code, scanner.id === 'old');
  });
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  add();
});
camera.addEventListener('change', () => void takePhoto());
send.addEventListener('click', () => void sendNow());
field('vin').addEventListener('input', look);
field('unitId').addEventListener('input', () => (twice.hidden = true));
twice.addEventListener('click', correctKept);
for (const name of TYPED) field(name).addEventListener('input', () => mark(new Map(), [name]));
abandon.addEventListener('click', () => {
  tell('');
  endCorrection();
  show();
  void sendNow();
});
window.addEventListener('offline', show);
window.addEventListener('online', () => {
  show();
  void again();
});
window.addEventListener('storage', () => {
  showPlace();
  show();
});
replaces.addEventListener('toggle', () => {
  if (!replaces.open) scanners.find((scanner) => scanner.id === 'old')?.stop();
});
window.setInterval(() => void (document.hidden || again()), AGAIN_MS);
void navigator.storage?.persist?.();
showPlace();
show();
void tidy();
void learn();
void sendNow();

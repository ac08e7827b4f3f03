/**
 * The page for people on site without a network. Entries are kept in the browser until the server has answered for each, and
 * sent again as often as it takes: the server knows an entry by its key, and does it once.
 */
interface Entry {
  key: string;
  unitId: string;
  claimCode: string;
  /** Of the unit that comes out; empty when none was there. */
  oldUnitId?: string;
  oldClaimCode?: string;
  customerId: string;
  customerName: string;
  locationId: string;
  locationName: string;
  plate: string;
  vin: string;
  odometerKm: string;
  state: 'WAITING' | 'LATER' | 'CLAIMED' | 'VERIFIED' | 'REFUSED';
  text?: string;
}

interface Place {
  customerId: string;
  customerName: string;
  locationName: string | null;
  locations: { id: string; name: string }[];
}

const PLACE = 'muster.install.place';
const ENTRIES = 'muster.install.entries';
const SERVER = '/install/entries';
const AGAIN_MS = 15_000;
const AT_ONCE = 20;

const page = document.getElementById('offline') as HTMLElement;
const form = document.getElementById('form') as HTMLFormElement;
const network = document.getElementById('network') as HTMLElement;
const problem = document.getElementById('problem') as HTMLElement;
const replaces = document.getElementById('replaces') as HTMLDetailsElement;
const list = document.getElementById('list') as HTMLElement;
const empty = document.getElementById('empty') as HTMLElement;
const send = document.getElementById('send') as HTMLButtonElement;
const text = (name: string) => page.dataset[name] ?? '';
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;

let sending = false;

function entries(): Entry[] {
  return JSON.parse(localStorage.getItem(ENTRIES) ?? '[]') as Entry[];
}

function place(): Place | null {
  return JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Place | null;
}

/** False when the phone has no room for it. */
function keep(all: Entry[]): boolean {
  try {
    localStorage.setItem(ENTRIES, JSON.stringify(all));
    return true;
  } catch (full) {
    console.warn('The entries cannot be kept', full);
    return false;
  } finally {
    show();
  }
}

function tell(words: string) {
  problem.textContent = words;
  problem.hidden = !words;
}

function open(entry: Entry): boolean {
  return entry.state === 'WAITING' || entry.state === 'LATER';
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

function show() {
  network.textContent = text(navigator.onLine ? 'online' : 'none');
  const all = entries();
  empty.hidden = all.length > 0;
  send.hidden = !all.some(open);
  list.replaceChildren(...all.map(item));
}

function item(entry: Entry): HTMLElement {
  const unit = document.createElement('strong');
  unit.className = 'mono';
  unit.textContent = entry.unitId;
  const where = document.createElement('span');
  where.textContent = entry.oldUnitId
    ? `${text('instead')} ${entry.oldUnitId}`
    : [entry.customerName, entry.locationName, entry.plate].filter(Boolean).join(' · ');
  const state = document.createElement('span');
  state.className = 'state';
  state.textContent = [text(entry.state.toLowerCase()), entry.text].filter(Boolean).join(': ');
  const item = document.createElement('li');
  item.className = entry.state.toLowerCase();
  item.append(unit, where, state);
  const buttons = document.createElement('div');
  if (entry.state !== 'CLAIMED' && entry.state !== 'VERIFIED') {
    buttons.append(button('correct', entry, () => correct(entry)));
  }
  buttons.append(button('remove', entry, () => remove(entry.key)));
  item.append(buttons);
  return item;
}

function button(name: string, entry: Entry, action: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text(name);
  button.setAttribute('aria-label', `${text(name)} ${entry.unitId}`);
  button.addEventListener('click', action);
  return button;
}

function remove(key: string) {
  keep(entries().filter((entry) => entry.key !== key));
}

/** Back into the form; the entry itself is gone only once it has been kept anew. */
function correct(entry: Entry) {
  for (const name of [
    'unitId', 'claimCode', 'oldUnitId', 'oldClaimCode', 'locationId', 'plate', 'vin', 'odometerKm',
  ] as const) {
    field(name).value = entry[name] ?? '';
  }
  replaces.open = Boolean(entry.oldUnitId);
  form.dataset.corrects = entry.key;
  field('unitId').focus();
}

function scanned(code: string, old: boolean) {
  const label = /^MUSTER1:(.+):([^:]+)$/i.exec(code.trim());
  tell(label ? '' : text('label'));
  if (!label) return;
  field(old ? 'oldUnitId' : 'unitId').value = label[1];
  field(old ? 'oldClaimCode' : 'claimCode').value = label[2];
  field(old ? 'unitId' : 'plate').focus();
}

function add() {
  const there = place();
  const value = (name: string) => field(name).value.trim();
  const swap = Boolean(value('oldUnitId') || value('oldClaimCode'));
  for (const name of ['unitId', 'claimCode', 'oldUnitId', 'oldClaimCode']) {
    const missing = !value(name) && (swap || !name.startsWith('old'));
    field(name).setAttribute('aria-invalid', String(missing));
    if (missing) {
      tell(text('required'));
      field(name).focus();
      return;
    }
  }
  if (!there) {
    tell(text('nowhere'));
    return;
  }
  const choice = field('locationId') as HTMLSelectElement;
  const entry: Entry = {
    key: key(),
    unitId: value('unitId'),
    claimCode: value('claimCode'),
    oldUnitId: value('oldUnitId'),
    oldClaimCode: value('oldClaimCode'),
    customerId: there.customerId,
    customerName: there.customerName,
    locationId: choice.value,
    locationName: choice.value ? (choice.selectedOptions[0].textContent ?? '') : (there.locationName ?? ''),
    plate: value('plate'),
    vin: value('vin'),
    odometerKm: value('odometerKm'),
    state: 'WAITING',
  };
  const others = entries().filter((other) => other.key !== form.dataset.corrects);
  if (!keep([...others, entry])) {
    tell(text('full'));
    return;
  }
  tell('');
  delete form.dataset.corrects;
  const chosen = choice.value;
  form.reset();
  choice.value = chosen;
  replaces.open = false;
  network.textContent = text('kept');
  field('unitId').focus();
  void transmit();
}

/** Where the page is not served over TLS there is no randomUUID, but there is chance. */
function key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Sends what waits, and asks after what is claimed and not verified. */
async function transmit() {
  const due = entries()
    .filter((entry) => open(entry) || entry.state === 'CLAIMED')
    .slice(0, AT_ONCE);
  if (sending || !navigator.onLine || due.length === 0) return;
  sending = true;
  try {
    const answer = await fetch(SERVER, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      cache: 'no-store',
      body: JSON.stringify(due.map(sent)),
    });
    if (answer.status === 401) tell(text('signedOut'));
    else if (!answer.ok) tell(text('strange'));
    else {
      tell('');
      answered((await answer.json()) as { key: string; state: Entry['state']; text: string | null }[]);
    }
  } catch (failure) {
    console.warn('The entries could not be sent', failure);
    tell(navigator.onLine ? text('strange') : '');
  } finally {
    sending = false;
  }
}

function sent(entry: Entry) {
  const { key, unitId, claimCode, oldUnitId, oldClaimCode, customerId, locationId, plate, vin, odometerKm } = entry;
  return { key, unitId, claimCode, oldUnitId, oldClaimCode, customerId, locationId, plate, vin, odometerKm };
}

function answered(answers: { key: string; state: Entry['state']; text: string | null }[]) {
  const by = new Map(answers.map((answer) => [answer.key, answer]));
  keep(
    entries().map((entry) => {
      const answer = by.get(entry.key);
      return answer ? { ...entry, state: answer.state, text: answer.text ?? undefined } : entry;
    }),
  );
}

async function learn() {
  if (!navigator.onLine) return;
  try {
    const answer = await fetch(SERVER, { cache: 'no-store' });
    if (answer.ok) localStorage.setItem(PLACE, await answer.text());
  } catch (failure) {
    console.warn('The server cannot be reached', failure);
  }
  showPlace();
}

for (const scanner of document.querySelectorAll('code-scanner')) {
  scanner.addEventListener('code-scanned', (event) => {
    scanned((event as CustomEvent<{ code: string }>).detail.code, scanner.id === 'old');
  });
}
form.addEventListener('submit', (event) => {
  event.preventDefault();
  add();
});
send.addEventListener('click', () => void transmit());
window.addEventListener('offline', show);
window.addEventListener('online', () => {
  show();
  void transmit();
});
window.addEventListener('storage', show);
window.setInterval(() => void (document.hidden || transmit()), AGAIN_MS);
void navigator.storage?.persist?.();
showPlace();
show();
void learn();
void transmit();

export {};

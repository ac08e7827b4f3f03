/**
 * Sends entries and, after each, its photo, as often as it takes: the server knows both by their keys, and does each once.
 */
import { change, done, entries, type Entry, keep, type Photo, photoWaits, place, SERVER } from './entries';
import { dropPhoto, keptPhoto } from './photos';
import { ask } from './server';

const AT_ONCE = 20;

/** Names of locks, which all pages of one browser share. */
const SENDING = 'muster-install-sending';
const CORRECTING = 'muster-install-correcting ';

/** How it went: all answered, somebody has to sign in, or the server was not to be reached or made no sense. */
export type Sent = 'DONE' | 'SIGNED_OUT' | 'STRANGE';

interface Answer {
  key: string;
  /** UNKNOWN for an entry that was done, and not by whoever is signed in. */
  state: Entry['state'] | 'UNKNOWN';
  text: string | null;
}

interface PhotoAnswer {
  /** UNKNOWN for an entry that whoever is signed in has not sent; LATER where it may not be sent at the moment. */
  state: 'KEPT' | 'REFUSED' | 'UNKNOWN' | 'LATER';
  text: string | null;
}

/** What to say of a photo that the browser has thrown away, and of one that something before the server finds too large. */
export interface Words {
  gone: string;
  large: string;
}

let sending = false;

/** Keys of the entries, and of the photo, that are on their way to the server at the moment. */
let underWay = new Set<string>();

/** How often what waits for something else than the network was sent. */
let turn = 0;

/** Keys of entries that are another person's, who used this phone before; not asked after again until the page is opened anew. */
const notOurs = new Set<string>();

/** Whether the server may be doing this entry at the moment, or keeping this photo, and has not answered yet. */
export function isUnderWay(key: string): boolean {
  return underWay.has(key);
}

/**
 * Sends what waits, and asks after what is claimed and not verified.
 *
 * @param words what to say of photos
 * @param step called whenever something has been answered
 * @param corrected tells the key of the entry that is corrected on this page, which is not sent as it was
 * @return null when there was nothing to do, or another page is at it
 */
export async function transmit(
  words: Words,
  step: () => void,
  corrected: () => string | undefined = () => undefined,
): Promise<Sent | null> {
  if (sending || !navigator.onLine) return null;
  sending = true;
  try {
    return await alone(async () => {
      const elsewhere = await correctedElsewhere();
      const about = await transmitEntries((entry) => entry.key === corrected() || elsewhere.has(entry.key));
      step();
      if (about && about !== 'DONE') return about;
      return (await transmitPhotos(words, step)) ?? about;
    });
  } catch (failure) {
    console.warn('What is kept could not be sent', failure);
    return navigator.onLine ? 'STRANGE' : 'DONE';
  } finally {
    underWay = new Set();
    sending = false;
  }
}

/** While an entry is being corrected on this page, no other page sends it as it was. What is returned ends that. */
export function correcting(key: string): () => void {
  let end = () => {};
  const over = new Promise<void>((done) => (end = done));
  void locks()?.request(CORRECTING + key, () => over);
  return end;
}

async function correctedElsewhere(): Promise<Set<string>> {
  const held = (await locks()?.query())?.held ?? [];
  const names = held.map((lock) => lock.name ?? '').filter((name) => name.startsWith(CORRECTING));
  return new Set(names.map((name) => name.slice(CORRECTING.length)));
}

/** Two pages that send at once would send the same. Where a browser has no locks, the server still does each entry once. */
async function alone(work: () => Promise<Sent | null>): Promise<Sent | null> {
  const all = locks();
  return all ? all.request(SENDING, { ifAvailable: true }, (lock) => (lock ? work() : null)) : work();
}

/** There are none where the page is not served over TLS. */
function locks(): LockManager | undefined {
  return navigator.locks as LockManager | undefined;
}

async function transmitEntries(held: (entry: Entry) => boolean): Promise<Sent | null> {
  const all = entries().filter((entry) => !notOurs.has(entry.key) && !held(entry));
  const due = [...all.filter((entry) => entry.state === 'WAITING'), ...others(all)].slice(0, AT_ONCE);
  if (due.length === 0) return null;
  underWay = new Set(due.map((entry) => entry.key));
  const answer = await post(SERVER, 'application/json', JSON.stringify(due.map(sent)));
  if (!answer.ok) return refusal(answer);
  const by = new Map(((await answer.json()) as Answer[]).map((one) => [one.key, one]));
  keep(
    entries().map((entry) => {
      const about = by.get(entry.key);
      return about ? settled(entry, about) : entry;
    }),
  );
  underWay = new Set();
  return 'DONE';
}

/** What was sent before and has to be sent or asked after again, by turns: so many of them as go at once do not keep out the rest. */
function others(all: Entry[]): Entry[] {
  const owner = place()?.owner;
  const again = all.filter(
    ({ state, owner: kept }) => state === 'LATER' || state === 'CLAIMED' || (state === 'OTHERS' && kept === owner),
  );
  const first = again.length > 0 ? (turn++ * AT_ONCE) % again.length : 0;
  return [...again.slice(first), ...again.slice(0, first)];
}

/** What is done stays done: if the server does not know it, it is somebody else who asks. */
function settled(entry: Entry, { state, text }: Answer): Entry {
  if (state !== 'UNKNOWN' && (!done(entry) || done({ state }))) return { ...entry, state, text: text ?? undefined };
  notOurs.add(entry.key);
  return entry;
}

/** Only those whose units are taken: a photo of nothing would be refused. */
async function transmitPhotos(words: Words, step: () => void): Promise<Sent | null> {
  let about: Sent | null = null;
  for (const entry of entries().filter((one) => done(one) && photoWaits(one) && !notOurs.has(one.key))) {
    const photo = entry.photo as Photo;
    underWay = new Set([photo.id]);
    about = await transmitPhoto(entry, photo, words);
    underWay = new Set();
    step();
    if (about !== 'DONE') return about;
  }
  return about;
}

async function transmitPhoto(entry: Entry, photo: Photo, words: Words): Promise<Sent> {
  const settle = (state: Photo['state'], text?: string) => settlePhoto(entry, { ...photo, state, text });
  const pixels = await keptPhoto(photo.id);
  if (!pixels) {
    settle('REFUSED', words.gone);
    return 'DONE';
  }
  const answer = await post(`${SERVER}/${entry.key}/photos/${photo.id}`, 'image/jpeg', pixels);
  if (answer.status === 413) {
    settle('REFUSED', words.large);
    return 'DONE';
  }
  if (!answer.ok) return refusal(answer);
  const { state, text } = (await answer.json()) as PhotoAnswer;
  if (state === 'KEPT') {
    settle('SENT');
    await dropPhoto(photo.id);
  } else if (state === 'REFUSED') {
    settle('REFUSED', text ?? undefined);
  } else {
    if (state === 'UNKNOWN') notOurs.add(entry.key);
    settle('WAITING', text ?? undefined);
  }
  return 'DONE';
}

/** Unless another one was taken in its place meanwhile. */
function settlePhoto(entry: Entry, photo: Photo) {
  change(entry.key, (now) => (now.photo?.id === photo.id ? { ...now, photo } : now));
}

function post(address: string, type: string, body: BodyInit): Promise<Response> {
  return ask(address, { method: 'POST', headers: { 'Content-Type': type }, body });
}

function refusal(answer: Response): Sent {
  return answer.status === 401 ? 'SIGNED_OUT' : 'STRANGE';
}

/** What is done is only asked after: who has not sent it themselves must not claim its unit by that. */
function sent(entry: Entry) {
  const { key, owner, unitId, claimCode, oldUnitId, oldClaimCode, customerId, locationId, plate, vin, odometerKm } = entry;
  if (done(entry)) return { key, done: true };
  return { key, owner, unitId, claimCode, oldUnitId, oldClaimCode, customerId, locationId, plate, vin, odometerKm };
}

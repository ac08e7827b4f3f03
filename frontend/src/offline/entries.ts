/** What the browser keeps of units that were scanned without a network, until the server has answered for each. */
import { ask } from './server';

export interface Photo {
  /** Of its pixels among the photos, and by which the server knows it. */
  id: string;
  state: 'WAITING' | 'SENT' | 'REFUSED';
  text?: string;
}

export interface Entry {
  key: string;
  /** Under whose sign-in or job it was kept; phones did not always keep that. */
  owner?: string;
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
  /** OTHERS waits until whoever kept it is signed in again. */
  state: 'WAITING' | 'LATER' | 'OTHERS' | 'CLAIMED' | 'VERIFIED' | 'REFUSED';
  text?: string;
  photo?: Photo;
}

export interface Place {
  owner: string;
  customerId: string;
  customerName: string;
  locationName: string | null;
  locations: { id: string; name: string }[];
}

export const SERVER = '/install/entries';

const PLACE = 'muster.install.place';
const ENTRIES = 'muster.install.entries';

/** In the order in which they were kept. */
export function entries(): Entry[] {
  return JSON.parse(localStorage.getItem(ENTRIES) ?? '[]') as Entry[];
}

/** False when the phone has no room for it. */
export function keep(all: Entry[]): boolean {
  try {
    localStorage.setItem(ENTRIES, JSON.stringify(all));
    return true;
  } catch (full) {
    console.warn('The entries cannot be kept', full);
    return false;
  }
}

/** Keeps one entry changed, if it is still there. False when it is not, or the phone has no room for it. */
export function change(key: string, change: (entry: Entry) => Entry): boolean {
  const all = entries();
  return all.some((entry) => entry.key === key) && keep(all.map((entry) => (entry.key === key ? change(entry) : entry)));
}

export function place(): Place | null {
  return JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Place | null;
}

/** Asks the server where units can be put; nothing changes when nobody is signed in. */
export async function learnPlace() {
  const answer = await ask(SERVER);
  if (answer.ok) localStorage.setItem(PLACE, await answer.text());
}

export function open(entry: Entry): boolean {
  return ['WAITING', 'LATER', 'OTHERS'].includes(entry.state);
}

export function done(entry: Pick<Entry, 'state'>): boolean {
  return entry.state === 'CLAIMED' || entry.state === 'VERIFIED';
}

export function photoWaits(entry: Entry): boolean {
  return entry.photo?.state === 'WAITING';
}

/** Where the page is not served over TLS there is no randomUUID, but there is chance. */
export function key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * What the server would refuse of an entry for how it is written, whoever sends it, so that it is told to whoever can still look
 * at the label. The same rules as in UnitId, ClaimCode, Vin and Vehicle, which remain the ones that count.
 */
import type { Entry } from './entries';

export type Field = 'unitId' | 'claimCode' | 'oldUnitId' | 'oldClaimCode' | 'plate' | 'vin' | 'odometerKm';
export type Typed = Pick<Entry, Field>;

/** By the names of the texts that the page has for them. */
export type Fault =
  | 'required'
  | 'badUnitId'
  | 'badUnitIdReserved'
  | 'badClaimCode'
  | 'badSwap'
  | 'badText'
  | 'badVin'
  | 'badOdometer'
  | 'keptTwice'
  | 'sentTwice';

const UNIT_ID = /^[0-9a-z][0-9a-z._-]{2,63}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const RESERVED = ['enroll', 'bootstrap', 'listener'];
const CLAIM_CODE = /^[0-9A-HJKMNP-TV-Z]{10}$/;
const VIN = /^[0-9A-HJ-NPR-Z]{17}$/;
const UNWANTED = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;

export const FURTHEST_KM = 9_999_999;

const CHECK_DIGIT = 8;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/** Value of each letter from A to Z; those that do not occur count nothing. */
const LETTERS = '12345678012345070923456789';

/** In the order of the form; empty for what can be kept. */
export function faults(typed: Typed): Map<Field, Fault> {
  const found = new Map<Field, Fault>();
  const note = (field: Field, fault: Fault | null) => {
    if (fault) found.set(field, fault);
  };
  const same = canonical(typed.unitId) === canonical(typed.oldUnitId ?? '');
  note('unitId', unitIdFault(typed.unitId) ?? (same ? 'badSwap' : null));
  note('claimCode', claimCodeFault(typed.claimCode));
  if (typed.oldUnitId || typed.oldClaimCode) {
    note('oldUnitId', unitIdFault(typed.oldUnitId ?? ''));
    note('oldClaimCode', claimCodeFault(typed.oldClaimCode ?? ''));
  }
  note('plate', UNWANTED.test(typed.plate) ? 'badText' : null);
  note('vin', typed.vin && !vin(typed.vin) ? 'badVin' : null);
  note('odometerKm', typed.odometerKm && !isDistance(typed.odometerKm) ? 'badOdometer' : null);
  return found;
}

/** The entry of the same unit that is on this phone already, other than the one that is being corrected. */
export function keptBefore(typed: Typed, all: Entry[], corrected: string | undefined): Entry | undefined {
  const unit = canonical(typed.unitId);
  return all.find((entry) => entry.key !== corrected && canonical(entry.unitId) === unit);
}

/**
 * Whether a VIN is worth a second look: its ninth character is not the check digit of the others. Those of Europe need not have
 * one, so that a wrong one proves nothing.
 */
export function isDoubtful(typed: string): boolean {
  const read = vin(typed);
  if (!read) return false;
  let sum = 0;
  for (let i = 0; i < read.length; i++) {
    sum += Number(/[0-9]/.test(read[i]) ? read[i] : LETTERS[read.charCodeAt(i) - 65]) * WEIGHTS[i];
  }
  return read[CHECK_DIGIT] !== (sum % 11 === 10 ? 'X' : String(sum % 11));
}

function canonical(typed: string): string {
  const id = typed.normalize('NFC').toLowerCase();
  return UUID.test(id) ? id.replaceAll('-', '') : id;
}

function unitIdFault(typed: string): Fault | null {
  if (!typed) return 'required';
  const id = canonical(typed);
  return !UNIT_ID.test(id) ? 'badUnitId' : RESERVED.includes(id) ? 'badUnitIdReserved' : null;
}

/** In any case, with spaces and dashes, O for 0 and I or L for 1. */
function claimCodeFault(typed: string): Fault | null {
  if (!typed) return 'required';
  const code = typed.toUpperCase().replace(/[ -]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return CLAIM_CODE.test(code) ? null : 'badClaimCode';
}

/** Null for what is none; some labels put an I before the number. */
function vin(typed: string): string | null {
  const bare = typed.toUpperCase().replace(/[ -]/g, '');
  const read = bare.length === 18 && bare.startsWith('I') ? bare.slice(1) : bare;
  return VIN.test(read) ? read : null;
}

function isDistance(typed: string): boolean {
  return /^[0-9]{1,9}$/.test(typed) && Number(typed) <= FURTHEST_KM;
}

/**
 * Asks the server, and remembers whether it answers. What the browser says of the network is believed only when it says that
 * there is none: a phone in a garage is often in a network that leads nowhere.
 */
export type Reach = 'UNKNOWN' | 'REACHED' | 'LOST';

/** What something before the server says when the server does not answer it either. */
const NOT_THE_SERVER = [502, 503, 504];

let known: Reach = 'UNKNOWN';
let knownSince = 0;

window.addEventListener('offline', () => learnt('LOST'));
window.addEventListener('online', () => learnt('UNKNOWN'));

function learnt(reach: Reach) {
  known = reach;
  knownSince = Date.now();
}

export function reach(): Reach {
  return navigator.onLine ? known : 'LOST';
}

/** Whether the server has answered within this time. */
export function heardWithin(ms: number): boolean {
  return reach() === 'REACHED' && Date.now() - knownSince < ms;
}

export async function ask(address: string, request: RequestInit = {}): Promise<Response> {
  try {
    const answer = await fetch(address, { ...request, cache: 'no-store' });
    learnt(NOT_THE_SERVER.includes(answer.status) ? 'LOST' : 'REACHED');
    return answer;
  } catch (failure) {
    learnt('LOST');
    throw failure;
  }
}

/**
 * The service worker of the page for people on site: keeps the page that works without a network, and shows it when there is
 * none. Everything else goes to the server as ever; nothing that belongs to anybody is kept here.
 */
const CACHE = 'muster-install-3';
const PAGE = '/install/offline';
const FILES = [
  PAGE,
  '/plain.css',
  '/components/code-scanner.js',
  '/components/install-offline.js',
  '/icons/muster.svg',
];

/** A network that leads nowhere may never say so, and a blank page has nothing to go on with. */
const PATIENCE_MS = 8_000;
/** What something before the server says when the server does not answer it. */
const NOT_THE_SERVER = [502, 503, 504];

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;

worker.addEventListener('install', (event) => event.waitUntil(keep().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(begin()));
worker.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== location.origin) return;
  if (FILES.includes(address.pathname)) event.respondWith(fresh(event.request, address.pathname));
  else if (event.request.mode === 'navigate') event.respondWith(served(event.request).catch(() => kept(PAGE)));
});

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })));
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name !== CACHE) await caches.delete(name);
  }
  await worker.clients.claim();
}

/** For so long after the server was not reached, nobody waits once more for each file of the page. */
const LOST_MS = 30_000;
let lostAt = -LOST_MS;

/** What the server answers, if it does. */
async function served(request: Request): Promise<Response> {
  const over = new Promise<never>((_, fail) => setTimeout(() => fail(new Error('no answer')), PATIENCE_MS));
  try {
    const answer = await Promise.race([fetch(request), over]);
    if (NOT_THE_SERVER.includes(answer.status)) throw new Error(`answered with ${answer.status}`);
    lostAt = -LOST_MS;
    return answer;
  } catch (failure) {
    lostAt = performance.now();
    throw failure;
  }
}

/** The newest one where there is a network; it is kept too, so that page and script are of one version. */
async function fresh(request: Request, file: string): Promise<Response> {
  if (file !== PAGE && performance.now() - lostAt < LOST_MS) return kept(file);
  try {
    const answer = await served(request);
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(file, answer.clone());
    return answer;
  } catch {
    // No network: that is what the kept one is for.
    return kept(file);
  }
}

async function kept(file: string): Promise<Response> {
  return (await caches.match(file)) ?? Response.error();
}

export {};

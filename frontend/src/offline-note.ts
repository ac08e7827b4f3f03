/**
 * <offline-note none="…" go="…" waiting="{0} …" waiting-one="…" …>: on the page for people on site, sends what waits on the phone,
 * says what became of it, or that there is no network, and leads to the page that works without one. It also makes the browser
 * keep that page.
 */
import { done, entries, type Entry, learnPlace, open, photoWaits } from './offline/entries';
import { transmit } from './offline/sending';

const PAGE = '/install/offline';
const AGAIN_MS = 15_000;

class OfflineNote extends HTMLElement {
  private readonly words = document.createElement('span');
  private readonly way = document.createElement('a');
  /** Keys of entries that have waited since the page was opened. */
  private readonly waited = new Set<string>();
  private again?: number;

  private readonly changed = () => this.show();

  private readonly update = () => {
    this.show();
    void this.send();
  };

  connectedCallback() {
    this.way.href = PAGE;
    this.way.setAttribute('router-ignore', '');
    this.setAttribute('role', 'status');
    this.replaceChildren(this.words, this.way);
    window.addEventListener('online', this.update);
    window.addEventListener('offline', this.update);
    window.addEventListener('storage', this.changed);
    this.again = window.setInterval(() => document.hidden || this.update(), AGAIN_MS);
    this.update();
    void this.prepare();
  }

  disconnectedCallback() {
    window.removeEventListener('online', this.update);
    window.removeEventListener('offline', this.update);
    window.removeEventListener('storage', this.changed);
    window.clearInterval(this.again);
  }

  /** Browsers have service workers only where nobody can read along: over TLS, or on the same machine. */
  private async prepare() {
    if (!document.querySelector('link[rel=manifest]')) {
      const link = document.createElement('link');
      link.rel = 'manifest';
      link.href = '/install/manifest.webmanifest';
      document.head.append(link);
    }
    if (!('serviceWorker' in navigator)) return;
    try {
      await navigator.serviceWorker.register('/install-worker.js', { scope: '/install' });
      await learnPlace();
    } catch (problem) {
      console.warn('This page cannot be kept for when there is no network', problem);
    }
  }

  /** Units that are only not verified yet are asked after by the page that lists them. */
  private async send() {
    if (!entries().some(waits)) return;
    const text = (name: string) => this.getAttribute(name) ?? '';
    await transmit({ gone: text('gone'), large: text('large') }, () => this.show());
  }

  private show() {
    const all = entries();
    all.filter(open).forEach((entry) => this.waited.add(entry.key));
    const said = navigator.onLine
      ? [
          this.count('waiting', all.filter(waits).length),
          this.count('sent', all.filter((entry) => done(entry) && this.waited.has(entry.key)).length),
          this.count('refused', all.filter((entry) => entry.state === 'REFUSED').length),
          this.count('photos', all.filter((entry) => entry.photo?.state === 'REFUSED').length),
        ].filter(Boolean)
      : [this.getAttribute('none') ?? ''];
    // What stays as it was is not read aloud again.
    set(this.words, said.join(' '));
    set(this.way, this.getAttribute(navigator.onLine ? 'look' : 'go') ?? '');
    this.hidden = said.length === 0;
  }

  private count(text: string, count: number): string {
    if (count === 0) return '';
    return (this.getAttribute(count === 1 ? `${text}-one` : text) ?? '').replace('{0}', String(count));
  }
}

function waits(entry: Entry): boolean {
  return open(entry) || (done(entry) && photoWaits(entry));
}

function set(element: HTMLElement, text: string) {
  if (element.textContent !== text) element.textContent = text;
}

customElements.define('offline-note', OfflineNote);

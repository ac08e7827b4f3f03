/**
 * <offline-note none="…" go="…" waiting="{0} …" send="…">: on the page for people on site, says that there is no network or
 * that units wait on the phone, and leads to the page that works without one. It also makes the browser keep that page.
 */
import { done, entries, learnPlace, open, photoWaits } from './offline/entries';

const PAGE = '/install/offline';

class OfflineNote extends HTMLElement {
  private readonly update = () => this.show();

  connectedCallback() {
    window.addEventListener('online', this.update);
    window.addEventListener('offline', this.update);
    this.setAttribute('role', 'status');
    this.show();
    void this.prepare();
  }

  disconnectedCallback() {
    window.removeEventListener('online', this.update);
    window.removeEventListener('offline', this.update);
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

  private show() {
    this.replaceChildren();
    const waiting = count();
    if (!navigator.onLine) this.say('none', 'go');
    else if (waiting > 0) this.say('waiting', 'send', waiting);
    this.hidden = this.childElementCount === 0;
  }

  private say(text: string, link: string, count = 0) {
    const words = document.createElement('span');
    words.textContent = (this.getAttribute(text) ?? '').replace('{0}', String(count));
    const way = document.createElement('a');
    way.href = PAGE;
    way.setAttribute('router-ignore', '');
    way.textContent = this.getAttribute(link);
    this.append(words, way);
  }
}

function count(): number {
  return entries().filter((entry) => open(entry) || (done(entry) && photoWaits(entry))).length;
}

customElements.define('offline-note', OfflineNote);

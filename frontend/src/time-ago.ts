/**
 * <time-ago datetime="2026-11-24T18:36:14.488Z" title="exact time" lang="en">: a moment as people say it ("3 minutes ago"),
 * kept right while the page stays open. The server gives the exact text for the title, in the viewer's zone and format.
 */
const steps: [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86400, 3600, 'hour'],
  [86400 * 7, 86400, 'day'],
  [86400 * 31, 86400 * 7, 'week'],
  [86400 * 365, 86400 * 30.44, 'month'],
  [Infinity, 86400 * 365.25, 'year'],
];

class TimeAgo extends HTMLElement {
  static observedAttributes = ['datetime'];

  private timer?: number;

  connectedCallback() {
    this.timer = window.setInterval(() => this.show(), 15_000);
    this.show();
  }

  disconnectedCallback() {
    window.clearInterval(this.timer);
  }

  attributeChangedCallback() {
    this.show();
  }

  private show() {
    const moment = Date.parse(this.getAttribute('datetime') ?? '');
    if (Number.isNaN(moment)) {
      this.textContent = '';
      return;
    }
    const seconds = (moment - Date.now()) / 1000;
    const age = Math.abs(seconds);
    const format = new Intl.RelativeTimeFormat(document.documentElement.lang || 'en', { numeric: 'auto' });
    const [, size, unit] = steps.find(([limit]) => age < limit)!;
    this.textContent = age < 10 ? format.format(0, 'second') : format.format(Math.trunc(seconds / size), unit);
  }
}

customElements.define('time-ago', TimeAgo);

/**
 * <live-list>: around a grid whose rows are drawn anew when news arrives. Whoever is on a button or link of a row stays on it:
 * the one with the same name takes the focus as soon as it is there.
 */
const PATIENCE_MS = 3000;

class LiveList extends HTMLElement {
  private last: HTMLElement | undefined;
  private missedSince = 0;
  private readonly follow = (event: FocusEvent) => this.moved(event.target);
  private readonly rows = new MutationObserver(() => this.comeBack());

  connectedCallback() {
    document.addEventListener('focusin', this.follow);
    this.rows.observe(this, { childList: true, subtree: true });
  }

  disconnectedCallback() {
    document.removeEventListener('focusin', this.follow);
    this.rows.disconnect();
    this.last = undefined;
  }

  private moved(target: EventTarget | null) {
    const inRow = target instanceof HTMLElement && target.closest('vaadin-grid-cell-content') && this.contains(target);
    this.last = inRow ? target : undefined;
    this.missedSince = 0;
  }

  private comeBack() {
    if (!this.last || this.last.isConnected) return;
    this.missedSince ||= performance.now();
    const elsewhere = document.activeElement && document.activeElement !== document.body;
    if (elsewhere || performance.now() - this.missedSince > PATIENCE_MS) {
      this.last = undefined;
      return;
    }
    const { tagName } = this.last;
    const name = nameOf(this.last);
    const again = [...this.querySelectorAll<HTMLElement>(tagName)].find((one) => nameOf(one) === name);
    again?.focus();
  }
}

function nameOf(element: HTMLElement): string {
  return element.getAttribute('aria-label') ?? element.textContent ?? '';
}

customElements.define('live-list', LiveList);

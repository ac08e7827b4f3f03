/**
 * <copy-button value="text" label="Copy" done="Copied">: puts its value on the clipboard and says so. Where the page is not
 * served over TLS there is no clipboard interface, so it falls back to a selection that the browser copies.
 */
class CopyButton extends HTMLElement {
  connectedCallback() {
    if (this.querySelector('button')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = this.getAttribute('label');
    button.addEventListener('click', () => void this.copy(button));
    this.append(button);
  }

  private async copy(button: HTMLButtonElement) {
    const value = this.getAttribute('value') ?? '';
    if (navigator.clipboard) await navigator.clipboard.writeText(value);
    else this.copyBySelection(value);
    button.textContent = this.getAttribute('done');
    window.setTimeout(() => (button.textContent = this.getAttribute('label')), 2000);
  }

  private copyBySelection(value: string) {
    const area = document.createElement('textarea');
    area.value = value;
    this.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

customElements.define('copy-button', CopyButton);

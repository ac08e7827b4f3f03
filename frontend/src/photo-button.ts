/**
 * <photo-button target="address" label="Take a photo" again="…" busy="…" failed="…">: takes a photo, scales it down on a
 * canvas, which leaves out whatever the camera wrote into the file besides (place, time, device), sends it to the address and
 * tells of it by the event "photo-sent". "photo-busy" and "photo-over" come before and after in any case.
 */
import { smaller } from './offline/smaller-photo';

/** Whoever waits for it cannot go on meanwhile. */
const LONGEST_MS = 60_000;

class PhotoButton extends HTMLElement {
  private words?: HTMLElement;

  connectedCallback() {
    if (this.words) return;
    const file = document.createElement('input');
    file.type = 'file';
    file.accept = 'image/*';
    file.setAttribute('capture', 'environment');
    file.addEventListener('change', () => void this.send(file));
    this.words = document.createElement('span');
    this.words.textContent = this.getAttribute('label');
    this.words.setAttribute('role', 'status');
    const label = document.createElement('label');
    label.append(this.words, file);
    this.append(label);
  }

  private say(which: string) {
    if (this.words) this.words.textContent = this.getAttribute(which);
  }

  private async send(input: HTMLInputElement) {
    const file = input.files?.[0];
    const target = this.getAttribute('target');
    input.value = '';
    if (!file || !target) return;
    this.say('busy');
    this.dispatchEvent(new CustomEvent('photo-busy'));
    try {
      const photo = await smaller(file);
      const answer = await fetch(target, {
        method: 'POST',
        body: photo,
        headers: { 'Content-Type': 'image/jpeg', 'X-Filename': 'photo.jpg' },
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      if (!answer.ok) throw new Error(`answered with ${answer.status}`);
      this.say('again');
      this.dispatchEvent(new CustomEvent('photo-sent'));
    } catch (problem) {
      console.warn('The photo was not sent', problem);
      this.say('failed');
    } finally {
      this.dispatchEvent(new CustomEvent('photo-over'));
    }
  }
}

customElements.define('photo-button', PhotoButton);

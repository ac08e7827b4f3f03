/**
 * <code-scanner kind="label|vin" start="Scan" stop="Stop" file="Photo" blocked="…" unread="…">: reads a code with the camera
 * or from a photo, and tells of it by the event "code-scanned". Uses the browser's own detector where it has one that knows
 * the formats, else ZXing. Without a camera, or without leave to use it, it says so and the photo remains.
 */
import { BrowserMultiFormatReader } from '@zxing/browser';
import { BarcodeFormat, DecodeHintType } from '@zxing/library';

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const FORMATS: Record<string, [string[], BarcodeFormat[]]> = {
  label: [['qr_code'], [BarcodeFormat.QR_CODE]],
  vin: [
    ['code_39', 'code_128', 'data_matrix', 'qr_code'],
    [BarcodeFormat.CODE_39, BarcodeFormat.CODE_128, BarcodeFormat.DATA_MATRIX, BarcodeFormat.QR_CODE],
  ],
};

const LONGEST_SIDE = 1280;
const PAUSE_MS = 120;

/** How a picture is held before a reader, turned by so many degrees. */
interface View {
  scale: number;
  turn: number;
}

/** What reads codes, and how pictures have to be held before it until it has seen all that it can. */
interface Reader {
  views: View[];
  read(canvas: HTMLCanvasElement): Promise<string | undefined>;
}

const AS_IT_IS: View = { scale: 1, turn: 0 };

/**
 * In one of fifteen sharp and upright pictures of labels ZXing takes something else for a corner of the code, however often it
 * looks. Turned as well, it found each of 3,000.
 */
const VIEWS: View[] = [AS_IT_IS, { scale: 0.6, turn: 20 }, { scale: 1, turn: 12 }];

export class CodeScanner extends HTMLElement {
  private stream?: MediaStream;
  private opening = false;
  private button!: HTMLButtonElement;
  private video!: HTMLVideoElement;
  private note!: HTMLElement;

  connectedCallback() {
    if (this.button) return;
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.className = 'scan-start';
    this.button.addEventListener('click', () => void (this.stream ? this.stop() : this.start()));
    this.video = document.createElement('video');
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.hidden = true;
    const file = document.createElement('input');
    file.type = 'file';
    file.accept = 'image/*';
    file.addEventListener('change', () => void this.readFile(file));
    const label = document.createElement('label');
    label.className = 'scan-file';
    label.append(this.getAttribute('file') ?? '', file);
    this.note = document.createElement('p');
    this.note.className = 'scan-note';
    this.note.setAttribute('role', 'status');
    this.append(this.video, this.button, label, this.note);
    this.showState();
  }

  disconnectedCallback() {
    this.stop();
  }

  private showState() {
    this.button.textContent = this.getAttribute(this.stream ? 'stop' : 'start');
    this.video.hidden = !this.stream;
  }

  private say(which: string) {
    this.note.textContent = which ? this.getAttribute(which) : '';
  }

  private async start() {
    if (this.opening) return;
    this.opening = true;
    this.say('');
    try {
      // There is no such interface on pages that are not served over TLS.
      if (!navigator.mediaDevices) throw new Error('no camera interface');
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1920 } },
      });
      if (!this.isConnected) {
        stream.getTracks().forEach((track) => track.stop());
        return;
      }
      this.stream = stream;
      this.video.srcObject = stream;
      this.showState();
      await this.video.play();
      void this.watch(stream, await this.reader());
    } catch (problem) {
      console.warn('The camera cannot be used', problem);
      this.stop();
      this.say('blocked');
    } finally {
      this.opening = false;
    }
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    this.video.srcObject = null;
    this.showState();
  }

  private async watch(stream: MediaStream, reader: Reader) {
    for (let i = 0; this.stream === stream; i++) {
      if (this.video.videoWidth > 0) {
        const view = reader.views[i % reader.views.length];
        const code = await reader.read(drawn(this.video, this.video.videoWidth, this.video.videoHeight, view));
        if (code && this.stream === stream) {
          this.found(code);
          return;
        }
      }
      await new Promise((later) => window.setTimeout(later, PAUSE_MS));
    }
  }

  private async readFile(input: HTMLInputElement) {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    this.say('');
    let code: string | undefined;
    try {
      const image = await createImageBitmap(file);
      const reader = await this.reader();
      for (const view of reader.views) {
        code ??= await reader.read(drawn(image, image.width, image.height, view));
      }
    } catch (problem) {
      console.warn('The file is no picture', problem);
    }
    if (code) this.found(code);
    else this.say('unread');
  }

  private found(code: string) {
    this.stop();
    navigator.vibrate?.(80);
    this.dispatchEvent(new CustomEvent('code-scanned', { detail: { code: code.slice(0, 200) } }));
  }

  private async reader(): Promise<Reader> {
    const [names, formats] = FORMATS[this.getAttribute('kind') ?? 'label'];
    const own = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
    const known = own ? await own.getSupportedFormats() : [];
    if (own && names.every((name) => known.includes(name))) return byBrowser(new own({ formats: names }), formats);
    return byZxing(formats);
  }
}

/** Some browsers have a detector that fails as soon as it is to read: then ZXing reads instead. */
function byBrowser(detector: Detector, formats: BarcodeFormat[]): Reader {
  const reader: Reader = {
    views: [AS_IT_IS],
    read: async (canvas) => {
      try {
        return (await detector.detect(canvas))[0]?.rawValue;
      } catch (problem) {
        console.warn('The detector of this browser does not work', problem);
        Object.assign(reader, byZxing(formats));
        return reader.read(canvas);
      }
    },
  };
  return reader;
}

function byZxing(formats: BarcodeFormat[]): Reader {
  const zxing = new BrowserMultiFormatReader(
    new Map<DecodeHintType, unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, formats],
      [DecodeHintType.TRY_HARDER, true],
    ]),
  );
  return {
    views: VIEWS,
    read: async (canvas) => {
      try {
        return zxing.decodeFromCanvas(canvas).getText();
      } catch {
        // ZXing throws when there is no code in the picture, or none that it can read.
        return undefined;
      }
    },
  };
}

/** The picture on a canvas, no larger than a reader needs, and whole however it is turned. */
function drawn(source: CanvasImageSource, width: number, height: number, view: View): HTMLCanvasElement {
  const scale = view.scale * Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const turn = (view.turn * Math.PI) / 180;
  const [across, down] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * across + height * down);
  canvas.height = Math.round(width * down + height * across);
  const context = canvas.getContext('2d');
  context?.translate(canvas.width / 2, canvas.height / 2);
  context?.rotate(turn);
  context?.scale(scale, scale);
  context?.drawImage(source, -width / 2, -height / 2);
  return canvas;
}

customElements.define('code-scanner', CodeScanner);

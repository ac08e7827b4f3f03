import {
  circle,
  circleMarker,
  geoJSON,
  latLng,
  map as leafletMap,
  tileLayer,
  type Circle,
  type CircleMarker,
  type LatLngBounds,
  type Layer,
  type Map,
} from 'leaflet';
import styles from 'leaflet/dist/leaflet.css';

const CLOSE = 15;
const BLUE = '#0b5fd6';

/**
 * <place-map lat="55.6" lon="12.5" accuracy="20" tiles="https://…/{z}/{x}/{y}.png" credit="© …" credit-link="https://…"
 * label="Map">: where something is, on tiles of a server that the program names. With area="{…}", a geofence as the REST interface
 * tells it, it shows that. Follows its attributes.
 */
class PlaceMap extends HTMLElement {
  static observedAttributes = ['lat', 'lon', 'accuracy', 'area'];

  private map?: Map;
  private dot?: CircleMarker;
  private around?: Circle;
  private shape?: Layer;
  private bounds?: LatLngBounds;
  /** The map is built before the page has given it its size. */
  private readonly resized = new ResizeObserver(() => {
    this.map?.invalidateSize({ pan: false });
    this.look(this.map?.getZoom());
  });

  connectedCallback() {
    if (!this.map) this.build();
    this.resized.observe(this);
  }

  disconnectedCallback() {
    this.resized.disconnect();
  }

  attributeChangedCallback(name: string) {
    if (!this.map) return;
    if (name === 'area') {
      this.draw();
      if (this.bounds) this.look(this.map.getZoom());
    } else this.show();
  }

  private isMarked(): boolean {
    return this.hasAttribute('lat') && this.hasAttribute('lon');
  }

  /** Goes to what is marked, else to the area, else far away. */
  private look(zoom?: number) {
    if (this.isMarked()) this.map?.setView(this.at(), zoom, { animate: false });
    else if (this.bounds) this.map?.fitBounds(this.bounds, { padding: [16, 16], animate: false });
    else this.map?.setView([30, 10], 1, { animate: false });
  }

  private at(): [number, number] {
    return [this.number('lat'), this.number('lon')];
  }

  private number(name: string): number {
    return Number.parseFloat(this.getAttribute(name) ?? '');
  }

  private build() {
    const root = this.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = `${styles}
      :host { display: block; height: 18rem; }
      .map { height: 100%; border-radius: inherit; z-index: 0; }
      .map:focus-visible { outline: 3px solid var(--lumo-primary-color-50pct, #16f); outline-offset: 2px; }`;
    const box = document.createElement('div');
    box.className = 'map';
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', this.getAttribute('label') ?? '');
    root.append(style, box);
    this.map = leafletMap(box, { zoomControl: true, scrollWheelZoom: false });
    this.map.attributionControl.setPrefix(false);
    tileLayer(this.getAttribute('tiles') ?? '', {
      maxZoom: 19,
      attribution: this.credit(),
      // Servers of tiles ask who uses them; they learn the address of the installation, and not of the page.
      referrerPolicy: 'origin',
    }).addTo(this.map);
    this.look(CLOSE);
    this.draw();
    if (!this.isMarked()) this.look();
    this.show();
  }

  private credit(): string {
    const link = document.createElement('a');
    link.textContent = this.getAttribute('credit');
    link.href = this.getAttribute('credit-link') ?? '';
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    return link.getAttribute('href') ? link.outerHTML : link.innerHTML;
  }

  private draw() {
    this.shape?.remove();
    this.shape = this.bounds = undefined;
    const area = JSON.parse(this.getAttribute('area') || 'null');
    if (!area || !this.map) return;
    const style = { color: BLUE, weight: 2, fillOpacity: 0.15 };
    if (area.center) {
      this.shape = circle(area.center, { radius: area.radiusM, interactive: false, ...style }).addTo(this.map);
      this.bounds = latLng(area.center).toBounds(2 * area.radiusM);
    } else {
      const polygon = geoJSON(area, { interactive: false, style }).addTo(this.map);
      this.shape = polygon;
      this.bounds = polygon.getBounds();
    }
  }

  private show() {
    const map = this.map;
    if (!map || !this.isMarked()) return;
    const at = this.at();
    const accuracy = this.number('accuracy');
    this.around?.remove();
    this.around = accuracy > 0 ? circle(at, { radius: accuracy, weight: 1, interactive: false }).addTo(map) : undefined;
    this.dot?.remove();
    this.dot = circleMarker(at, {
      radius: 9,
      weight: 3,
      color: '#fff',
      fillColor: BLUE,
      fillOpacity: 1,
      interactive: false,
    }).addTo(map);
    if (!map.getBounds().pad(-0.1).contains(at)) map.panTo(at);
  }
}

customElements.define('place-map', PlaceMap);

// Zoom and pan of the map: a scale and a shift of the whole picture, by wheel, drag, two fingers, keys or buttons.
// Knows nothing of municipalities or Plotly; it tells `apply` what to show. One finger never belongs to the map, so a
// phone can always scroll past it.

const LARGEST = 8;
const STEP = 1.5;
const DRAG_STARTS_AT = 4; // pixels; less is a click
const KEY_STEP = 60; // pixels a press of an arrow key
const KEYS = {
  "+": (view) => view.zoomIn(),
  "=": (view) => view.zoomIn(),
  "-": (view) => view.zoomOut(),
  0: (view) => view.reset(),
  ArrowLeft: (view) => view.panBy(KEY_STEP, 0),
  ArrowRight: (view) => view.panBy(-KEY_STEP, 0),
  ArrowUp: (view) => view.panBy(0, KEY_STEP),
  ArrowDown: (view) => view.panBy(0, -KEY_STEP),
};

export class MapView {
  // host: the element that is zoomed in. picture: width and height of the picture, in any unit; it is fitted into the
  // middle of the host. apply(view): called after every change. hint(why): "wheel" or "touch", when a gesture was left
  // to the page and the reader may want to know how to move the map instead. signal: ends the listening.
  constructor(host, { picture, apply, hint, signal }) {
    Object.assign(this, { host, picture, apply, hint, scale: 1, x: 0, y: 0, dragged: false });
    this.measure();
    this.#listen(signal);
  }

  measure() {
    this.width = this.host.clientWidth;
    this.height = this.host.clientHeight;
    this.fit = fitInto(this.width, this.height, this.picture);
    this.#show(this.scale, this.x, this.y);
  }

  zoomIn() { this.#glide(() => this.zoomAt(STEP, this.width / 2, this.height / 2)); }

  zoomOut() { this.#glide(() => this.zoomAt(1 / STEP, this.width / 2, this.height / 2)); }

  reset() { this.#glide(() => this.#show(1, 0, 0)); }

  panBy(dx, dy) { this.#show(this.scale, this.x + dx, this.y + dy); }

  // Zooms by a factor, keeping the point (px, py) of the host where it is. Says whether anything changed.
  zoomAt(factor, px, py) {
    const before = this.scale;
    const scale = Math.min(LARGEST, Math.max(1, before * factor));
    const ratio = scale / before;
    this.#show(scale, px - (px - this.x) * ratio, py - (py - this.y) * ratio);
    return scale !== before;
  }

  // Brings a rectangle of the host, as it lies now (DOMRect), to the middle if any of it is outside.
  reveal(rect) {
    const host = this.host.getBoundingClientRect();
    const across = rect.left >= host.left && rect.right <= host.right;
    if (across && rect.top >= host.top && rect.bottom <= host.bottom) return;
    const dx = host.left + host.width / 2 - (rect.left + rect.width / 2);
    const dy = host.top + host.height / 2 - (rect.top + rect.height / 2);
    this.#glide(() => this.panBy(dx, dy));
  }

  #show(scale, x, y) {
    const { fit, width, height } = this;
    this.scale = scale;
    this.x = scale === 1 ? 0 : keepInside(x, width, scale, fit.x, fit.width);
    this.y = scale === 1 ? 0 : keepInside(y, height, scale, fit.y, fit.height);
    this.host.classList.toggle("zoomed", scale > 1);
    this.host.style.setProperty("--map-zoom", scale);
    this.apply(this);
  }

  #glide(change) {
    this.host.classList.add("gliding");
    change();
    clearTimeout(this.gliding);
    this.gliding = setTimeout(() => this.host.classList.remove("gliding"), 200);
  }

  #listen(signal) {
    const on = (name, handle) => this.host.addEventListener(name, handle, { passive: false, signal });
    on("wheel", (event) => this.#onWheel(event));
    on("pointerdown", (event) => this.#onPointerDown(event));
    on("touchstart", (event) => this.#onTouchStart(event));
    on("touchmove", (event) => this.#onTouchMove(event));
    on("keydown", (event) => this.#onKey(event));
  }

  #onKey(event) {
    if (event.target !== this.host || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    if (event.key.startsWith("Arrow") && this.scale === 1) return; // nothing to move: the page may scroll
    event.preventDefault();
    KEYS[event.key](this);
  }

  // The wheel zooms where the page has nothing to scroll, or with Ctrl held (which a touchpad's pinch sends too).
  #onWheel(event) {
    const page = document.documentElement;
    if (page.scrollHeight > page.clientHeight + 1 && !event.ctrlKey && !event.metaKey) {
      this.hint("wheel");
      return;
    }
    event.preventDefault();
    const [px, py] = this.#within(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.zoomAt(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002)), px, py);
  }

  #onPointerDown(event) {
    this.dragged = false;
    if (event.pointerType === "touch" || event.button !== 0 || this.scale === 1) return;
    let last = event;
    const move = (next) => {
      const distance = Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY);
      if (!this.dragged && distance < DRAG_STARTS_AT) return;
      this.dragged = true;
      this.host.classList.add("dragging");
      this.panBy(next.clientX - last.clientX, next.clientY - last.clientY);
      last = next;
    };
    const end = () => {
      window.removeEventListener("pointermove", move);
      this.host.classList.remove("dragging");
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end, { once: true });
    window.addEventListener("pointercancel", end, { once: true });
  }

  #onTouchStart(event) {
    this.fingers = event.touches.length === 2 ? this.#fingers(event) : null;
    if (this.fingers) event.preventDefault();
  }

  #onTouchMove(event) {
    if (event.touches.length === 1 && this.scale > 1) this.hint("touch");
    if (event.touches.length !== 2 || !this.fingers) return;
    event.preventDefault();
    const now = this.#fingers(event);
    this.panBy(now.x - this.fingers.x, now.y - this.fingers.y);
    this.zoomAt(now.apart / this.fingers.apart, now.x, now.y);
    this.fingers = now;
  }

  #fingers({ touches: [one, two] }) {
    const [ax, ay] = this.#within(one);
    const [bx, by] = this.#within(two);
    return { x: (ax + bx) / 2, y: (ay + by) / 2, apart: Math.hypot(ax - bx, ay - by) || 1 };
  }

  #within({ clientX, clientY }) {
    const box = this.host.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  }
}

// Where a picture lies in an element when it is as large as it can be, in the middle: what the static map's
// preserveAspectRatio="xMidYMid meet" and Plotly's own fitting both do.
export function fitInto(width, height, picture) {
  const scale = Math.min(width / picture.width, height / picture.height);
  const fitted = { scale, width: picture.width * scale, height: picture.height * scale };
  return { ...fitted, x: (width - fitted.width) / 2, y: (height - fitted.height) / 2 };
}

// The middle of the host always shows some part of the picture.
function keepInside(shift, size, scale, start, length) {
  const middle = size / 2;
  return Math.min(middle - start * scale, Math.max(middle - (start + length) * scale, shift));
}

// Stands in every page that is measured, before anything of its own. Says when the map was there, when it could be
// moved, how long the page was deaf until then and how much it jumped; and how long a move takes until it is seen.
//
// A look is taken in a task right after each frame: what is in the document then has been laid out and painted.

((target) => {
  const long = [];
  let shift = 0;
  let visible = null;
  let placed = null;
  let moving = null;

  const watch = (type, note) => new PerformanceObserver((seen) => seen.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("longtask", (task) => long.push([task.startTime, task.duration]));
  watch("layout-shift", (jump) => { if (!jump.hadRecentInput) shift += jump.value; });

  const look = () => {
    const now = performance.now();
    if (visible === null && document.querySelectorAll(target.shapes).length >= target.count) visible = now;
    if (placed === null && visible !== null && (!target.read || target.read() === target.first)) placed = now;
    if (moving && target.read() === moving.wanted) {
      moving.seen(now - moving.began);
      moving = null;
    }
  };
  const { port1, port2 } = new MessageChannel();
  let asleep = true;
  port1.onmessage = () => {
    look();
    asleep = placed !== null && !moving;
    if (!asleep) requestAnimationFrame(() => port2.postMessage(0));
  };
  const wake = () => {
    if (asleep) requestAnimationFrame(() => port2.postMessage(0));
    asleep = false;
  };
  wake();

  const fetched = (since) => performance.getEntriesByType("resource").filter((each) => each.startTime >= since && each.transferSize);

  window.bench = {
    arrived: () => placed !== null,
    arrival() {
      const before = long.filter(([start]) => start < visible).map(([, duration]) => duration);
      const [page] = performance.getEntriesByType("navigation");
      return {
        visible,
        placed,
        shift,
        moment: (performance.timeOrigin + visible) / 1000,
        longest: Math.max(0, ...before),
        blocked: before.reduce((sum, duration) => sum + duration - 50, 0),
        requests: fetched(0).length + (page.transferSize ? 1 : 0),
      };
    },
    // Milliseconds from the act to the first frame in which the map looks as wanted; and what was fetched for it.
    async move(act, wanted, rest) {
      const began = performance.now();
      const seen = new Promise((resolve) => { moving = { began, wanted, seen: resolve }; });
      act();
      wake();
      const took = await seen;
      await new Promise((resolve) => { setTimeout(resolve, rest); });
      const asked = fetched(began);
      return { took, requests: asked.length, bytes: asked.reduce((sum, each) => sum + each.transferSize, 0) };
    },
  };
})

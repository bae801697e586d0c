// The picture of large scenes: the same data on a plain canvas, with less detail from afar.
function CanvasView(host, tell) {
  const EACH = 1500; // up to so many lines are drawn one by one, as vis-network draws them
  const MOVING = 2500; // lines that are drawn while the picture moves; the rest come back when it stands still
  const canvas = el("canvas", { class: "big" }), ctx = canvas.getContext("2d");
  host.append(canvas);
  const view = { x: 0, y: 0, k: 1 };
  let scene = null, marked = null, batches = [], asked = 0, moving = 0, flying = false, ratio = 1, width = 1, height = 1, gone = false;

  const screen = (p) => ({ x: (p.x - view.x) * view.k + width / 2, y: (p.y - view.y) * view.k + height / 2 });
  const page = (x, y) => ({ x: (x - width / 2) / view.k + view.x, y: (y - height / 2) / view.k + view.y });
  const ask = () => { if (!asked) asked = requestAnimationFrame(paint); };

  function fit() {
    ratio = Math.min(window.devicePixelRatio || 1, 2);
    width = host.clientWidth; height = host.clientHeight;
    canvas.width = Math.max(1, Math.round(width * ratio)); canvas.height = Math.max(1, Math.round(height * ratio));
    ask();
  }
  const watcher = new ResizeObserver(fit);
  watcher.observe(host);

  function trace(path, line) {
    if (line.a === line.b) {
      const loop = loopOf(line.a, line.loop);
      path.moveTo(loop.x + loop.r, loop.y);
      path.arc(loop.x, loop.y, loop.r, 0, 2 * Math.PI);
      return;
    }
    path.moveTo(line.a.x, line.a.y);
    if (line.bend) { const c = via(line.a, line.b, line.bend); path.quadraticCurveTo(c.x, c.y, line.b.x, line.b.y); } else path.lineTo(line.b.x, line.b.y);
  }

  // Lines of one class and voice are one path: four colours by four dashes, not thousands of strokes.
  function batch() {
    if (scene.lines.length <= EACH) for (const line of scene.lines) { line.path = new Path2D(); trace(line.path, line); }
    const byLook = new Map(), strongest = [...scene.lines].sort((p, q) => q.edges.length - p.edges.length || p.a.n + p.b.n - q.a.n - q.b.n);
    for (const [place, line] of strongest.entries()) {
      const thick = line.edges.length > 3 ? 1 : 0, rest = place >= MOVING, key = `${line.q} ${line.voice} ${thick} ${rest}`;
      if (!byLook.has(key)) byLook.set(key, { q: line.q, voice: line.voice, thick, rest, path: new Path2D() });
      trace(byLook.get(key).path, line);
    }
    batches = [...byLook.values()].sort((a, b) => a.thick - b.thick);
  }

  function heads(list, alpha) {
    for (const line of list) {
      if (line.a === line.b || line.plain) continue;
      const c = via(line.a, line.b, line.bend || 0), t = leave(line.a, c, line.b, sizeOf(line.b) + 2, true);
      const tip = along(line.a, c, line.b, t), from = along(line.a, c, line.b, t - 0.04), angle = Math.atan2(tip.y - from.y, tip.x - from.x), size = (6 + line.width * 0.6) * hair;
      ctx.globalAlpha = alpha;
      ctx.fillStyle = ink().q[line.q];
      ctx.beginPath();
      ctx.moveTo(tip.x, tip.y);
      ctx.lineTo(tip.x - size * Math.cos(angle - 0.45), tip.y - size * Math.sin(angle - 0.45));
      ctx.lineTo(tip.x - size * Math.cos(angle + 0.45), tip.y - size * Math.sin(angle + 0.45));
      ctx.fill();
    }
  }

  function stroke(path, q, voice, width, alpha) {
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = ink().q[q];
    ctx.lineWidth = width * hair;
    ctx.setLineDash(moving && scene.lines.length > 3000 ? [] : DASH[voice].map((d) => d * hair)); // dashes cost; not while moving
    ctx.stroke(path);
  }

  function paint() {
    asked = 0;
    if (gone || !scene) return;
    const look = ink(), crowd = scene.lines.length;
    setZoom(view.k);
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(view.k * ratio, 0, 0, view.k * ratio, (width / 2 - view.x * view.k) * ratio, (height / 2 - view.y * view.k) * ratio);
    const dense = clamp(Math.sqrt(1500 / Math.max(crowd, 1)), 0.16, 0.8) * clamp(Math.sqrt(view.k * 2), 0.6, 1.6);
    if (crowd <= EACH) {
      for (const line of scene.lines) stroke(line.path, line.q, line.voice, line.width, !marked || marked.lines.has(line) ? line.alpha : marked.light ? 0.3 * line.alpha : 0.1);
      heads(marked ? marked.lines : scene.lines, 0.9);
    } else for (const b of batches) if (!moving || !b.rest) stroke(b.path, b.q, b.voice, b.thick ? 1.8 : 0.9, clamp(marked ? (marked.light ? dense * 0.35 : 0.06) : dense, 0.04, 0.9));
    if (marked && crowd > EACH) {
      for (const line of marked.lines) { const path = new Path2D(); trace(path, line); stroke(path, line.q, line.voice, 1.4 + Math.min(line.width, 4) * 0.5, 0.95); }
      heads(marked.lines, 0.95);
    } else if (crowd > EACH && view.k > 0.9 && !moving) heads(scene.lines.filter((line) => inside(line.b)), 0.8);
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
    const least = 1.2 / view.k; // an actor is never smaller than a dot
    for (let n = scene.actors.length - 1; n >= 0; n--) {
      const actor = scene.actors[n];
      if (!inside(actor)) continue;
      const faded = marked && !marked.actors.has(actor);
      if (actor.n >= OPENING && actor.size * view.k < 2.2 && !(marked && marked.centre === actor)) { // dust
        ctx.fillStyle = faded ? (marked.light ? look.dim : look.faint) : look.weak;
        ctx.fillRect(actor.x - least, actor.y - least, 2 * least, 2 * least);
        continue;
      }
      paintActor(ctx, actor, actor.x, actor.y, Math.max(sizeOf(actor), least), {
        paper: look.paper, line: actor.n < OPENING || scene.actors.length < 600 ? Math.min(1.5, 0.8 / view.k) : 0, fill: faded ? (marked.light ? look.dim : look.faint) : actor.n < OPENING ? look.node : look.weak, ring: marked && marked.centre === actor ? look.accent : null,
      });
    }
    ctx.globalAlpha = 1;
    tell.moved();
  }

  function inside(p) {
    const at = screen(p);
    return at.x > -40 && at.y > -40 && at.x < width + 40 && at.y < height + 40;
  }

  function pick(x, y) {
    const at = page(x, y), reach = 5 / view.k;
    let best = null, nearest = Infinity;
    for (const actor of scene.actors) {
      const gap = Math.hypot(actor.x - at.x, actor.y - at.y) - sizeOf(actor);
      if (gap < reach && gap < nearest) { nearest = gap; best = { actor }; }
    }
    if (best) return best;
    nearest = reach;
    for (const line of scene.lines) {
      if (line.a === line.b) {
        const loop = loopOf(line.a, line.loop), gap = Math.abs(Math.hypot(at.x - loop.x, at.y - loop.y) - loop.r);
        if (gap < nearest) { nearest = gap; best = { line }; }
        continue;
      }
      const c = via(line.a, line.b, line.bend || 0);
      if (at.x < Math.min(line.a.x, line.b.x, c.x) - reach || at.x > Math.max(line.a.x, line.b.x, c.x) + reach || at.y < Math.min(line.a.y, line.b.y, c.y) - reach || at.y > Math.max(line.a.y, line.b.y, c.y) + reach) continue;
      const gap = distanceTo(at, line.a, c, line.b);
      if (gap < nearest) { nearest = gap; best = { line }; }
    }
    return best;
  }

  // Drag to move, wheel or two fingers to zoom, click to choose.
  const touches = new Map();
  let start = null, spread = 0, over = null, held = null;
  const spot = (event) => { const box = canvas.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
  const rest = () => { clearTimeout(moving); moving = setTimeout(() => { moving = 0; ask(); tell.settled(); }, 140); };
  function zoomAt(p, factor) {
    const before = page(p.x, p.y);
    view.k = clamp(view.k * factor, 0.02, 6);
    const after = page(p.x, p.y);
    view.x += before.x - after.x; view.y += before.y - after.y;
    rest(); ask();
  }
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); touches.set(event.pointerId, spot(event)); start = { ...spot(event), far: false }; held = (pick(start.x, start.y) || {}).actor || null; });
  canvas.addEventListener("pointermove", (event) => {
    const now = spot(event), last = touches.get(event.pointerId);
    if (last) {
      if (touches.size === 2) {
        touches.set(event.pointerId, now);
        const [p, q] = [...touches.values()], gap = Math.hypot(p.x - q.x, p.y - q.y);
        if (spread) zoomAt({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 }, gap / spread);
        spread = gap;
        return;
      }
      if (start && Math.hypot(now.x - start.x, now.y - start.y) > 4) start.far = true;
      if (held) {
        if (start.far) { held.x += (now.x - last.x) / view.k; held.y += (now.y - last.y) / view.k; batch(); }
      } else { view.x -= (now.x - last.x) / view.k; view.y -= (now.y - last.y) / view.k; }
      touches.set(event.pointerId, now);
      rest(); ask();
      return;
    }
    const found = pick(now.x, now.y), same = found && over && found.actor === over.actor && found.line === over.line;
    if (!same && (found || over)) tell.hover(found, now);
    over = found;
    canvas.classList.toggle("over", Boolean(found));
  });
  const lift = (event) => { touches.delete(event.pointerId); spread = 0; held = null; };
  canvas.addEventListener("pointerup", (event) => { const at = spot(event); if (start && !start.far && touches.size === 1) tell.click(pick(at.x, at.y)); lift(event); });
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { if (over) tell.hover(null); over = null; });
  canvas.addEventListener("dblclick", (event) => { const at = spot(event); tell.open(pick(at.x, at.y)); });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoomAt(spot(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016))); }, { passive: false });
  fit();

  return {
    kind: "canvas",
    show(next) { scene = next; batch(); ask(); },
    mark(next) { marked = next; ask(); },
    restyle() { ask(); },
    get scale() { return view.k; },
    get view() { return { ...view }; },
    go(next, animate) {
      if (!animate || matchMedia("(prefers-reduced-motion: reduce)").matches) { Object.assign(view, next); ask(); return; }
      const from = { ...view }, began = performance.now();
      flying = true;
      const step = (now) => {
        const t = Math.min(1, (now - began) / 350), s = t * t * (3 - 2 * t);
        view.x = from.x + (next.x - from.x) * s; view.y = from.y + (next.y - from.y) * s; view.k = from.k * Math.pow(next.k / from.k, s);
        ask();
        if (t < 1 && !gone) requestAnimationFrame(step); else { flying = false; tell.settled(); }
      };
      requestAnimationFrame(step);
    },
    get busy() { return flying || moving !== 0; },
    screen,
    destroy() { gone = true; watcher.disconnect(); canvas.remove(); },
  };
}

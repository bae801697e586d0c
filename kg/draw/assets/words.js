// Names and claimants over the picture: on a canvas of their own, in screen pixels, never over one another.
function Words(canvas, host) {
  const ctx = canvas.getContext("2d"), widths = new Map(), written = [];
  const SURE = 8; // the names of the first so many may cover weaker actors
  const TRACED = 260; // lines that names keep off
  const MOST = 260; // names tried in one frame
  const discs = (count) => (count > 150 ? 25 : Infinity); // in a crowd a name may cover weaker actors

  function measure(text, font) {
    const key = font + text;
    if (!widths.has(key)) { ctx.font = font; widths.set(key, ctx.measureText(text).width); }
    return widths.get(key);
  }

  // Taken places, in cells of 64 pixels so that a look-up is cheap.
  function Room(width, height) {
    const cells = new Map(), dots = new Map();
    const each = function* (box) {
      for (let x = Math.floor(box.x / 64); x <= Math.floor((box.x + box.w) / 64); x++) for (let y = Math.floor(box.y / 64); y <= Math.floor((box.y + box.h) / 64); y++) yield x * 4096 + y;
    };
    return {
      width,
      take(box) { for (const key of each(box)) { if (!cells.has(key)) cells.set(key, []); cells.get(key).push(box); } },
      // How much line runs through a box, in dots of 7 pixels.
      mark(p) { const key = Math.floor(p.x / 64) * 4096 + Math.floor(p.y / 64); if (!dots.has(key)) dots.set(key, []); dots.get(key).push(p); },
      crossed(box) {
        let n = 0;
        for (const key of each(box)) for (const p of dots.get(key) || []) if (p.x > box.x - 1 && p.x < box.x + box.w + 1 && p.y > box.y + 1 && p.y < box.y + box.h - 1) n += 1;
        return n;
      },
      free(box, except, lax = false) { // lax: over actors, but not over names
        if (box.x < 2 || box.y < 2 || box.x + box.w > width - 2 || box.y + box.h > height - 2) return false;
        for (const key of each(box)) for (const other of cells.get(key) || []) {
          if (other.owner !== except && !(lax && other.owner) && box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h) return false;
        }
        return true;
      },
    };
  }

  function write(text, x, y, font, colour, paper) {
    written.push({ text, x, y, font, colour });
    ctx.font = font;
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = paper;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }

  function name(actor, at, radius, petals, room, { must, centre, faded, look }) {
    const share = Math.sqrt((actor.strength || 0) / topStrength), px = Math.round(11.5 + 4 * share), font = `${share > 0.45 ? 600 : 500} ${px}px ${look.sans}`;
    const h = px + 3, ways = actor.told ? [`${clip(actor.name, 20)} (${clip(actor.told, 18)})`, clip(actor.name, 26)] : [clip(actor.label, 26)];
    const around = (gap, w) => [[gap, -h / 2], [-gap - w, -h / 2], [-w / 2, gap - 2], [-w / 2, -gap - h + 2], [gap * 0.72, gap * 0.72 - 2], [gap * 0.72, -gap * 0.72 - h + 2], [-gap * 0.72 - w, gap * 0.72 - 2], [-gap * 0.72 - w, -gap * 0.72 - h + 2]];
    // The free place beside the actor where least line runs under the name.
    const best = (text, lax) => {
      const w = measure(text, font) + 2;
      let box = null, least = Infinity;
      for (const [place, [dx, dy]] of [...around(radius + 4, w), ...(petals ? around(petals + 4, w) : [])].entries()) {
        const trial = { text, x: at.x + dx, y: at.y + dy, w, h, owner: actor };
        if (!room.free(trial, actor, lax)) continue;
        const cost = room.crossed(trial) + 0.3 * place;
        if (cost < least) { box = trial; least = cost; }
        if (cost < 0.3) break;
      }
      return box;
    };
    let box = null;
    for (const lax of must ? [false, true] : [false]) for (const text of ways) box ||= best(text, lax);
    if (!box && centre) { const w = measure(ways[0], font) + 2; box = { text: ways[0], x: clamp(at.x + (petals || radius) + 4, 3, Math.max(3, room.width - w - 3)), y: at.y - h / 2, w, h, owner: actor }; }
    if (!box) return;
    room.take({ ...box, owner: null });
    write(box.text, box.x + 1, box.y + h - 4, font, faded || look.text, look.paper);
  }

  // Marks where a line runs, so that names keep off it where they can.
  function trace(line, view, room) {
    if (line.a === line.b) return;
    const c = via(line.a, line.b, line.bend || 0), a = view.screen(line.a), b = view.screen(line.b), steps = Math.min(120, Math.ceil(Math.hypot(a.x - b.x, a.y - b.y) / 7));
    for (let n = 1; n < steps; n++) room.mark(view.screen(along(line.a, c, line.b, n / steps)));
  }

  // A claim carries its claimant's name, a fact its type, where there is room on the line.
  function caption(line, scene, view, room, { look, must }) {
    if (line.a === line.b) return;
    const first = line.edges[0], says = first.c.length ? `${clip(first.chain.map(sayAll).join(" › "), 24)}: ` : "";
    const what = line.edges.length > 1 ? sayCount(line.edges.length, "act") : sayType(first.k).toLowerCase();
    const text = scene.level === "pair" ? what : line.voice === "fact" ? what : line.edges.length > 1 ? `${what}, ${line.voice === "undone" ? "not done" : line.voice}` : says + what;
    const c = via(line.a, line.b, line.bend || 0), a = view.screen(line.a), b = view.screen(line.b), font = `${line.voice === "fact" ? "" : "italic "}500 10.5px ${look.sans}`;
    const w = measure(text, font) + 2, h = 13;
    if (!must && Math.hypot(a.x - b.x, a.y - b.y) < w + 60) return;
    for (const t of [0.5, 0.42, 0.58, 0.34, 0.66]) {
      const p = view.screen(along(line.a, c, line.b, t)), box = { x: p.x - w / 2, y: p.y - h / 2, w, h, owner: null };
      if (!room.free(box)) continue;
      room.take(box);
      write(text, box.x + 1, box.y + h - 3, font, look.words[line.q], look.paper);
      return;
    }
  }

  return {
    paint(scene, view, marked) {
      const ratio = Math.min(window.devicePixelRatio || 1, 2), width = host.clientWidth, height = host.clientHeight, look = ink();
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) { canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio); }
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, width, height);
      written.length = 0;
      ctx.lineJoin = "round";
      const room = Room(width, height), places = [], petals = new Map(), corner = host.getBoundingClientRect();
      for (const bar of [$("zoom"), ...$("scope").children]) { const box = bar.getBoundingClientRect(); if (box.width) room.take({ x: box.x - corner.x - 3, y: box.y - corner.y - 2, w: box.width + 6, h: box.height + 4, owner: null }); }
      if (scene.lines.length <= TRACED) for (const line of scene.lines) trace(line, view, room);
      for (const [place, actor] of scene.actors.entries()) {
        const at = view.screen(actor);
        if (at.x < -60 || at.y < -30 || at.x > width + 60 || at.y > height + 30) continue;
        const radius = sizeOf(actor) * view.scale;
        if (radius > 2.5 && (place < discs(scene.actors.length) || (marked && marked.actors.has(actor)))) room.take({ x: at.x - radius, y: at.y - radius, w: 2 * radius, h: 2 * radius, owner: actor });
        places.push({ actor, at, radius });
      }
      for (const line of scene.lines) if (line.a === line.b && scene.lines.length < 600) { const loop = loopOf(line.a, line.loop), at = view.screen(loop), r = loop.r * view.scale, centre = view.screen(line.a); petals.set(line.a, Math.max(petals.get(line.a) || 0, Math.hypot(at.x - centre.x, at.y - centre.y) + r)); room.take({ x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r, owner: null }); }
      const first = ({ actor }) => (marked ? (marked.centre === actor ? 2 : marked.actors.has(actor) ? 1 : 0) : 0);
      places.sort((p, q) => first(q) - first(p) || p.actor.n - q.actor.n);
      const tried = places.slice(0, MOST);
      for (const place of tried) name(place.actor, place.at, place.radius, petals.get(place.actor), room, { must: first(place) === 2 || place.actor.n < SURE, centre: first(place) === 2, faded: marked && !marked.actors.has(place.actor) && (marked.light ? look.dim : look.faint), look });
      const lines = marked ? [...marked.lines].slice(0, 40) : scene.lines.length <= 130 ? scene.lines : [];
      for (const line of [...lines].sort((p, q) => (p.voice === "fact") - (q.voice === "fact"))) caption(line, scene, view, room, { look, must: Boolean(marked) });
    },
    canvas,
    get written() { return written; },
  };
}

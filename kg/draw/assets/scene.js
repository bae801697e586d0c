// What is in the picture: which actors, and which lines between them.
const SINGLE = 140; // up to so many edges each act has its own line; beyond, a line stands for all acts of one pair, class and voice

function strengthsOf(live) {
  const sums = new Map();
  for (const edge of live) {
    sums.set(edge.a, (sums.get(edge.a) || 0) + edge.w);
    if (edge.b !== edge.a) sums.set(edge.b, (sums.get(edge.b) || 0) + edge.w);
  }
  return sums;
}

function neighboursOf(actor, sums) {
  const near = new Set();
  for (const edge of edgesOf.get(actor)) if (edge.live) near.add(edge.a === actor ? edge.b : edge.a);
  near.delete(actor);
  return [...near].sort((a, b) => (sums.get(b) || 0) - (sums.get(a) || 0) || a.n - b.n);
}

const OPENS = 40; // neighbours that one step of "expand" lets in

function compose() {
  for (const edge of edges) edge.live = passes(edge);
  const live = edges.filter((edge) => edge.live), sums = strengthsOf(live);
  const ranked = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || a.n - b.n);
  const shown = new Set();
  const focus = STATE.focus && actorById.get(STATE.focus);
  if (focus) {
    shown.add(focus);
    for (const actor of neighboursOf(focus, sums).slice(0, Math.max(OPENS, STATE.top))) shown.add(actor);
  } else for (const actor of ranked.slice(0, STATE.top)) shown.add(actor);
  for (const id of STATE.opened) {
    const actor = actorById.get(id);
    if (!actor) continue;
    shown.add(actor);
    for (const near of neighboursOf(actor, sums).slice(0, OPENS)) shown.add(near);
  }
  const drawn = live.filter((edge) => shown.has(edge.a) && shown.has(edge.b) && (!focus || STATE.opened.size || edge.a === focus || edge.b === focus || shown.size <= 60));
  const single = STATE.lines === "single" || (STATE.lines === "auto" && drawn.length <= SINGLE);
  return { live, sums, ranked, focus, actors: [...shown].sort((a, b) => a.n - b.n), edges: drawn, single, lines: linesOf(drawn, single) };
}

function linesOf(drawn, single) {
  const lines = new Map();
  for (const edge of drawn) {
    const key = single ? String(edge.n) : `${edge.a.n} ${edge.b.n} ${edge.q} ${edge.voice}`;
    if (!lines.has(key)) lines.set(key, { key, a: edge.a, b: edge.b, q: edge.q, voice: edge.voice, both: Boolean(edge.r), edges: [] });
    const line = lines.get(key);
    line.edges.push(edge);
    line.both = line.both && Boolean(edge.r);
  }
  const pairs = new Map(), loops = new Map();
  for (const line of lines.values()) {
    if (line.a === line.b) {
      if (!loops.has(line.a)) loops.set(line.a, []);
      loops.get(line.a).push(line);
      continue;
    }
    const key = line.a.n < line.b.n ? `${line.a.n} ${line.b.n}` : `${line.b.n} ${line.a.n}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(line);
  }
  for (const together of loops.values()) together.forEach((line, n) => { line.loop = n; });
  for (const together of pairs.values()) {
    together.sort((x, y) => (x.a.n - y.a.n) || x.q - y.q || (x.voice < y.voice ? -1 : 1));
    const length = Math.hypot(together[0].a.x - together[0].b.x, together[0].a.y - together[0].b.y), low = Math.min(together[0].a.n, together[0].b.n);
    together.forEach((line, n) => {
      const bend = fan(n, together.length, length, 11);
      line.bend = line.a.n === low ? bend : -bend; // a line that runs the other way bends as seen from its own start
    });
  }
  const all = [...lines.values()];
  for (const line of all) line.width = 1.4 + 1.5 * Math.log2(line.edges.length);
  return all;
}

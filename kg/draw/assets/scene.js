// What is in the picture: which actors, and which lines between them.
const SINGLE = 140; // up to so many edges each act has its own line
const CLASSES = 240; // up to so many lines each pair has one for each direction, class and voice; beyond, one line in all
const CROWD = 5; // lines between two actors that the eye still tells apart
const LEVELS = { pair: "pair", class: "class", act: "act" };
const OPENS = 40; // neighbours that one step of "expand" lets in

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

function compose() {
  for (const edge of edges) edge.live = passes(edge);
  const live = edges.filter((edge) => edge.live), sums = strengthsOf(live);
  const ranked = [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || a.n - b.n);
  const shown = new Set(), focus = STATE.focus && actorById.get(STATE.focus);
  if (focus) {
    shown.add(focus);
    for (const actor of neighboursOf(focus, sums).slice(0, OPENS)) shown.add(actor);
  } else for (const actor of ranked.slice(0, STATE.top)) shown.add(actor);
  for (const id of STATE.opened) {
    const actor = actorById.get(id);
    if (!actor) continue;
    shown.add(actor);
    for (const near of neighboursOf(actor, sums).slice(0, OPENS)) shown.add(near);
  }
  // Around one actor, what its neighbours do to one another stands back unless there is little of it.
  const inside = live.filter((edge) => shown.has(edge.a) && shown.has(edge.b)), centres = new Set([focus, ...[...STATE.opened].map((id) => actorById.get(id))]);
  const drawn = focus && inside.length > SINGLE ? inside.filter((edge) => centres.has(edge.a) || centres.has(edge.b)) : inside;
  return { live, sums, ranked, focus, actors: [...shown].sort((a, b) => a.n - b.n), edges: drawn, ...linesFor(drawn) };
}

function linesFor(drawn) {
  if (STATE.lines !== "auto") return { level: STATE.lines, lines: linesOf(drawn, STATE.lines) };
  if (drawn.length <= SINGLE) {
    // Each act by itself, but a pair with many acts bundles them by class, and so do the loops of one actor.
    const crowd = tally(drawn.map(pairKey));
    return { level: "act", lines: linesOf(drawn, "act", (edge) => (edge.a === edge.b ? crowd.get(pairKey(edge)) > 2 : crowd.get(pairKey(edge)) > CROWD)) };
  }
  const lines = linesOf(drawn, "class");
  return lines.length <= CLASSES ? { level: "class", lines } : { level: "pair", lines: linesOf(drawn, "pair") };
}

const pairKey = (edge) => (edge.a.n < edge.b.n ? `${edge.a.n} ${edge.b.n}` : `${edge.b.n} ${edge.a.n}`);
const keyFor = { act: (edge) => String(edge.n), class: (edge) => `${edge.a.n} ${edge.b.n} ${edge.q} ${edge.voice}`, pair: pairKey };
const most = (values) => [...tally(values).entries()].sort((p, q) => q[1] - p[1])[0][0];

function linesOf(drawn, level, bundled = () => false) {
  const lines = new Map();
  for (const edge of drawn) {
    const key = !bundled(edge) ? keyFor[level](edge) : edge.a === edge.b ? `${edge.a.n} ${edge.q}` : keyFor.class(edge);
    if (!lines.has(key)) lines.set(key, { key, a: edge.a, b: edge.b, edges: [] });
    lines.get(key).edges.push(edge);
  }
  const all = [...lines.values()], top = Math.max(2, ...all.map((line) => line.edges.length));
  for (const line of all) {
    // A line for several acts has the colour of most of them, and is solid as soon as one of them is a fact.
    line.q = most(line.edges.map((edge) => edge.q));
    line.voice = line.edges.some((edge) => edge.voice === "fact") ? "fact" : most(line.edges.map((edge) => edge.voice));
    line.both = line.edges.every((edge) => edge.r);
    line.plain = level === "pair" && line.edges.length > 1;
    const share = Math.log2(line.edges.length + 1) / Math.log2(top + 1);
    line.width = 1.5 + (level === "pair" ? 4.5 * share * share : 1.1 * Math.log2(line.edges.length));
    line.alpha = level === "pair" ? 0.3 + 0.6 * share : 0.88;
  }
  bendAll(all);
  return all;
}

// Lines between the same two actors fan out; loops of one actor stand one around the other.
function bendAll(all) {
  const pairs = new Map(), loops = new Map();
  for (const line of all) {
    const home = line.a === line.b ? loops : pairs, key = pairKey(line);
    if (!home.has(key)) home.set(key, []);
    home.get(key).push(line);
  }
  for (const together of loops.values()) together.forEach((line, n) => { line.loop = n; });
  for (const together of pairs.values()) {
    together.sort((x, y) => x.a.n - y.a.n || x.q - y.q || (x.voice < y.voice ? -1 : 1));
    const [{ a, b }] = together, length = Math.hypot(a.x - b.x, a.y - b.y), low = Math.min(a.n, b.n);
    together.forEach((line, n) => {
      const bend = fan(n, together.length, length, 12);
      line.bend = line.a.n === low ? bend : -bend; // a line that runs the other way bends as seen from its own start
    });
  }
}

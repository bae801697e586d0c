// The data as the page asks it: actors, acts (an act of several parties has several edges), and what passes the filters.
const data = JSON.parse($("data").textContent);

// An ISO date, or the year or month of one; whatever else stands there is no date.
const isDate = (date) => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(date || "");

const actors = [], edges = [], evidence = [], articles = [];
const actorById = new Map(), acts = new Map(), edgesOf = new Map(), quadOfType = new Map(), edgeKeys = new Set();
let topStrength = 1, typesSeen = [], claimantsSeen = [];
const familyName = new Map(data.families.map((family) => [family.id, family.name]));

const restOf = new Map(Object.entries(data.rest || {})); // of actors whose acts were asked for: the date before which there are more, null for none

// Takes in nodes, edges and their words: those of the page at first, and what a server adds later. Gives the new actors.
function learn(more) {
  const words = evidence.length, sources = articles.length, fresh = [];
  articles.push(...more.articles);
  for (const one of more.evidence) evidence.push({ ...one, a: one.a + sources });
  for (const node of more.nodes) {
    if (actorById.has(node.id)) continue;
    const actor = { ...node, n: actors.length, name: node.label, told: "" };
    actors.push(actor);
    actorById.set(node.id, actor);
    edgesOf.set(actor, []);
    topStrength = Math.max(topStrength, node.strength);
    fresh.push(actor);
  }
  for (const given of more.edges) {
    const key = JSON.stringify([given.from, given.to, given.id]);
    if (edgeKeys.has(key)) continue;
    edgeKeys.add(key);
    const edge = {
      ...given, n: edges.length, a: actorById.get(given.from), b: actorById.get(given.to), voice: voiceOf(given),
      chain: given.c || [], c: (given.c || []).flat(), d: isDate(given.d) ? given.d : "", w: given.w || 1, ev: given.ev.map((n) => n + words),
    };
    edges.push(edge);
    quadOfType.set(edge.k, edge.q);
    join(edge);
  }
  tellApart();
  typesSeen = [...quadOfType.keys()].sort();
  claimantsSeen = [...tally([...acts.values()].flatMap((act) => [...new Set(act.first.c)])).entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return fresh;
}

function join(edge) {
  if (!acts.has(edge.id)) acts.set(edge.id, { id: edge.id, n: acts.size, edges: [], first: edge, from: [], to: [] });
  const act = acts.get(edge.id);
  act.edges.push(edge);
  edge.act = act;
  if (!act.from.includes(edge.a)) act.from.push(edge.a);
  if (!act.to.includes(edge.b)) act.to.push(edge.b);
  edgesOf.get(edge.a).push(edge);
  if (edge.b !== edge.a) edgesOf.get(edge.b).push(edge);
}

// Where an actor's acts are told: the first article's publisher or title, and whether there are more.
function toldIn(actor, attribute) {
  const found = [...new Set(edgesOf.get(actor).flatMap((edge) => edge.ev.map((n) => articles[evidence[n].a][attribute])).filter(Boolean))];
  return found.length ? found[0] + (found.length > 1 ? " …" : "") : "";
}

// Actors of one name are told apart: by whom they belong to, by what they are, else by where they are told of.
const kindOf = (actor) => actor.kind.replaceAll("_", " ");
const APART = [(actor) => actor.of, kindOf, (actor) => toldIn(actor, "publisher"), (actor) => toldIn(actor, "title")];
function tellApart() {
  const byName = new Map();
  for (const actor of actors) { const key = actor.name.toLowerCase(); if (!byName.has(key)) byName.set(key, []); byName.get(key).push(actor); }
  for (const alike of byName.values()) {
    if (alike.length === 1) continue;
    let rest = alike;
    for (const way of APART) {
      const seen = tally((way === kindOf ? alike : rest).map(way)); // a kind that another has too tells nothing
      for (const actor of rest) actor.told = seen.get(way(actor)) === 1 ? way(actor) : "";
      rest = rest.filter((actor) => !actor.told);
    }
    rest.forEach((actor, n) => { actor.told = `${n + 1} of ${rest.length}`; });
    for (const actor of alike) actor.label = `${actor.name} (${actor.told})`;
  }
}

// New actors have places of another layout: they are put around the one they were asked for, in a sunflower that leaves out taken spots.
function settle(fresh, centre) {
  const taken = actors.filter((actor) => !fresh.includes(actor));
  let n = 0;
  for (const actor of fresh) {
    let spot;
    do {
      const angle = n * Math.PI * (3 - Math.sqrt(5)), reach = 95 + 34 * Math.sqrt(n);
      spot = { x: centre.x + reach * Math.cos(angle) * 1.25, y: centre.y + reach * Math.sin(angle) };
      n += 1;
    } while (n < 4000 && taken.some((other) => Math.abs(other.x - spot.x) < 60 && Math.abs(other.y - spot.y) < 34));
    Object.assign(actor, spot);
    taken.push(actor);
  }
}

learn(data);
const OPENING = 70; // actors that a page opens on: as many labels as fit a laptop's screen without overlap
const STATE = { // all that a link restores
  noTypes: new Set(), noVoices: new Set(OFF), noFamilies: new Set(), claimants: null, period: null, undated: null,
  focus: null, opened: new Set(), top: actors.length > OPENING * 1.5 ? OPENING : actors.length, lines: "auto", chosen: null, theme: null, view: null,
};

// Acts without a date are shown until a period is chosen, and then when asked for.
const undatedShown = () => STATE.undated ?? !STATE.period;

// A date is an ISO prefix; it passes where it may lie in the period.
function inPeriod(date, period) {
  if (!period) return true;
  if (!date) return undatedShown();
  const [since, until] = period;
  return date.slice(0, since.length) >= since.slice(0, date.length) && date.slice(0, until.length) <= until.slice(0, date.length);
}

function passes(edge, { time = true } = {}) {
  return !STATE.noTypes.has(edge.k) && !STATE.noVoices.has(edge.voice)
    && !STATE.noFamilies.has(edge.a.family) && !STATE.noFamilies.has(edge.b.family)
    && (STATE.claimants === null || edge.c.some((name) => STATE.claimants.has(name)))
    && (!time || (STATE.period ? inPeriod(edge.d, STATE.period) : edge.d !== "" || undatedShown()));
}

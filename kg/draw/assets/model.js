// The data as the page asks it: actors, acts (an act of several parties has several edges), and what passes the filters.
const data = JSON.parse($("data").textContent);

// An ISO date, or the year or month of one; whatever else stands there is no date.
const isDate = (date) => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(date || "");

const actors = data.nodes.map((node, n) => ({ ...node, n, degree: 0 }));
const actorById = new Map(actors.map((actor) => [actor.id, actor]));
const edges = data.edges.map((edge, n) => ({
  ...edge, n, a: actorById.get(edge.from), b: actorById.get(edge.to), voice: voiceOf(edge), c: edge.c || [], d: isDate(edge.d) ? edge.d : "", w: edge.w || 1,
}));
const acts = new Map();
for (const edge of edges) {
  if (!acts.has(edge.id)) acts.set(edge.id, { id: edge.id, n: acts.size, edges: [], first: edge, from: [], to: [] });
  const act = acts.get(edge.id);
  act.edges.push(edge);
  edge.act = act;
  if (!act.from.includes(edge.a)) act.from.push(edge.a);
  if (!act.to.includes(edge.b)) act.to.push(edge.b);
}
const edgesOf = new Map(actors.map((actor) => [actor, []]));
for (const edge of edges) {
  edgesOf.get(edge.a).push(edge);
  if (edge.b !== edge.a) edgesOf.get(edge.b).push(edge);
}
const topStrength = Math.max(1, ...actors.map((actor) => actor.strength));

const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
};
const typesSeen = [...tally([...acts.values()].map((act) => act.first.k)).keys()].sort();
const quadOfType = new Map(edges.map((edge) => [edge.k, edge.q]));
const claimantsSeen = [...tally([...acts.values()].flatMap((act) => [...new Set(act.first.c)])).entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const familyName = new Map(data.families.map((family) => [family.id, family.name]));

const OPENING = 70; // actors that a page opens on: as many labels as fit a laptop's screen without overlap
const STATE = { // all that a link restores
  noTypes: new Set(), noVoices: new Set(), noFamilies: new Set(), claimants: null, period: null, undated: true,
  focus: null, opened: new Set(), top: actors.length > OPENING * 1.5 ? OPENING : actors.length, lines: "auto", chosen: null, theme: null, view: null,
};

// A date is an ISO prefix; it passes where it may lie in the period.
function inPeriod(date, period) {
  if (!period) return true;
  if (!date) return STATE.undated;
  const [since, until] = period;
  return date.slice(0, since.length) >= since.slice(0, date.length) && date.slice(0, until.length) <= until.slice(0, date.length);
}

function passes(edge, { time = true } = {}) {
  return !STATE.noTypes.has(edge.k) && !STATE.noVoices.has(edge.voice)
    && !STATE.noFamilies.has(edge.a.family) && !STATE.noFamilies.has(edge.b.family)
    && (STATE.claimants === null || edge.c.some((name) => STATE.claimants.has(name)))
    && (!time || (STATE.period ? inPeriod(edge.d, STATE.period) : edge.d !== "" || STATE.undated));
}

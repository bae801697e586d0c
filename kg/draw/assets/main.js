// Wires the parts together, keeps the address in step with the view, and answers the keyboard.
const BIG = 400; // lines beyond which the canvas draws instead of vis-network, whose answer to a hover takes 0.2 s from there on
const picture = $("picture"), tip = $("tip");
let scene = null, view = null, chosen = null, hovered = null, painting = 0, writing = 0;
const words = Words($("labels"), picture);

function find(choice) {
  if (!choice) return null;
  if (choice.actor) return actorById.has(choice.actor) ? { actor: actorById.get(choice.actor) } : null;
  if (choice.act) return acts.has(choice.act) ? { act: acts.get(choice.act) } : null;
  if (choice.pair) { const pair = choice.pair.map((id) => actorById.get(id)); return pair.every(Boolean) ? { pair } : null; }
  if (choice.line) { const line = scene.lines.find((l) => l.key === choice.line); return line ? { line } : null; }
  return null;
}

// What stays bright while something is chosen or hovered.
function emphasis(what) {
  if (!what) return null;
  const lines = scene.lines.filter((line) => what.actor ? line.a === what.actor || line.b === what.actor
    : what.line ? line.key === what.line.key
      : what.act ? line.edges.some((edge) => edge.act === what.act)
        : what.pair && what.pair.includes(line.a) && what.pair.includes(line.b) && (line.a !== line.b));
  const bright = new Set(lines.flatMap((line) => [line.a, line.b]));
  if (what.actor) bright.add(what.actor);
  return { actors: bright, lines: new Set(lines), centre: what.actor || null };
}
const marking = () => (hovered ? { ...emphasis(hovered), light: !chosen } : emphasis(chosen));

function frame() {
  painting = 0;
  if (scene && view) words.paint(scene, view, marking());
}
const repaint = () => { if (!painting) painting = requestAnimationFrame(frame); };

function newView() {
  const wanted = scene.lines.length > BIG || scene.actors.length > BIG ? "canvas" : "pyvis";
  if (view && view.kind === wanted) return;
  const old = view && view.view;
  if (view) view.destroy();
  picture.querySelectorAll(":scope > *").forEach((child) => child.remove());
  view = (wanted === "canvas" ? CanvasView : PyvisView)(picture, { click: clicked, open: opened, hover, moved: repaint, settled: remember });
  view.fresh = !old;
  if (old) view.go(old, false);
}

function fitted() {
  if (!scene.actors.length) return { x: 0, y: 0, k: 1 };
  const xs = scene.actors.map((a) => a.x), ys = scene.actors.map((a) => a.y), w = picture.clientWidth, h = picture.clientHeight;
  const low = { x: Math.min(...xs), y: Math.min(...ys) }, high = { x: Math.max(...xs), y: Math.max(...ys) };
  const side = clamp(w * 0.115, 40, 95), room = h < 330 ? 14 : 26, below = room + 4, above = Math.min(12 + Math.max($("scope").offsetHeight, $("zoom").offsetHeight) + room, h / 3); // nothing under the bars
  const k = Math.max(0.02, Math.min((w - 2 * side) / Math.max(high.x - low.x, 60), (h - above - below) / Math.max(high.y - low.y, 60), 1.35));
  return { x: (low.x + high.x) / 2 + Math.min(20, side / 5) / k, y: (low.y + high.y) / 2 - (above - below) / 2 / k, k };
}

function update({ fit = false, animate = true } = {}) {
  hovered = null;
  tip.hidden = true;
  scene = compose();
  newView();
  view.show(scene);
  chosen = find(STATE.chosen);
  document.body.classList.toggle("reading", Boolean(STATE.chosen)); // before the picture's size is read
  scopeBar();
  if (fit || view.fresh) view.go(STATE.view && view.fresh ? STATE.view : fitted(), animate && !view.fresh);
  view.fresh = false;
  view.mark(marking());
  timeline.paint(edges.filter((edge) => passes(edge, { time: false })));
  panel.paint(scene, chosen);
  sieve.refresh();
  counts();
  $("nothing").hidden = scene.actors.length > 0;
  [...$("nothing").children].forEach((part, n) => { part.hidden = (n === 0) !== acts.size > 0; });
  repaint();
  remember();
}

function counts() {
  const live = new Set(scene.live.map((edge) => edge.act)), facts = [...live].filter((act) => act.first.voice === "fact").length;
  const dates = [...live].map((act) => act.first.d).filter(Boolean).sort();
  const from = dates.find((date) => date.startsWith(dates[0]) && date !== dates[0]) || dates[0], to = dates[dates.length - 1]; // "April" says less than "2 April"
  const span = !dates.length ? "" : from === to ? sayDate(from) : `${sayDate(from)} – ${sayDate(to)}`;
  $("counts").textContent = [data.note, sayCount(scene.ranked.length, "actor"), `${sayCount(live.size, "act")}, of which ${facts.toLocaleString("en")} told as fact`, span].filter(Boolean).join(" · ");
}

// Says how much of the whole is in the picture, and gives the rest.
function scopeBar() {
  const parts = [], total = scene.ranked.length, shown = scene.actors.length;
  if (scene.focus) parts.push(el("span", { class: "chip" }, "Only ", el("b", {}, scene.focus.label), " and neighbours ", el("button", { type: "button", id: "unfocus", "aria-label": "Show all again", onclick: () => setFocus(null) }, "×")));
  if (shown < total && !scene.focus) {
    parts.push(el("span", {}, `The ${shown.toLocaleString("en")} most active of ${total.toLocaleString("en")} actors`));
    if (total > STATE.top * 2.5) parts.push(el("button", { type: "button", id: "more", onclick: () => setTop(STATE.top * 2) }, "Twice as many"));
    parts.push(el("button", { type: "button", id: "all", onclick: () => setTop(actors.length) }, "All"));
  } else if (!scene.focus && STATE.top > OPENING && total > OPENING * 1.5) parts.push(el("span", {}, `All ${total.toLocaleString("en")} actors`), el("button", { type: "button", id: "fewer", onclick: () => setTop(OPENING) }, `Only the ${OPENING} most active`));
  if (STATE.lines !== "auto" || scene.edges.length > scene.lines.length || scene.edges.length > SINGLE) {
    parts.push(el("span", { id: "lines", role: "group", "aria-label": "One line for each" }, "A line for each ", Object.entries(LEVELS).map(([level, name]) => el("button", { type: "button", "aria-pressed": String(scene.level === level), onclick: () => { STATE.lines = level; update(); } }, name))));
  }
  $("scope").replaceChildren(...parts);
}

function setTop(n) { STATE.top = Math.min(n, actors.length); STATE.opened.clear(); update({ fit: true }); }
function setFocus(id) { STATE.focus = id; STATE.opened.clear(); if (id) STATE.chosen = { actor: id }; update({ fit: true }); }
async function expand(id) {
  STATE.opened.add(id);
  STATE.chosen = { actor: id };
  const wanted = askable(actorById.get(id));
  if (wanted) asking.add(id);
  update({ fit: true }); // what the page has is shown at once
  if (!wanted) return;
  await fetchMore(id);
  asking.delete(id);
  update({ fit: true });
}

// In the explorer of a store the page holds a part; the server gives the rest, one actor's latest acts at a time, then older ones.
async function fetchMore(id) {
  const before = restOf.get(id);
  $("panel").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${data.more}${encodeURIComponent(id)}${before ? `&before=${encodeURIComponent(before)}` : ""}`);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const centre = actorById.get(id), whole = STATE.top >= actors.length;
    const told = await answer.json();
    settle(learn(told), centre);
    for (const [actor, rest] of Object.entries(told.rest || {})) restOf.set(actor, rest);
    if (whole) STATE.top = actors.length;
    sieve.again();
    seek.forget();
  } catch (error) {
    $("counts").textContent = `The server did not answer (${error.message}); the page shows what it has.`;
  }
  $("panel").removeAttribute("aria-busy");
}

function choose(choice, { move = false } = {}) {
  STATE.chosen = choice;
  chosen = find(choice);
  const needed = chosen && (chosen.actor ? [chosen.actor] : chosen.pair || (chosen.act ? [...chosen.act.from, ...chosen.act.to] : []));
  if (needed && needed.some((actor) => !scene.actors.includes(actor))) {
    if (STATE.focus) STATE.focus = null;
    for (const actor of needed) if (!scene.actors.includes(actor)) STATE.opened.add(actor.id);
    update({ fit: true });
  } else {
    view.mark(marking());
    panel.paint(scene, chosen);
    repaint();
    remember();
    if (move && needed && needed.length) { const at = view.screen(needed[0]); if (at.x < 60 || at.y < 40 || at.x > picture.clientWidth - 60 || at.y > picture.clientHeight - 40) view.go({ ...view.view, x: needed[0].x, y: needed[0].y }, true); }
  }
  document.body.classList.toggle("reading", Boolean(choice));
}

function clicked(what) {
  tip.hidden = true;
  if (!what) choose(null);
  else if (what.actor) choose({ actor: what.actor.id });
  else if (what.line.edges.every((edge) => edge.act === what.line.edges[0].act)) choose({ act: what.line.edges[0].id });
  else choose({ line: what.line.key });
}
function opened(what) { if (what && what.actor) expand(what.actor.id); }

function hover(what, at) {
  hovered = what;
  requestAnimationFrame(() => { view.mark(marking()); repaint(); }); // the answer first, then the picture
  tip.hidden = !what;
  if (!what) return;
  if (what.actor) {
    const own = new Set(edgesOf.get(what.actor).filter((edge) => edge.live).map((edge) => edge.act));
    const { actor } = what, where = actor.told ? toldIn(actor, "title") : "";
    tip.replaceChildren(...[el("b", {}, actor.label), el("span", {}, [familyName.get(actor.family), actor.of].filter(Boolean).join(" · ")), where ? el("span", {}, `in “${where}”`) : null, el("span", {}, sayCount(own.size, "act"))].filter(Boolean));
  } else {
    const { line } = what, { first } = line.edges[0].act, proof = first.ev.length ? evidence[first.ev[0]] : null, article = proof && articles[proof.a];
    const head = line.a === line.b ? line.a.label : `${line.a.label} ${line.both ? "↔" : "→"} ${line.b.label}`;
    tip.replaceChildren(...[el("b", {}, head), el("span", {}, line.edges.length > 1 ? sayCount(new Set(line.edges.map((e) => e.act)).size, "act") : `${sayType(first.k)} · ${sayWhen(first)}`, " · ", line.edges.length > 1 ? VOICES.find((v) => v.id === line.voice).name : standing(first)),
      proof ? quoteOf({ ...proof, quote: proof.quote }) : null, article ? el("span", { class: "muted" }, [article.publisher, article.published && sayDate(article.published)].filter(Boolean).join(", ")) : null].filter(Boolean));
  }
  const w = picture.clientWidth, h = picture.clientHeight;
  tip.style.left = `${clamp(at.x + 16, 8, Math.max(8, w - tip.offsetWidth - 8))}px`;
  tip.style.top = `${at.y + 18 + tip.offsetHeight > h ? Math.max(8, at.y - tip.offsetHeight - 14) : at.y + 18}px`;
}

// The address holds what is shown, so that a copied link opens the same view.
function asHash() {
  const out = new URLSearchParams(), list = (set) => [...set].map(encodeURIComponent).join("~");
  for (const [name, set] of [["types", STATE.noTypes], ["kinds", STATE.noFamilies], ["open", STATE.opened]]) if (set.size) out.set(name, list(set));
  if ([...STATE.noVoices].sort().join() !== OFF.join()) out.set("sure", list(STATE.noVoices) || "all");
  if (STATE.claimants) out.set("says", list(STATE.claimants));
  if (STATE.period) out.set("when", STATE.period.join("~"));
  if (STATE.undated !== null) out.set("undated", STATE.undated ? "1" : "0");
  if (STATE.focus) out.set("only", STATE.focus);
  if (STATE.top !== DEFAULT_TOP) out.set("top", STATE.top);
  if (STATE.lines !== "auto") out.set("lines", STATE.lines);
  if (STATE.theme) out.set("theme", STATE.theme);
  for (const [name, value] of Object.entries(STATE.chosen || {})) out.set(name, Array.isArray(value) ? value.map(encodeURIComponent).join("~") : value);
  if (view) { const { x, y, k } = view.view; out.set("at", [x.toFixed(0), y.toFixed(0), k.toFixed(3)].join("~")); }
  return out.toString();
}
const DEFAULT_TOP = STATE.top;

function fromHash(hash) {
  const given = new URLSearchParams(hash), list = (name) => (given.get(name) || "").split("~").filter(Boolean).map((part) => { try { return decodeURIComponent(part); } catch { return part; } });
  STATE.noTypes = new Set(list("types")); STATE.noVoices = new Set(given.has("sure") ? list("sure").filter((id) => id in DASH) : OFF); STATE.noFamilies = new Set(list("kinds")); STATE.opened = new Set(list("open"));
  STATE.claimants = given.get("says") ? new Set(list("says")) : null;
  const when = list("when").filter(isDate);
  STATE.period = when.length === 2 ? when : null;
  STATE.undated = given.has("undated") ? given.get("undated") !== "0" : null;
  STATE.focus = actorById.has(given.get("only")) ? given.get("only") : null;
  STATE.top = clamp(Math.round(Number(given.get("top"))) || DEFAULT_TOP, 1, Math.max(1, actors.length));
  STATE.lines = given.get("lines") in LEVELS ? given.get("lines") : "auto";
  STATE.theme = ["light", "dark"].includes(given.get("theme")) ? given.get("theme") : null;
  const pair = list("pair");
  STATE.chosen = given.get("actor") ? { actor: given.get("actor") } : given.get("act") ? { act: given.get("act") } : pair.length === 2 ? { pair } : given.get("line") ? { line: given.get("line") } : null;
  const [x, y, k] = (given.get("at") || "").split("~").map(Number);
  STATE.view = k > 0 && Number.isFinite(x + y + k) ? { x, y, k: clamp(k, 0.02, 6) } : null;
}

let ownHash = "";
function remember() {
  clearTimeout(writing);
  writing = setTimeout(() => {
    writing = 0;
    ownHash = asHash();
    try { history.replaceState(null, "", `#${ownHash}`); } catch { /* a frame without an address of its own has no link to keep */ }
  }, 120);
}

function setTheme(theme) {
  STATE.theme = theme;
  if (theme) document.documentElement.dataset.theme = theme; else delete document.documentElement.dataset.theme;
  forgetInk();
  if (view) { view.restyle(); repaint(); remember(); }
}
const isDark = () => STATE.theme ? STATE.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

function reset() {
  Object.assign(STATE, { noTypes: new Set(), noVoices: new Set(OFF), noFamilies: new Set(), claimants: null, period: null, undated: null, focus: null, opened: new Set(), top: DEFAULT_TOP, lines: "auto", chosen: null });
  update({ fit: true });
}

async function copyLink(button) {
  clearTimeout(writing);
  writing = 0;
  const address = `${location.href.split("#")[0]}#${asHash()}`;
  try { history.replaceState(null, "", `#${asHash()}`); } catch { /* see remember */ }
  let done = true;
  try { await navigator.clipboard.writeText(address); } catch { done = false; }
  button.textContent = done ? "Copied" : "See address bar";
  setTimeout(() => { button.textContent = "Link"; }, 1600);
}

const KEYS = [["/", "find"], ["Esc", "step back"], ["+  −  0", "closer, farther, all in view"], ["← ↑ → ↓", "move the picture, or go from the chosen actor to the next in that direction"], ["Enter", "choose the most active actor"], ["f", "only the chosen actor"], ["e", "show more of its neighbours"], ["n  p", "next, previous act"], ["l", "a line for each pair, class or act"], ["t", "light or dark"], ["?", "this list"]];
function showKeys() {
  $("keys").replaceChildren(el("h2", {}, "Keys"), el("dl", {}, KEYS.map(([key, what]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, what)])), el("p", { class: "muted" }, "Click a line or an actor for its words; double-click an actor for more neighbours; drag actors where you want them."), el("form", { method: "dialog" }, el("button", {}, "Close")));
  $("keys").showModal();
}

function zoom(factor) { const at = view.view; view.go({ ...at, k: clamp(at.k * factor, 0.02, 6) }, true); setTimeout(remember, 400); }

// From the chosen actor to the neighbour that lies in the arrow's direction.
function walk(dx, dy) {
  if (!chosen || !chosen.actor) { const at = view.view; view.go({ ...at, x: at.x + (dx * 80) / at.k, y: at.y + (dy * 80) / at.k }, false); remember(); return; }
  let best = null, least = Infinity;
  for (const line of scene.lines) {
    if (line.a !== chosen.actor && line.b !== chosen.actor) continue;
    const other = line.a === chosen.actor ? line.b : line.a, x = other.x - chosen.actor.x, y = other.y - chosen.actor.y, reach = Math.hypot(x, y), off = 1 - (x * dx + y * dy) / (reach || 1);
    if (other !== chosen.actor && off < 0.8 && reach * (1 + 2 * off) < least) { least = reach * (1 + 2 * off); best = other; }
  }
  if (best) choose({ actor: best.id }, { move: true });
}

function turn(step) {
  const list = [...new Set(scene.edges.map((edge) => edge.act))].sort((a, b) => (a.first.d || "9") < (b.first.d || "9") ? -1 : (a.first.d || "9") > (b.first.d || "9") ? 1 : a.n - b.n);
  if (!list.length) return;
  const at = chosen && chosen.act ? list.indexOf(chosen.act) : step > 0 ? -1 : 0;
  choose({ act: list[(at + step + list.length) % list.length].id }, { move: true });
}

function back() {
  if (STATE.chosen) choose(null);
  else if (STATE.focus) setFocus(null);
  else if (STATE.opened.size) { STATE.opened.clear(); update({ fit: true }); }
  else if (STATE.period) { STATE.period = null; update(); }
}

const PRESS = {
  "/": () => $("query").focus(), "?": showKeys, Escape: back, "+": () => zoom(1.35), "=": () => zoom(1.35), "-": () => zoom(1 / 1.35), 0: () => view.go(fitted(), true),
  ArrowLeft: () => walk(-1, 0), ArrowRight: () => walk(1, 0), ArrowUp: () => walk(0, -1), ArrowDown: () => walk(0, 1), Enter: () => scene.actors[0] && choose({ actor: scene.actors[0].id }, { move: true }),
  f: () => chosen && chosen.actor && setFocus(STATE.focus === chosen.actor.id ? null : chosen.actor.id), e: () => chosen && chosen.actor && expand(chosen.actor.id),
  n: () => turn(1), p: () => turn(-1), l: () => { const all = Object.keys(LEVELS); STATE.lines = all[(all.indexOf(scene.level) + 1) % all.length]; update(); }, t: () => setTheme(isDark() ? "light" : "dark"),
};
const NEEDS_PICTURE = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter"]);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox])") || $("keys").open) return;
  if (NEEDS_PICTURE.has(event.key) && event.target !== picture && event.target !== document.body) return;
  const press = PRESS[event.key];
  if (press) { event.preventDefault(); press(); }
});

const timeline = Timeline($("timeline"), { period: (period) => { STATE.period = period; STATE.undated = null; update(); }, undated: (on) => { STATE.undated = on; update(); } });
const panel = Panel($("panel"), { choose: (choice) => choose(choice, { move: true }), focus: setFocus, expand });
const sieve = Sieve($("filters"), { changed: () => update(), reset });
const seek = Seek($("query"), $("answers"), { found: (choice) => choose(choice, { move: true }) });

$("title").textContent = data.title;
document.title = data.title;
$("zoom-in").addEventListener("click", () => zoom(1.35));
$("zoom-out").addEventListener("click", () => zoom(1 / 1.35));
$("zoom-fit").addEventListener("click", () => view.go(fitted(), true));
$("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
$("help").addEventListener("click", showKeys);
$("save-png").addEventListener("click", () => savePng(picture, $("labels")));
$("save-svg").addEventListener("click", () => saveSvg(scene, view, words.written, picture));
$("copy-link").addEventListener("click", (event) => copyLink(event.currentTarget));
$("clear-all").addEventListener("click", reset);
$("toggle-filters").addEventListener("click", (event) => event.currentTarget.setAttribute("aria-pressed", String(document.body.classList.toggle("sifting"))));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTheme(STATE.theme));
window.addEventListener("resize", () => { timeline.paint(edges.filter((edge) => passes(edge, { time: false }))); repaint(); });
window.addEventListener("hashchange", (event) => {
  const given = new URL(event.newURL).hash.slice(1);
  if (given === ownHash) return;
  fromHash(given);
  setTheme(STATE.theme);
  const at = STATE.view;
  update({ animate: false });
  if (at) view.go(at, false);
});

// In a tall picture, as on a phone, the map is drawn out to fill it.
function drawOut() {
  const shown = actors.slice(0, STATE.top), span = (axis) => Math.max(...shown.map((actor) => actor[axis])) - Math.min(...shown.map((actor) => actor[axis]));
  const { clientWidth: w, clientHeight: h } = picture;
  if (shown.length < 3 || h < w) return;
  const stretch = clamp(((h - 110) / (w - 80)) * (span("x") / Math.max(span("y"), 1)), 1, 1.7);
  for (const actor of actors) actor.y *= stretch;
}

fromHash(location.hash.slice(1));
setTheme(STATE.theme);
document.body.classList.toggle("reading", Boolean(STATE.chosen));
drawOut();
update({ fit: true, animate: false });
// What tests and scripts may ask of the page.
window.kgPage = { ready: true, still: () => !writing && !view.busy, state: STATE, data, scene: () => ({ renderer: view.kind, actors: scene.actors.length, lines: scene.lines.length, edges: scene.edges.length }), written: () => words.written.map(({ text, x, y }) => ({ text, x, y })), place: (id) => view.screen(actorById.get(id)), middle: (n) => { const line = scene.lines[n]; if (line.a === line.b) { return view.screen(loopTip(loopOf(line.a, line.loop))); } return view.screen(along(line.a, via(line.a, line.b, line.bend || 0), line.b, 0.5)); }, lines: () => scene.lines.map((line) => ({ from: line.a.id, to: line.b.id, acts: [...new Set(line.edges.map((edge) => edge.id))] })) };

// Two worlds side by side: what each of two claimants says of the same acts, in its words; where they contradict each other comes first.
const data = JSON.parse($("data").textContent);
const evidence = data.evidence, articles = data.articles;
const STATE = { kinds: new Set(), query: "", theme: null };

const SECTIONS = [
  { id: "against", name: "Where they contradict each other", note: "One says that it is so, or it is fact, and the other says that it is not." },
  { id: "both", name: "What both speak of", note: "In the words of each." },
];

function sectionOf(row) {
  const { l, r } = { l: row.left.stance, r: row.right.stance };
  if ((l === "asserts" && r === "denies") || (l === "denies" && r === "asserts") || (row.f && (l === "denies" || r === "denies"))) return "against";
  if (l !== "silent" && r !== "silent") return "both";
  if (l !== "silent") return "left";
  return "right";
}
data.rows.forEach((row, n) => { row.n = n; row.section = sectionOf(row); });

const says = (row) => row.r ? [...row.who, ...row.to].join(" ↔ ") : [row.who.join(", ") || "(nobody named)", row.to.length ? " → " : "", row.to.join(", ")].join("");
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
for (const row of data.rows) row.text = fold([says(row), row.k, row.d || "", ...[...row.left.says, ...row.right.says].map((said) => `${said.by} ${evidence[said.ev].quote}`), ...row.ev.map((n) => evidence[n].quote)].join(" "));

const STANCE = { asserts: ["says so", "say so"], denies: ["denies it", "deny it"] };
const proofs = (list) => list.map((n) => [quoteOf(evidence[n]), sourceOf(evidence[n])]);

// What one claimant says, a time each; where several of its people say it in the same words, once.
function sayings(half) {
  const groups = new Map();
  for (const said of half.says) {
    const key = `${said.stance} ${said.via} ${said.ev}`;
    if (!groups.has(key)) groups.set(key, { ...said, by: [] });
    const { by } = groups.get(key);
    for (const name of [said.by, ...(said.with || [])]) if (!by.includes(name)) by.push(name);
  }
  return [...groups.values()].map((said) => el("div", { class: said.stance }, el("p", { class: "stance" }, said.via ? `${said.via} says that ` : "", el("b", {}, sayAll(said.by)), ` ${(STANCE[said.stance] || [said.stance, said.stance])[said.by.length > 1 ? 1 : 0]}`), proofs([said.ev])));
}

const side = (half) => el("div", { class: `side ${half.stance}` }, half.stance === "silent" ? el("p", {}, "says nothing of it") : sayings(half));

function deed(row) {
  const voice = row.f ? "fact" : [row.left.stance, row.right.stance].includes("asserts") ? "claimed" : "denied";
  return [el("p", { class: "what" }, sample(voice, row.q), el("b", {}, sayType(row.k)), row.m ? ` ${row.m}` : "", row.t ? ` “${clip(row.t, 40)}”` : ""),
    el("h3", {}, says(row)), el("p", { class: "muted" }, [sayDate(row.d), row.p].filter(Boolean).join(" · "))];
}

function rowOf(row) {
  const middle = el("div", { class: `deed q${row.q}` }, deed(row), row.f ? [el("p", { class: "fact" }, "Fact"), proofs(row.ev.slice(0, 2))] : null);
  return el("article", { class: `pair ${row.section}`, id: `row-${row.n}` }, side(row.left), middle, side(row.right));
}

// What only one of them speaks of stands in its own column; whether it is fact beside it.
function column(name, rows, which) {
  return el("div", { id: `section-${which}`, class: "column" }, el("h2", {}, `Only ${name}`, el("span", { class: "muted" }, rows.length ? ` ${sayCount(rows.length, "act")}` : " nothing")),
    rows.map((row) => el("article", { class: `card alone ${row[which].stance}`, id: `row-${row.n}` }, deed(row), sayings(row[which]))));
}

// How much of the whole each part is, in acts, as one bar; a click goes there.
function bar(shown) {
  const counts = tally(shown.map((row) => row.section)), order = ["left", "against", "both", "right"];
  const label = { left: `only ${data.left.name}`, against: "contradicted", both: "both say", right: `only ${data.right.name}` };
  return el("nav", { class: "balance", "aria-label": "What each speaks of" }, order.filter((id) => counts.get(id)).map((id) => {
    const part = el("button", { type: "button", class: `part ${id}`, onclick: () => { $(`section-${id}`).scrollIntoView({ behavior: "smooth" }); } }, el("b", {}, String(counts.get(id))), ` ${label[id]}`);
    part.style.flexGrow = String(counts.get(id));
    return part;
  }));
}

function legend() {
  const seen = [...new Set(data.rows.map((row) => row.q))];
  return el("div", { class: "classes", role: "group", "aria-label": "Classes of acts" }, QUADS.filter(({ q }) => seen.includes(q)).map(({ q, name }) => {
    const box = el("input", { type: "checkbox", checked: !STATE.kinds.has(q), onchange: () => { if (box.checked) STATE.kinds.delete(q); else STATE.kinds.add(q); paint(); } });
    return el("label", {}, box, el("span", { class: `bar-key d${q}` }), name);
  }));
}

// How far the two are apart, period by period: the line where there is enough to tell, below it the matters that it rests on, and both as a table.
function course(given) {
  if (!given || given.periods.length < 2) return null;
  const { periods, by, least, each, undated } = given, high = 64, low = 34, gap = 16, left = 34, step = clamp((Math.min(innerWidth - 48, 1232) - 42) / periods.length, 12, 100), width = left + periods.length * step + 8;
  const most = Math.max(...periods.map((p) => p.true), 1), x = (n) => left + (n + 0.5) * step, y = (far) => 6 + (1 - far) * high, base = 6 + high + gap + low;
  const told = periods.filter((p) => p.distance !== null), far = (p) => (p.distance === null ? "too little" : p.distance.toFixed(2));
  const say = (p) => `${p.name}: ${p.distance === null ? "no distance" : `distance ${far(p)}`}, ${sayCount(p.true, "matter")} true in either world, ${p.both} in both, ${p.against} contradicted, from ${sayCount(p.articles, "article")}`;
  const art = svg("svg", { viewBox: `0 0 ${width} ${base + 18}`, width, height: base + 18, role: "img", "aria-label": `Distance by ${by}, ${periods[0].name} to ${periods[periods.length - 1].name}: ${told.length ? told.map((p) => `${p.name} ${far(p)}`).join(", ") : "no period has enough"}. The table below has every value.` });
  for (const [value, name] of [[1, "1"], [0.5, ""], [0, "0"]]) art.append(svg("line", { class: "grid", x1: left, x2: width - 8, y1: y(value), y2: y(value) }), svg("text", { class: "tick", x: left - 7, y: y(value) + 4, "text-anchor": "end" }, name));
  periods.forEach((p, n) => {
    let top = base;
    for (const [kind, count] of [["both", p.both], ["apart", p.true - p.both - Math.min(p.against, p.true - p.both)], ["against", Math.min(p.against, p.true - p.both)]]) {
      const tall = (low * count) / most;
      top -= tall;
      if (count) art.append(svg("rect", { class: kind, x: x(n) - step * 0.36, y: top, width: step * 0.72, height: Math.max(tall - 0.5, 0.5) }));
    }
    const before = periods[n - 1];
    if (p.distance !== null && before && before.distance !== null) art.append(svg("line", { class: "far", x1: x(n - 1), y1: y(before.distance), x2: x(n), y2: y(p.distance) }));
  });
  periods.forEach((p, n) => {
    if (p.distance !== null) art.append(svg("circle", { class: "far", cx: x(n), cy: y(p.distance), r: 3.4 }));
    art.append(svg("rect", { class: "catch", x: x(n) - step / 2, y: 0, width: step, height: base }, svg("title", {}, say(p))));
    const every = Math.ceil(64 / step);
    if (n % every === 0) art.append(svg("text", { class: "tick", x: x(n), y: base + 14, "text-anchor": "middle" }, p.name));
  });
  const columns = [["Period", (p) => p.name], ["Distance", far], ["True in either", (p) => p.true], ["In both", (p) => p.both], ["Contradicted", (p) => p.against], [`${data.left.name} speaks of`, (p) => p.one_on], [`${data.right.name} speaks of`, (p) => p.other_on], ["Articles", (p) => p.articles]];
  const table = el("table", {}, el("caption", {}, `Distance is 1 − in both / true in either, by the days on which articles came out; no value where fewer than ${least} matters are true in either or one of the two speaks of fewer than ${each}.`, undated ? ` ${sayCount(undated, "saying")} in articles without a day, or with one too vague, left out.` : ""),
    el("thead", {}, el("tr", {}, columns.map(([name]) => el("th", { scope: "col" }, name)))), el("tbody", {}, periods.filter((p) => p.articles).map((p) => el("tr", {}, columns.map(([, value], n) => el(n ? "td" : "th", { scope: n ? null : "row" }, String(value(p))))))));
  const key = (kind, name) => el("span", {}, el("span", { class: `swatch ${kind}` }), name);
  return el("section", { id: "course" }, el("h2", {}, "How far apart, over time", el("span", { class: "muted" }, told.length ? ` by ${by}; 0 where all is true for both, 1 where nothing is` : ` no ${by} has enough matters for a distance`)),
    el("div", { class: "chart", tabindex: "0", "aria-label": "Chart, scrolls sideways" }, art), el("p", { class: "key muted" }, key("far", "distance"), key("both", "true in both"), key("apart", "in one only"), key("against", "contradicted")), el("details", {}, el("summary", {}, "As a table"), el("div", { class: "chart" }, table)));
}

function paint() {
  const wanted = fold(STATE.query.trim()), shown = data.rows.filter((row) => !STATE.kinds.has(row.q) && (!wanted || row.text.includes(wanted)));
  const { name: left } = data.left, { name: right } = data.right;
  const of = (id) => shown.filter((row) => row.section === id), alone = [of("left"), of("right")];
  const body = [SECTIONS.filter(({ id }) => of(id).length).map(({ id, name, note }) => el("section", { id: `section-${id}` }, el("h2", {}, name, el("span", { class: "muted" }, ` ${note}`)), of(id).map(rowOf))),
    alone[0].length + alone[1].length ? el("section", { class: "columns" }, column(left, alone[0], "left"), column(right, alone[1], "right")) : null];
  $("spread").replaceChildren(...[bar(shown), course(data.course), legend(), SECTIONS.some(({ id }) => of(id).length) ? el("div", { class: "names", "aria-hidden": "true" }, el("p", {}, left), el("p", {}, "the act"), el("p", {}, right)) : null, body,
    shown.length ? null : el("p", { id: "nothing" }, data.rows.length ? "Nothing passes these filters." : `Neither ${left} nor ${right} says anything here.`)].flat(Infinity).filter(Boolean));
  const apart = data.distance === null || data.distance === undefined ? "" : `${Math.round(data.distance * 100)} % of what either holds true of it is not true for both`;
  $("counts").textContent = [data.note, `${sayCount(shown.length, "act")} that at least one of the two speaks of`, apart].filter(Boolean).join(" · ");
}

function setTheme(theme) { STATE.theme = theme; document.documentElement.dataset.theme = theme; }
const flip = () => setTheme((STATE.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark" ? "light" : "dark");
$("theme").addEventListener("click", flip);
$("query").addEventListener("input", () => { STATE.query = $("query").value; paint(); });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox])")) return;
  if (event.key === "/") { event.preventDefault(); $("query").focus(); }
  if (event.key === "t") flip();
});
$("title").textContent = data.title;
document.title = data.title;
paint();
window.kgPage = { ready: true, data, state: STATE };

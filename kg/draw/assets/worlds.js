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

const STANCE = { asserts: "says so", denies: "denies it" };
const proofs = (list) => list.map((n) => [quoteOf(evidence[n]), sourceOf(evidence[n])]);

// What one claimant says, a time each; where several of its people say it in the same words, once.
function sayings(half) {
  const groups = new Map();
  for (const said of half.says) {
    const key = `${said.stance} ${said.via} ${said.ev}`;
    if (!groups.has(key)) groups.set(key, { ...said, by: [] });
    if (!groups.get(key).by.includes(said.by)) groups.get(key).by.push(said.by);
  }
  return [...groups.values()].map((said) => el("div", { class: said.stance }, el("p", { class: "stance" }, said.via ? `${said.via}: ` : "", el("b", {}, said.by.join(", ")), ` ${STANCE[said.stance] || said.stance}`), proofs([said.ev])));
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

function paint() {
  const wanted = fold(STATE.query.trim()), shown = data.rows.filter((row) => !STATE.kinds.has(row.q) && (!wanted || row.text.includes(wanted)));
  const { name: left } = data.left, { name: right } = data.right;
  const of = (id) => shown.filter((row) => row.section === id), alone = [of("left"), of("right")];
  const body = [SECTIONS.filter(({ id }) => of(id).length).map(({ id, name, note }) => el("section", { id: `section-${id}` }, el("h2", {}, name, el("span", { class: "muted" }, ` ${note}`)), of(id).map(rowOf))),
    alone[0].length + alone[1].length ? el("section", { class: "columns" }, column(left, alone[0], "left"), column(right, alone[1], "right")) : null];
  $("spread").replaceChildren(...[bar(shown), legend(), SECTIONS.some(({ id }) => of(id).length) ? el("div", { class: "names", "aria-hidden": "true" }, el("p", {}, left), el("p", {}, "the act"), el("p", {}, right)) : null, body,
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

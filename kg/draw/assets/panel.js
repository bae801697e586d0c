// The evidence panel: what stands out, an actor, a pair, an act; each with the words it rests on.
const SHOWN = 30; // cards at first; the rest a click away

const asking = new Set(); // actors that the server is being asked about
const askable = (actor) => Boolean(data.more) && restOf.get(actor.id) !== null && !asking.has(actor.id); // whether the server may have more of it

function Panel(host, tell) {
  const names = (list) => list.map((actor) => actor.label).join(", ");

  function card(act, { open } = {}) {
    const edge = act.first, proof = edge.ev.map((n) => evidence[n]);
    const arrow = edge.r ? " ↔ " : " → ", to = edge.al ? null : act.to;
    const who = edge.al === "recipient" ? ["(nobody named) → ", names(act.from)] : edge.al ? [names(act.from)] : [names(act.from), arrow, names(to)];
    const first = proof[0];
    return el("article", { class: `card q${edge.q}${open ? " open" : ""}`, "data-act": act.id },
      el("button", { type: "button", class: "card-head", onclick: () => tell.choose({ act: act.id }) },
        el("span", { class: "who" }, who),
        el("span", { class: "what" }, sample(edge.voice, edge.q), el("b", {}, sayType(edge.k)), edge.m ? ` ${edge.m}` : "", " · ", sayWhen(edge), edge.p ? ` · ${edge.p}` : "")),
      el("p", { class: `standing ${edge.voice}` }, standing(edge)),
      first ? [quoteOf(first), sourceOf(first)] : el("p", { class: "muted" }, "No words were given for this act."),
      proof.length > 1 ? el("details", { open: Boolean(open) }, el("summary", {}, sayCount(proof.length - 1, "further report")), proof.slice(1).map((e) => [quoteOf(e), sourceOf(e)])) : null,
      open ? detail(edge, first) : null);
  }

  function detail(edge, first) {
    const rows = [["Class", QUADS.find((quad) => quad.q === edge.q).name], ["Intensity", `${edge.i > 0 ? "+" : ""}${edge.i} of ±10 (PLOVER)`], ["Status", edge.st + (edge.ce && edge.ce !== "certain" ? `, ${edge.ce}` : "")],
      ["Who says so", sayChain(edge)], edge.rb ? ["Rejected by", edge.rw ? `${edge.rb}: ${edge.rw}` : edge.rb] : ["", ""], ["Place", edge.p], ["Rule", first && first.rule], ["Confidence", first && first.confidence !== undefined ? Number(first.confidence).toFixed(2) : ""],
      ["Where in the text", first && first.offset !== undefined ? `from character ${Number(first.offset).toLocaleString("en")}` : ""], ["Id", edge.id]];
    return el("dl", {}, rows.filter(([, value]) => value !== "" && value !== undefined && value !== null).map(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]));
  }

  function cards(list, title) {
    const holder = el("div", { class: "cards" });
    let shown = 0;
    const more = el("button", { type: "button", class: "text" });
    const next = () => {
      for (const act of list.slice(shown, shown + SHOWN)) holder.insertBefore(card(act), more);
      shown = Math.min(shown + SHOWN, list.length);
      more.hidden = shown >= list.length;
      more.textContent = `${(list.length - shown).toLocaleString("en")} more`;
    };
    more.addEventListener("click", next);
    holder.append(more);
    next();
    return [el("h3", {}, title), holder];
  }

  const actsOf = (list) => [...new Set(list.map((edge) => edge.act))].sort((a, b) => (a.first.d || "9999") < (b.first.d || "9999") ? -1 : (a.first.d || "9999") > (b.first.d || "9999") ? 1 : a.n - b.n);

  function mix(list) {
    const counts = tally(list.map((act) => act.first.q)), bar = svg("svg", { class: "mix", viewBox: "0 0 100 6", preserveAspectRatio: "none", role: "img", "aria-label": QUADS.filter(({ q }) => counts.get(q)).map(({ q, name }) => `${name}: ${counts.get(q)}`).join(", ") });
    let x = 0;
    for (const q of [1, 2, 0, 3, 4]) if (counts.get(q)) { const w = (100 * counts.get(q)) / list.length; bar.append(svg("rect", { class: `f${q}`, x, y: 0, width: Math.max(0.5, w - 0.6), height: 6 })); x += w; }
    return bar;
  }

  function pairRow(one, other, list) {
    return el("li", {}, el("button", { type: "button", class: "row", onclick: () => tell.choose({ pair: [one.id, other.id] }) }, el("span", {}, one.label, el("i", {}, " & "), other.label), el("b", {}, String(list.length)), mix(list)));
  }

  function overview(scene) {
    const pairs = new Map();
    for (const edge of scene.live) {
      if (edge.a === edge.b) continue;
      const [one, other] = edge.a.n < edge.b.n ? [edge.a, edge.b] : [edge.b, edge.a], key = `${one.n} ${other.n}`;
      if (!pairs.has(key)) pairs.set(key, { one, other, acts: new Set() });
      pairs.get(key).acts.add(edge.act);
    }
    const top = [...pairs.values()].sort((p, q) => q.acts.size - p.acts.size || p.one.n - q.one.n).slice(0, 8);
    const contested = [...new Set(scene.live.filter((edge) => edge.x || edge.voice === "denied").map((edge) => edge.act))];
    return [el("h2", {}, acts.size ? "What stands out" : "Nothing to read yet"), !acts.size ? null : el("p", { class: "lead" }, "Each line is something somebody did to somebody. Choose a line, an actor or an entry here to read the words it rests on."),
      top.length ? [el("h3", {}, "Busiest pairs"), el("ol", { class: "pairs" }, top.map(({ one, other, acts: list }) => pairRow(one, other, [...list])))] : null,
      contested.length ? cards(contested, "Disputed") : null];
  }

  function actorView(actor, scene) {
    const own = edgesOf.get(actor).filter((edge) => edge.live), list = actsOf(own), said = [...acts.values()].filter((act) => act.first.live && act.first.c.includes(actor.name));
    const partners = new Map();
    for (const edge of own) if (edge.a !== edge.b) { const other = edge.a === actor ? edge.b : edge.a; if (!partners.has(other)) partners.set(other, new Set()); partners.get(other).add(edge.act); }
    const top = [...partners.entries()].sort((p, q) => q[1].size - p[1].size || p[0].n - q[0].n).slice(0, 6);
    const hidden = [...partners.keys()].filter((other) => !scene.actors.includes(other)).length;
    return [el("p", { class: "kicker" }, [familyName.get(actor.family), actor.code, actor.of].filter(Boolean).join(" · ")), el("h2", {}, actor.name, actor.told ? el("i", {}, ` (${actor.told})`) : null),
      el("p", { class: "lead" }, `${sayCount(list.length, "act")} with ${sayCount(partners.size, "other actor")}${said.length ? `; source of ${sayCount(said.length, "claim")}` : ""}.`), list.length ? mix(list) : null,
      el("p", { class: "buttons" }, el("button", { type: "button", id: "focus", onclick: () => tell.focus(STATE.focus === actor.id ? null : actor.id) }, STATE.focus === actor.id ? "Show all again" : "Only this actor"),
        el("button", { type: "button", id: "expand", disabled: !hidden && !askable(actor), onclick: () => tell.expand(actor.id) }, asking.has(actor.id) ? "Asking …" : hidden ? `Show ${sayCount(hidden, "more neighbour")}` : !askable(actor) ? "All neighbours shown" : restOf.get(actor.id) ? `Ask for acts before ${sayDate(restOf.get(actor.id))}` : "Ask for more")),
      top.length ? [el("h3", {}, "With whom"), el("ol", { class: "pairs" }, top.map(([other, list2]) => pairRow(actor, other, [...list2])))] : null,
      list.length ? cards(list, "What it did, and what was done to it") : null, said.length ? cards(said, `What ${actor.label} says`) : null];
  }

  function pairView(one, other) {
    const list = actsOf(edgesOf.get(one).filter((edge) => edge.live && (edge.a === other || edge.b === other)));
    return [el("p", { class: "kicker" }, "Between two"), el("h2", {}, one.label, el("i", {}, " & "), other.label), list.length ? mix(list) : null, cards(list, sayCount(list.length, "act"))];
  }

  function lineView(line) {
    const list = actsOf(line.edges);
    if (list.length === 1) return actView(list[0]);
    return [el("p", { class: "kicker" }, `${QUADS.find((quad) => quad.q === line.q).name}, ${VOICES.find((voice) => voice.id === line.voice).name.toLowerCase()}`), el("h2", {}, line.a.label, el("i", {}, line.both ? " ↔ " : " → "), line.b.label), cards(list, sayCount(list.length, "act")),
      line.a !== line.b ? el("p", {}, el("button", { type: "button", class: "text", onclick: () => tell.choose({ pair: [line.a.id, line.b.id] }) }, "All between the two")) : null];
  }

  const actView = (act) => [el("p", { class: "kicker" }, "One act"), card(act, { open: true }), act.edges[0].a !== act.edges[0].b ? el("p", {}, el("button", { type: "button", class: "text", onclick: () => tell.choose({ pair: [act.edges[0].a.id, act.edges[0].b.id] }) }, `All between ${act.edges[0].a.label} and ${act.edges[0].b.label}`)) : null];

  return {
    paint(scene, chosen) {
      const back = chosen ? el("button", { type: "button", class: "text back", id: "back", onclick: () => tell.choose(null) }, "← Overview") : null;
      const body = !chosen ? overview(scene) : chosen.actor ? actorView(chosen.actor, scene) : chosen.pair ? pairView(...chosen.pair) : chosen.line ? lineView(chosen.line) : actView(chosen.act);
      host.replaceChildren(...[back, body].flat(Infinity).filter(Boolean));
      host.scrollTop = 0;
    },
  };
}

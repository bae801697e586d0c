// Legend and filters in one: each row shows how the thing is drawn, how many acts it has, and switches it on and off.
function glyph(family) {
  const node = svg("svg", { class: "glyph", width: 18, height: 16, viewBox: "0 0 18 16", "aria-hidden": "true" }), points = outline(family, 9, 8, 5.4);
  const look = { class: HOLLOW.has(family) ? "hollow" : "solid" };
  node.append(points ? svg("polygon", { ...look, points: points.map((p) => p.map((v) => v.toFixed(2)).join(",")).join(" ") }) : svg("circle", { ...look, cx: 9, cy: 8, r: 5.4 }));
  return node;
}

function Sieve(host, tell) {
  let rows = [], all = [];

  // `values` of a set switch off what they name; "only" leaves one on.
  function row(off, value, art, label, note, everyone) {
    const count = el("span", { class: "count" });
    const box = el("input", { type: "checkbox", onchange: () => { if (box.checked) off().delete(value); else off().add(value); tell.changed(); } });
    const only = el("button", { type: "button", class: "only", title: `Only ${label}`, onclick: (event) => { event.preventDefault(); const set = off(); const alone = !set.has(value) && set.size === everyone.length - 1; set.clear(); if (!alone) everyone.filter((v) => v !== value).forEach((v) => set.add(v)); tell.changed(); } }, "only");
    const node = el("label", { class: "row", title: note }, box, art, el("span", { class: "name" }, label), only, count);
    rows.push({ node, box, count, value, off });
    return node;
  }

  function build() {
    rows = [];
    all = [...acts.values()];
    const families = data.families.map((family) => family.id).filter((id) => actors.some((actor) => actor.family === id));
    const sections = [section("How sure", VOICES.filter((voice) => all.some((act) => act.first.voice === voice.id)).map((voice) => row(() => STATE.noVoices, voice.id, sample(voice.id), voice.name, voice.note, VOICES.map((v) => v.id))))];
    const types = [];
    for (const { q, name } of QUADS) {
      const own = typesSeen.filter((type) => quadOfType.get(type) === q);
      if (own.length) types.push(classRow(q, name, own), own.map((type) => row(() => STATE.noTypes, type, el("span", { class: `dot d${q}` }), sayType(type), null, typesSeen)));
    }
    sections.push(section("What was done", types), section("By whom and to whom", families.map((id) => row(() => STATE.noFamilies, id, glyph(id), familyName.get(id), null, families))));
    if (claimantsSeen.length) sections.push(claimants());
    host.replaceChildren(el("div", { class: "filter-head" }, el("h2", {}, "Read and sift"), el("button", { type: "button", class: "text", id: "reset", onclick: () => tell.reset() }, "reset")), ...sections);
  }

  const section = (title, content) => el("section", { hidden: !content.length && !content.childElementCount }, el("h3", {}, title), content);

  function classRow(q, name, own) {
    const box = el("input", { type: "checkbox", onchange: () => { for (const type of own) if (box.checked) STATE.noTypes.delete(type); else STATE.noTypes.add(type); tell.changed(); } });
    const count = el("span", { class: "count" });
    rows.push({ box, count, many: own });
    return el("label", { class: "row class" }, box, el("span", { class: `bar-key d${q}` }), el("span", { class: "name" }, name), count);
  }

  // Claimants work the other way: none chosen shows everything, chosen ones show what they say.
  function claimants() {
    const list = el("div", { class: "claimants" });
    const add = ([name, n]) => {
      const box = el("input", { type: "checkbox", onchange: () => { const set = STATE.claimants || new Set(); if (box.checked) set.add(name); else set.delete(name); STATE.claimants = set.size ? set : null; tell.changed(); } });
      rows.push({ box, claimant: name });
      return el("label", { class: "row" }, box, el("span", { class: "name" }, clip(name, 40)), el("span", { class: "count" }, n.toLocaleString("en")));
    };
    list.append(...claimantsSeen.slice(0, 7).map(add));
    const rest = claimantsSeen.slice(7);
    if (rest.length) { const more = el("button", { type: "button", class: "text", onclick: () => { more.replaceWith(...rest.slice(0, 200).map(add)); refresh(); } }, `${rest.length.toLocaleString("en")} more`); list.append(more); }
    return section("Only what these say", list);
  }

  function refresh() {
    for (const { box, off, value, many, claimant } of rows) {
      if (claimant !== undefined) box.checked = Boolean(STATE.claimants && STATE.claimants.has(claimant));
      else if (many) { const on = many.filter((type) => !STATE.noTypes.has(type)).length; box.checked = on > 0; box.indeterminate = on > 0 && on < many.length; }
      else box.checked = !off().has(value);
    }
  }

  function recount() {
    const types = tally(all.map((act) => act.first.k)), voices = tally(all.map((act) => act.first.voice)), families = tally(actors.map((actor) => actor.family));
    for (const { count, value, many, off } of rows) if (count) count.textContent = (many ? many.reduce((sum, type) => sum + (types.get(type) || 0), 0) : (off() === STATE.noTypes ? types : off() === STATE.noVoices ? voices : families).get(value) || 0).toLocaleString("en");
  }

  const again = () => { build(); recount(); refresh(); };
  again();
  return { refresh, again };
}

// Search over actors, types and the words of the evidence; arrow keys and Enter choose.
function Seek(input, list, tell) {
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  let names = null, quotes = null, found = [], at = -1;

  function look(query) {
    const q = fold(query.trim());
    if (!q) return [];
    if (!names) names = actors.map((actor) => ({ actor, text: fold(`${actor.label} ${actor.code || ""} ${actor.of || ""}`) }));
    const hits = names.filter(({ text }) => text.includes(q)).sort((a, b) => Number(!a.text.startsWith(q)) - Number(!b.text.startsWith(q)) || a.actor.n - b.actor.n).slice(0, 8).map(({ actor }) => ({ actor }));
    if (q.length < 3) return hits;
    if (!quotes) quotes = [...acts.values()].map((act) => ({ act, text: fold(`${act.first.k} ${act.first.ev.map((n) => evidence[n].quote).join(" ")}`) }));
    const words = [];
    for (const { act, text } of quotes) if (text.includes(q) && !STATE.noVoices.has(act.first.voice)) { words.push({ act }); if (words.length === 8) break; }
    return [...hits, ...words];
  }

  function option(hit, n) {
    const click = { id: `answer-${n}`, role: "option", "aria-selected": String(n === at), onpointerdown: (event) => { event.preventDefault(); choose(hit); } };
    if (hit.actor) return el("li", click, glyph(hit.actor.family), el("span", { class: "name" }, hit.actor.label), el("span", { class: "muted" }, hit.actor.of || familyName.get(hit.actor.family)));
    const { first } = hit.act, quote = first.ev.length ? evidence[first.ev[0]].quote : "";
    return el("li", click, el("span", { class: `dot d${first.q}` }), el("span", { class: "name" }, `${first.a.label} → ${first.b.label}`), el("span", { class: "muted" }, clip(quote, 70)));
  }

  function paint() {
    list.replaceChildren(...found.map(option));
    if (!found.length && input.value.trim()) list.append(el("li", { class: "muted" }, "Nothing found"));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) input.setAttribute("aria-activedescendant", `answer-${at}`); else input.removeAttribute("aria-activedescendant");
  }

  function choose(hit) {
    close();
    input.value = "";
    input.blur();
    tell.found(hit.actor ? { actor: hit.actor.id } : { act: hit.act.id });
  }
  function close() { list.hidden = true; input.setAttribute("aria-expanded", "false"); at = -1; }

  input.addEventListener("input", () => { found = look(input.value); at = found.length ? 0 : -1; paint(); });
  input.addEventListener("blur", close);
  input.addEventListener("focus", () => { if (input.value.trim()) paint(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if (found.length) { at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length; paint(); } }
    else if (event.key === "Enter" && found[at]) { event.preventDefault(); choose(found[at]); }
    else if (event.key === "Escape") { event.stopPropagation(); input.value = ""; close(); input.blur(); }
  });
  return { forget() { names = null; quotes = null; } };
}

// The words of the evidence and how sure they are, for every page.
function quoteOf(proof) {
  const letters = [...proof.quote]; // offsets count code points
  const part = (a, b) => letters.slice(a, b).join("");
  const { start = 0, end = 0 } = proof;
  return el("blockquote", {}, part(0, start), end > start ? el("mark", {}, part(start, end)) : null, part(Math.max(start, end), letters.length));
}

function sourceOf(proof) {
  const article = articles[proof.a] || {}, address = webAddress(article.url);
  const words = [article.publisher, article.title || article.article].filter(Boolean).join(", ");
  return el("p", { class: "source" },
    address ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words, " ↗") : el("span", {}, words),
    article.published ? [" ", el("span", { class: "when" }, `· ${sayDate(article.published)}`)] : null,
    article.url && !address ? el("span", { class: "muted" }, ` · ${article.url}`) : null);
}

// Who says it: those who do so side by side joined by "and", whoever passes it on named as that.
function sayWho(edge) {
  const [own, ...relays] = [...edge.chain].reverse();
  return [own ? sayAll(own) : "", ...relays.map((level) => `as ${sayAll(level)} ${level.length > 1 ? "say" : "says"}`)].join(", ");
}
const sayChain = (edge) => edge.chain.length ? `${edge.chain.map((level) => `${sayAll(level)} ${level.length > 1 ? "say" : "says"}`).join(" that ")} so` : "the article’s own voice";

function standing(edge) {
  const who = sayWho(edge);
  if (edge.voice === "rejected") return `Rejected by ${edge.rb}${edge.rw ? `: “${clip(edge.rw, 120)}”` : ""}`;
  if (edge.voice === "fact") return edge.x ? `Fact, disputed by ${edge.x}` : "Fact";
  if (edge.voice === "denied") return who ? `Denied by ${who}` : "Said not to be so";
  if (edge.voice === "undone") return (who ? `${who}: ` : "") + { planned: "planned", demanded: "demanded", hypothetical: "supposed", threatened: "threatened", attempted: "attempted" }[edge.st];
  return who ? `Claimed by ${who}` : edge.ce && edge.ce !== "certain" ? `Told as ${edge.ce}` : "Told, not taken as fact";
}

function sample(voice, q) {
  const width = 34, node = svg("svg", { class: "sample", width, height: 8, viewBox: `0 0 ${width} 8`, "aria-hidden": "true" });
  node.append(svg("line", { class: q === undefined ? "plain" : `s${q}`, x1: 1, x2: width - 1, y1: 4, y2: 4, "stroke-dasharray": DASH[voice].length ? DASH[voice].join(" ") : null }));
  return node;
}

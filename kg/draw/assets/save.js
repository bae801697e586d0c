// The picture as a file: PNG from the canvases as they stand, SVG from the same geometry.
function download(blob, name) {
  const url = URL.createObjectURL(blob), link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
const fileName = (ending) => `${(data.title || "network").normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60) || "network"}.${ending}`;

function savePng(host, labels) {
  const painted = host.querySelector("canvas"), sheet = el("canvas", {}), look = ink();
  sheet.width = labels.width; sheet.height = labels.height + Math.round((56 * labels.width) / host.clientWidth);
  const ctx = sheet.getContext("2d"), ratio = labels.width / host.clientWidth;
  ctx.fillStyle = look.paper;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  ctx.drawImage(painted, 0, 0, labels.width, labels.height);
  ctx.drawImage(labels, 0, 0);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = look.text;
  ctx.font = `600 16px ${look.serif}`;
  ctx.fillText(clip(data.title, 90), 16, host.clientHeight + 22);
  let x = 16;
  ctx.font = `12px ${look.sans}`;
  for (const { q, name } of QUADS.filter((quad) => quad.q)) { ctx.fillStyle = look.q[q]; ctx.fillRect(x, host.clientHeight + 34, 12, 8); ctx.fillStyle = look.soft; ctx.fillText(name, x + 17, host.clientHeight + 42); x += ctx.measureText(name).width + 36; }
  ctx.fillText("solid: fact   dashed: claim   dotted: denied", x + 8, host.clientHeight + 42);
  sheet.toBlob((blob) => download(blob, fileName("png")), "image/png");
}

// What is in the window, as it stands there: lines and actors in page units under one transform, names where they were found room.
function saveSvg(scene, view, written, host) {
  const look = ink(), width = host.clientWidth, height = host.clientHeight, k = view.scale, origin = view.screen({ x: 0, y: 0 });
  const art = svg("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": look.sans });
  const defs = svg("defs", {}), head = (7 * hair).toFixed(2);
  for (const { q } of QUADS) defs.append(svg("marker", { id: `head${q}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: head, markerHeight: head, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, svg("path", { d: "M0 0L8 4L0 8z", fill: look.q[q] })));
  const map = svg("g", { transform: `translate(${origin.x.toFixed(2)} ${origin.y.toFixed(2)}) scale(${k.toFixed(5)})` });
  for (const line of scene.lines) map.append(svgLine(line, look));
  for (const actor of scene.actors) {
    const points = outline(actor.family, actor.x, actor.y, sizeOf(actor)), hollow = HOLLOW.has(actor.family), stroke = hollow ? Math.max(1.4 * hair, sizeOf(actor) * 0.3) : 2 * hair;
    const style = { fill: hollow ? look.paper : look.node, stroke: hollow ? look.node : look.paper, "stroke-width": stroke.toFixed(2) };
    map.append(points ? svg("polygon", { ...style, points: points.map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" ") }) : svg("circle", { ...style, cx: actor.x.toFixed(1), cy: actor.y.toFixed(1), r: sizeOf(actor).toFixed(1) }));
  }
  art.append(svg("title", {}, data.title), defs, svg("rect", { width, height, fill: look.paper }), map);
  for (const { text, x, y, font, colour } of written) {
    const [, weight, px] = /(\d+) ([\d.]+)px/.exec(font);
    art.append(svg("text", { x: x.toFixed(1), y: y.toFixed(1), "font-size": px, "font-weight": weight, "font-style": font.startsWith("italic") ? "italic" : null, fill: colour, stroke: look.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, text));
  }
  download(new Blob([new XMLSerializer().serializeToString(art)], { type: "image/svg+xml" }), fileName("svg"));
}

function svgLine(line, look) {
  const style = { fill: "none", stroke: look.q[line.q], "stroke-width": (line.width * hair).toFixed(2), "stroke-opacity": line.alpha.toFixed(2), "stroke-dasharray": DASH[line.voice].length ? DASH[line.voice].map((d) => (d * hair).toFixed(2)).join(" ") : null };
  if (line.a === line.b) { const loop = loopOf(line.a, line.loop); return svg("circle", { ...style, cx: loop.x.toFixed(1), cy: loop.y.toFixed(1), r: loop.r.toFixed(1) }, svg("title", {}, tipText(line))); }
  const c = via(line.a, line.b, line.bend || 0), f = (p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
  const from = along(line.a, c, line.b, leave(line.a, c, line.b, sizeOf(line.a) + 2)), to = along(line.a, c, line.b, leave(line.a, c, line.b, sizeOf(line.b) + 2, true));
  return svg("path", { ...style, d: `M${f(from)}Q${f(c)} ${f(to)}`, "marker-end": line.plain ? null : `url(#head${line.q})`, "marker-start": line.both ? `url(#head${line.q})` : null }, svg("title", {}, tipText(line)));
}

function tipText(line) {
  const { first } = line.edges[0].act, proof = first.ev.length ? evidence[first.ev[0]] : null;
  return `${line.a.label} → ${line.b.label}: ${sayType(first.k)}, ${standing(first)}${proof ? `. “${proof.quote}”` : ""}`;
}

// The picture as a file: PNG from the canvases as they stand, SVG drawn anew from the same geometry.
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

function saveSvg(scene) {
  const look = ink(), xs = scene.actors.map((a) => a.x), ys = scene.actors.map((a) => a.y), pad = 90;
  const left = Math.min(...xs) - pad, top = Math.min(...ys) - pad, width = Math.max(...xs) - left + pad * 1.6, height = Math.max(...ys) - top + pad;
  const art = svg("svg", { xmlns: SVG, viewBox: [left, top, width, height].map((v) => v.toFixed(1)).join(" "), width: Math.round(width), height: Math.round(height), "font-family": look.sans });
  art.append(svg("title", {}, data.title), svg("rect", { x: left, y: top, width, height, fill: look.paper }));
  const defs = svg("defs", {});
  for (const { q } of QUADS) defs.append(svg("marker", { id: `head${q}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, svg("path", { d: "M0 0L8 4L0 8z", fill: look.q[q] })));
  art.append(defs);
  for (const line of scene.lines) art.append(svgLine(line, look));
  for (const actor of scene.actors) {
    const points = outline(actor.family, actor.x, actor.y, sizeOf(actor)), hollow = HOLLOW.has(actor.family);
    const style = { fill: hollow ? look.paper : look.node, stroke: hollow ? look.node : look.paper, "stroke-width": hollow ? 3 : 2 };
    art.append(points ? svg("polygon", { ...style, points: points.map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" ") }) : svg("circle", { ...style, cx: actor.x, cy: actor.y, r: sizeOf(actor) }));
  }
  for (const actor of scene.actors) art.append(svg("text", { x: actor.x + sizeOf(actor) + 5, y: actor.y + 4, "font-size": 13, fill: look.text, stroke: look.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, actor.label));
  download(new Blob([new XMLSerializer().serializeToString(art)], { type: "image/svg+xml" }), fileName("svg"));
}

function svgLine(line, look) {
  const style = { fill: "none", stroke: look.q[line.q], "stroke-width": line.width.toFixed(2), "stroke-dasharray": DASH[line.voice].length ? DASH[line.voice].join(" ") : null };
  if (line.a === line.b) { const loop = loopOf(line.a, line.loop); return svg("circle", { ...style, cx: loop.x.toFixed(1), cy: loop.y.toFixed(1), r: loop.r.toFixed(1) }, svg("title", {}, tipText(line))); }
  const c = via(line.a, line.b, line.bend || 0), f = (p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`;
  const from = along(line.a, c, line.b, leave(line.a, c, line.b, sizeOf(line.a) + 2)), to = along(line.a, c, line.b, leave(line.a, c, line.b, sizeOf(line.b) + 2, true));
  return svg("path", { ...style, d: `M${f(from)}Q${f(c)} ${f(to)}`, "marker-end": `url(#head${line.q})`, "marker-start": line.both ? `url(#head${line.q})` : null }, svg("title", {}, tipText(line)));
}

function tipText(line) {
  const { first } = line.edges[0].act, proof = first.ev.length ? evidence[first.ev[0]] : null;
  return `${line.a.label} → ${line.b.label}: ${sayType(first.k)}, ${standing(first)}${proof ? `. “${proof.quote}”` : ""}`;
}

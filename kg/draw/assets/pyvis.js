// The picture by pyvis's library, vis-network: what a page opens with.
function PyvisView(host, tell) {
  const nodes = new vis.DataSet(), lines = new vis.DataSet();
  let scene = null, marked = null, gone = false;
  const network = new vis.Network(host, { nodes, edges: lines }, {
    ...data.options, autoResize: true,
    nodes: { shape: "custom", ctxRenderer: paint, chosen: false },
    edges: { chosen: false, selectionWidth: 0, hoverWidth: 0 },
  });

  function paint({ ctx, id, x, y }) {
    const actor = actors[id], look = ink(), faded = marked && !marked.actors.has(actor);
    return {
      drawNode() {
        ctx.save();
        const scale = network.getScale();
        paintActor(ctx, actor, x, y, sizeOf(actor), {
          paper: look.paper, line: Math.min(2, 1.4 / scale), fill: faded ? (marked.light ? look.dim : look.faint) : look.node, ring: marked && marked.centre === actor ? look.accent : null,
        });
        ctx.restore();
      },
      nodeDimensions: { width: sizeOf(actor) * 2, height: sizeOf(actor) * 2 },
    };
  }

  function lineStyle(line) {
    const faded = marked && !marked.lines.has(line);
    return {
      color: { color: ink().q[line.q], opacity: faded ? (marked.light ? 0.3 * line.alpha : 0.1) : line.alpha }, width: line.width * hair, arrows: heads(line),
      dashes: DASH[line.voice].length ? DASH[line.voice].map((d) => d * hair) : false,
    };
  }

  // vis-network makes a head 15 * scaleFactor + 3 * width long; this gives 7 pixels and a little for stout lines.
  function heads(line) {
    const head = { enabled: true, scaleFactor: Math.max(0.05, ((7 + 1.4 * line.width) * hair - 3 * line.width * hair) / 15), type: "arrow" }, none = { enabled: false };
    return { to: line.a === line.b || line.plain ? none : head, from: line.both && line.a !== line.b ? head : none };
  }

  function asEdge(line, n) {
    const shape = line.a === line.b
      ? { selfReference: { size: loopOf(line.a, line.loop).r, angle: loopOf(line.a, line.loop).angle, renderBehindTheNode: true } }
      : { smooth: line.bend ? { enabled: true, type: line.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(line.bend) } : { enabled: false } };
    return { id: n, from: line.a.n, to: line.b.n, ...shape, ...lineStyle(line) };
  }

  let zoomed = 1, waiting = 0, flying = false;
  function rezoom() { clearTimeout(waiting); waiting = setTimeout(() => { waiting = 0; if (gone) return; resize(); tell.settled(); }, 60); }
  function resize() {
    const k = network.getScale();
    if (scene && Math.abs(Math.log(k / zoomed)) > 0.04) { zoomed = k; setZoom(k); lines.update(scene.lines.map(asEdge)); }
  }

  const pick = (params) => {
    if (params.nodes && params.nodes.length) return { actor: actors[params.nodes[0]] };
    if (params.edges && params.edges.length) return { line: scene.lines[params.edges[0]] };
    return null;
  };
  network.on("click", (params) => tell.click(pick(params)));
  network.on("doubleClick", (params) => tell.open(pick(params)));
  network.on("hoverNode", (params) => tell.hover({ actor: actors[params.node] }, params.pointer.DOM));
  network.on("hoverEdge", (params) => tell.hover({ line: scene.lines[params.edge] }, params.pointer.DOM));
  network.on("blurNode", () => tell.hover(null));
  network.on("blurEdge", () => tell.hover(null));
  network.on("dragging", (params) => {
    for (const n of params.nodes) { const at = network.getPosition(n); actors[n].x = at.x; actors[n].y = at.y; }
  });
  network.on("afterDrawing", () => tell.moved());
  network.on("dragEnd", () => tell.settled());
  network.on("zoom", rezoom);
  network.on("animationFinished", () => { flying = false; rezoom(); });

  return {
    kind: "pyvis",
    show(next) {
      scene = next;
      lines.clear();
      nodes.clear();
      nodes.add(scene.actors.map((actor) => ({ id: actor.n, x: actor.x, y: actor.y, size: actor.size })));
      lines.add(scene.lines.map(asEdge));
    },
    mark(next) {
      marked = next;
      lines.update(scene.lines.map((line, n) => ({ id: n, ...lineStyle(line) })));
    },
    restyle() { if (scene) this.mark(marked); },
    get scale() { return network.getScale(); },
    get view() { const at = network.getViewPosition(); return { x: at.x, y: at.y, k: network.getScale() }; },
    go({ x, y, k }, animate) { flying = Boolean(animate); if (!animate) { zoomed = k; setZoom(k); if (scene) lines.update(scene.lines.map(asEdge)); } network.moveTo({ position: { x, y }, scale: k, animation: animate ? { duration: 350, easingFunction: "easeInOutQuad" } : false }); if (!animate) network.redraw(); },
    get busy() { return flying || waiting !== 0; },
    screen: (p) => network.canvasToDOM({ x: p.x, y: p.y }),
    destroy() { gone = true; clearTimeout(waiting); network.destroy(); },
  };
}

// The time line: acts by day in the colours of their class, long silences cut short, the undated apart; drag to choose a period.
const DAY = 86400000;
const asDay = (date) => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY);
const fromDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function Timeline(host, tell) {
  let columns = [], unit = 10, chart = null, plot = { left: 92, right: 16, top: 8, bottom: 22 }, scale = null, drag = null;
  const heading = el("div", { class: "time-head" });
  const art = svg("svg", { class: "time-art", tabindex: "0", role: "slider", "aria-label": "Period. Drag to choose; arrow keys move it, Escape clears it.", "aria-valuetext": "all dates" });
  host.replaceChildren(heading, art);

  // The finest unit (day 10, month 7, year 4 characters of an ISO date) that leaves columns of at least 3 pixels.
  function unitFor(dates) {
    for (const length of [10, 7]) if (new Set(dates.map((d) => d.slice(0, length))).size <= 260) return length;
    return 4;
  }

  function build(live) {
    const seen = new Map(), once = new Set();
    const put = (key, q) => { if (!seen.has(key)) seen.set(key, [0, 0, 0, 0, 0]); seen.get(key)[q] += 1; };
    const dates = [...new Set(live.map((edge) => edge.d).filter((d) => d.length >= 4))];
    unit = unitFor(dates.filter((d) => d.length === 10));
    for (const edge of live) if (!once.has(edge.id)) { once.add(edge.id); put(edge.d.slice(0, unit), edge.q); }
    return seen;
  }

  // Positions: neighbours stand one column apart, a silence never takes more than `CUT` columns.
  const CUT = 4;
  const ordinal = (key) => (unit === 10 ? asDay(key + "-01-01".slice(key.length === 7 ? 3 : key.length === 4 ? 0 : 6)) : unit === 7 ? +key.slice(0, 4) * 12 + +(key.slice(5, 7) || 1) : +key);
  function layout(seen) {
    // A month or year in which no day is known stands as a column of its own; one with known days is a line below them.
    const keys = [...seen.keys()].filter(Boolean).sort(), full = keys.filter((key) => key.length === unit), cuts = [];
    const exact = keys.filter((key) => key.length === unit || !full.some((day) => day.startsWith(key)));
    let at = 0, last = null;
    columns = exact.map((key) => {
      const n = ordinal(key);
      if (last !== null) { const gap = n - last; at += Math.min(gap, CUT); if (gap > CUT) cuts.push(at - CUT / 2); }
      last = n;
      return { key, at, counts: seen.get(key) };
    });
    const coarse = keys.filter((key) => !exact.includes(key)).map((key) => {
      const inside = columns.filter((column) => column.key.startsWith(key));
      return { key, counts: seen.get(key), from: inside[0].at, to: inside[inside.length - 1].at };
    });
    return { cuts, coarse, undated: seen.get("") };
  }

  function paint(live) {
    const seen = build(live), { cuts, coarse, undated } = layout(seen), width = Math.max(host.clientWidth, 300), height = 86, base = height - plot.bottom;
    chart = { width, height, base };
    art.setAttribute("viewBox", `0 0 ${width} ${height}`);
    art.setAttribute("width", width); art.setAttribute("height", height);
    const span = Math.max(1, columns.length ? columns[columns.length - 1].at + 1 : 1);
    const step = Math.min(columns.length < 12 ? 56 : 26, (width - plot.left - plot.right) / span), bar = clamp(step - 1, 1.5, 20);
    scale = { x: (at) => plot.left + at * step, step, bar };
    const most = Math.max(1, ...columns.map((c) => c.counts.reduce((a, b) => a + b))), tall = base - plot.top - 4;
    const parts = [svg("line", { class: "axis", x1: plot.left - 6, x2: width - plot.right, y1: base + 0.5, y2: base + 0.5 })];
    const stack = (counts, x, w, limit, top) => {
      let y = base;
      for (const q of [1, 2, 0, 3, 4]) if (counts[q]) { const h = (counts[q] / limit) * top; y -= h; parts.push(svg("rect", { class: `bar f${q}`, x, y: y.toFixed(2), width: w, height: Math.max(h - 0.6, 0.6).toFixed(2) })); }
    };
    for (const column of columns) stack(column.counts, scale.x(column.at) + (step - bar) / 2, bar, most, tall);
    for (const cut of cuts) { const x = scale.x(cut + 0.5); parts.push(svg("path", { class: "cut", d: `M${x - 4} ${base + 4}l3 -8M${x + 1} ${base + 4}l3 -8` })); }
    for (const c of coarse) { const x = scale.x(c.from), w = Math.max(scale.x(c.to + 1) - x, 10); parts.push(svg("line", { class: "coarse", x1: x + 1, x2: x + w - 2, y1: base + 3.5, y2: base + 3.5 }, svg("title", {}, `${sayDate(c.key)}, day not given: ${c.counts.reduce((a, b) => a + b)}`))); }
    labels(parts, base, width);
    if (undated) {
      const n = undated.reduce((a, b) => a + b), group = svg("g", { class: `undated${undatedShown() ? "" : " off"}`, role: "button", tabindex: "0", "aria-pressed": undatedShown(), id: "undated" });
      let x = 14;
      for (const q of [1, 2, 0, 3, 4]) if (undated[q]) { const w = (undated[q] / n) * 56; group.append(svg("rect", { class: `f${q}`, x: x.toFixed(1), y: base - 13, width: Math.max(w - 0.6, 0.6).toFixed(1), height: 10 })); x += w; }
      group.append(svg("rect", { class: "hit", x: 8, y: 4, width: 68, height: base + 8 }), svg("text", { class: "tick", x: 14, y: base - 18 }, `${n.toLocaleString("en")} undated`), svg("title", {}, "Click to show or hide acts without a date"));
      const flip = (event) => { event.stopPropagation(); tell.undated(!undatedShown()); };
      group.addEventListener("click", flip);
      group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); flip(event); } });
      parts.push(group);
    }
    art.replaceChildren(...parts, svg("g", { id: "brush" }));
    brush();
  }

  function labels(parts, base, width) {
    let free = -Infinity;
    const show = (column, text) => {
      const x = scale.x(column.at) + scale.step / 2, half = text.length * 3;
      if (x - half < free) return;
      const start = x + half > width - 4;
      parts.push(svg("text", { class: "tick", x, y: base + 16, "text-anchor": start ? "end" : "middle" }, text));
      free = x + half + 12;
    };
    let year = null;
    for (const column of columns) {
      const own = column.key.slice(0, 4), text = column.key.length < unit ? sayDate(column.key) : unit === 10 ? `${+column.key.slice(8)} ${MONTHS[+column.key.slice(5, 7) - 1]}` : unit === 7 ? MONTHS[+column.key.slice(5, 7) - 1] : own;
      show(column, own !== year && unit > 4 && column.key.length === unit ? `${text} ${own}` : text);
      year = own;
    }
  }

  const keyAt = (x) => {
    if (!columns.length) return null;
    const at = (x - plot.left) / scale.step - 0.5;
    return columns.reduce((best, column) => (Math.abs(column.at - at) < Math.abs(best.at - at) ? column : best)).key;
  };

  function brush() {
    const group = art.querySelector("#brush"), period = drag ? drag.period : STATE.period;
    heading.replaceChildren(...[el("strong", {}, "When"), el("span", {}, period ? `${sayDate(period[0])} – ${sayDate(period[1])}` : columns.length ? "drag across the bars to choose a period" : "no act here has a date"),
      STATE.period && !drag ? el("button", { type: "button", class: "text", id: "clear-period", onclick: () => tell.period(null) }, "all dates") : null].filter(Boolean));
    art.setAttribute("aria-valuetext", period ? `${period[0]} to ${period[1]}` : "all dates");
    if (!group) return;
    group.replaceChildren();
    if (!period) return;
    const inside = columns.filter((column) => inPeriod(column.key, period));
    const left = inside.length ? scale.x(inside[0].at) : plot.left, right = inside.length ? scale.x(inside[inside.length - 1].at) + scale.step : plot.left + 2;
    const veil = (x, w) => svg("rect", { class: "veil", x, y: 0, width: Math.max(0, w), height: chart.base + 6 });
    group.append(veil(plot.left - 6, left - plot.left + 6), veil(right, chart.width - right), svg("rect", { class: "window", x: left, y: 1, width: Math.max(right - left, 2), height: chart.base + 4 }));
  }

  const spot = (event) => { const box = art.getBoundingClientRect(); return ((event.clientX - box.left) * chart.width) / box.width; };
  art.addEventListener("pointerdown", (event) => {
    const x = spot(event);
    if (x < plot.left - 8 || !columns.length) return;
    art.setPointerCapture(event.pointerId);
    drag = { from: x, period: [keyAt(x), keyAt(x)], far: false };
    event.preventDefault();
    art.focus();
  });
  art.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const x = spot(event);
    drag.far = drag.far || Math.abs(x - drag.from) > 3;
    drag.period = [keyAt(Math.min(x, drag.from)), keyAt(Math.max(x, drag.from))];
    brush();
  });
  art.addEventListener("pointerup", () => { if (!drag) return; const { period } = drag; drag = null; tell.period(period); });
  art.addEventListener("pointercancel", () => { drag = null; brush(); });
  art.addEventListener("dblclick", () => tell.period(null));
  art.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && STATE.period) { tell.period(null); event.stopPropagation(); return; }
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way || !columns.length) return;
    event.preventDefault();
    event.stopPropagation();
    const keys = columns.map((column) => column.key), [since, until] = STATE.period || [keys[0], keys[0]];
    const place = (key) => Math.max(0, keys.findIndex((k) => k >= key));
    const move = (n) => keys[clamp(n, 0, keys.length - 1)];
    tell.period(STATE.period ? [event.shiftKey ? since : move(place(since) + way), move(place(until) + way)] : [move(0), move(0)]);
  });

  return { paint };
}

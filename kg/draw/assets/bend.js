// The geometry of lines, the same as vis-network's curvedCW/curvedCCW, so that both renderers and the SVG agree.

// The control point of the curve from a to b that bends by r (0 straight; below 0 to the other side).
function via(a, b, r) {
  if (!r) return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const dx = b.x - a.x, dy = a.y - b.y, reach = (Math.abs(r) * 0.5 + 0.5) * Math.hypot(dx, dy);
  const angle = Math.atan2(dy, dx) + (r * 0.5 + 0.5) * Math.PI;
  return { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
}

function along(a, c, b, t) {
  const s = 1 - t;
  return { x: s * s * a.x + 2 * s * t * c.x + t * t * b.x, y: s * s * a.y + 2 * s * t * c.y + t * t * b.y };
}

// Where the curve leaves the disc of radius r around its start (t from 0), by halving.
function leave(a, c, b, radius, back = false) {
  let low = 0, high = 0.5;
  const centre = back ? b : a;
  for (let n = 0; n < 14; n++) {
    const mid = (low + high) / 2, p = along(a, c, b, back ? 1 - mid : mid);
    if (Math.hypot(p.x - centre.x, p.y - centre.y) < radius) low = mid; else high = mid;
  }
  return back ? 1 - high : high;
}

function distanceTo(p, a, c, b) {
  let best = Infinity, last = a;
  for (let n = 1; n <= 12; n++) {
    const next = along(a, c, b, n / 12), dx = next.x - last.x, dy = next.y - last.y;
    const t = clamp(((p.x - last.x) * dx + (p.y - last.y) * dy) / (dx * dx + dy * dy || 1), 0, 1);
    best = Math.min(best, Math.hypot(p.x - last.x - t * dx, p.y - last.y - t * dy));
    last = next;
  }
  return best;
}

// Parallel lines fan out: the bend that keeps `gap` page units between neighbours in the middle.
function fan(index, count, length, gap) {
  const offset = index - (count - 1) / 2;
  return clamp((offset * gap * 4) / (Math.PI * Math.max(length, 40)), -0.85, 0.85);
}

// Sizes answer to the zoom: from afar lines keep their width on the screen and actors shrink less than the map; close up they grow less.
let magnify = 1, hair = 1;
function setZoom(k) {
  magnify = k < 1 ? Math.pow(k, -0.55) : Math.pow(k, -0.3);
  hair = k < 1 ? 1 / k : Math.pow(k, -0.6);
}
const sizeOf = (actor) => actor.size * (actor.n < 400 ? magnify : Math.min(magnify, 1)); // a crowd of weak actors stays fine as dust

// A loop's circle, around the point where vis-network has it: on the actor's rim, the loops of one actor like petals.
function loopOf(actor, index) {
  const own = sizeOf(actor), angle = Math.PI / 4 + (index % 9) * ((2 * Math.PI) / 9), out = Math.min(Math.abs(own / Math.cos(angle)), Math.abs(own / Math.sin(angle))) + 1;
  return { x: actor.x + out * Math.cos(angle), y: actor.y - out * Math.sin(angle), r: (6 + 4 * Math.floor(index / 9)) * magnify + own * 0.5, angle };
}
// The point of a loop farthest from its actor.
const loopTip = (loop) => ({ x: loop.x + loop.r * Math.cos(loop.angle), y: loop.y - loop.r * Math.sin(loop.angle) });

// An actor's shape as a path; `trace` is a canvas context or a Path-like with the same calls.
const CORNERS = { square: [4, Math.PI / 4], government: [4, Math.PI / 4], organisation: [4, Math.PI / 4], alliance: [6, 0], territory: [8, Math.PI / 8], force: [3, -Math.PI / 2], person: [4, 0] };
function outline(family, x, y, size) {
  const corners = CORNERS[family];
  if (!corners) return null; // a disc
  const [count, turn] = corners, reach = size * (count === 3 ? 1.25 : count === 4 ? 1.15 : 1.05), points = [];
  for (let n = 0; n < count; n++) points.push([x + reach * Math.cos(turn + (2 * Math.PI * n) / count), y + reach * Math.sin(turn + (2 * Math.PI * n) / count)]);
  return points;
}
const HOLLOW = new Set(["people", "organisation", "territory", "unknown"]);

function paintActor(ctx, actor, x, y, size, look) {
  const points = outline(actor.family, x, y, size);
  ctx.beginPath();
  if (points) {
    points.forEach(([px, py], n) => (n ? ctx.lineTo(px, py) : ctx.moveTo(px, py)));
    ctx.closePath();
  } else ctx.arc(x, y, size, 0, 2 * Math.PI);
  ctx.globalAlpha = 1;
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.lineWidth = look.line * 2 + (look.ring ? look.line * 3 : 0);
  ctx.strokeStyle = look.ring || look.paper;
  if (look.line || look.ring) ctx.stroke(); // the halo keeps lines off the shape
  ctx.fillStyle = HOLLOW.has(actor.family) ? look.paper : look.fill;
  ctx.fill();
  if (HOLLOW.has(actor.family)) {
    ctx.lineWidth = Math.max(look.line * 1.4, size * 0.3);
    ctx.strokeStyle = look.fill;
    ctx.stroke();
  }
}

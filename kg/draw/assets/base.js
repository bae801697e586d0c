// Small things that all parts use. All text reaches the screen through text nodes; nothing here makes markup from strings.
const $ = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

const QUADS = [
  { q: 1, name: "Verbal cooperation" },
  { q: 2, name: "Material cooperation" },
  { q: 3, name: "Verbal conflict" },
  { q: 4, name: "Material conflict" },
  { q: 0, name: "Other acts" },
];

// How sure the reader may be: what the page is about. Dashes are in screen pixels.
const VOICES = [
  { id: "fact", name: "Facts", note: "told in the article’s own voice", dash: [] },
  { id: "claimed", name: "Claims", note: "somebody says so", dash: [7, 5] },
  { id: "undone", name: "Not done (yet)", note: "planned, demanded, threatened, supposed", dash: [11, 4, 2, 4] },
  { id: "denied", name: "Denied", note: "somebody says that it is not so", dash: [2, 4] },
  { id: "rejected", name: "Rejected", note: "taken back by a person in the ledger; left out unless switched on", dash: [1, 7] },
];
const OFF = ["rejected"]; // voices that a page opens without
const DASH = Object.fromEntries(VOICES.map((voice) => [voice.id, voice.dash]));
const UNDONE = new Set(["planned", "demanded", "hypothetical", "threatened", "attempted"]);

function voiceOf(edge) {
  if (edge.rb) return "rejected";
  if (edge.f) return "fact";
  if (edge.st === "denied" || edge.st === "negated") return "denied";
  return UNDONE.has(edge.st) ? "undone" : "claimed";
}

// The theme's colours, read from the style sheet so that they are written once.
let inkCache = null;
function ink() {
  if (!inkCache) {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    inkCache = {
      q: [0, 1, 2, 3, 4].map((q) => read(`--q${q}`)), words: [0, 1, 2, 3, 4].map((q) => read(`--w${q}`)),
      text: read("--text"), soft: read("--soft"), faint: read("--faint"), dim: read("--dim"), weak: read("--weak"), paper: read("--paper"), node: read("--node"), accent: read("--accent"),
      sans: read("--sans"), serif: read("--serif"),
    };
  }
  return inkCache;
}
function forgetInk() { inkCache = null; }

const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function sayDate(date) {
  if (!date) return "no date";
  const [year, month, day] = date.split("-");
  return [day && String(+day), month && MONTHS[+month - 1], year].filter(Boolean).join(" ") || date;
}

// As kg/dates.py words it for the other readers.
function sayWhen({ d, e, l }) {
  if (d || !(e || l)) return sayDate(d);
  return e && l ? `${sayDate(e)} to ${sayDate(l)}` : l ? `by ${sayDate(l)}` : `from ${sayDate(e)} on`;
}

const sayAll = (names) => names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
const sayType = (kind) => kind.charAt(0) + kind.slice(1).toLowerCase().replaceAll("_", " ");
const sayCount = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
const clip = (text, length) => (text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// Only web addresses become links; whatever else stands in the data stays text.
function webAddress(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch { return null; }
}

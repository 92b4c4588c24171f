// What is to be seen: how many of the strongest, what the reader asked for besides, and what the filters let through.

const FIELDS = ["group", "voice", "source", "article", "since", "until"]; // of the filters; "" lets everything through
const MOST = 2000; // nodes in one picture
const GUESTS = 40; // neighbours that a click calls in at once
const shown = { kinds: new Set(kinds), types: new Set(Object.keys(data.looks)), group: "", voice: "", source: "", article: "", since: "", until: "" };
const chosen = { nodes: new Set(), edges: new Set() };
const guests = new Set(); // nodes called in, besides the strongest
const grown = new Map(); // nodes that called in their neighbours, and how many: all their lines are drawn
let times = 1; // how many times as many nodes as at the beginning
let passing = null; // the lines that the filters let through, those of the strongest first
let scene = { nodes: new Set(), edges: new Set() };

let tall = false; // whether the stage is higher than wide, as on a telephone

function lookAtStage() {
  const stage = document.getElementById("network");
  tall = stage.clientWidth < stage.clientHeight;
}

function opening() {
  return data.openings[tall ? 1 : 0];
}

function passes(statement) {
  if (!shown.kinds.has(kindOf(statement))) return false;
  if (shown.voice && shown.voice !== String(statement.speaker ?? "own")) return false;
  const number = data.sentences[statement.sentence].article;
  if (shown.article && shown.article !== String(number)) return false;
  if (shown.source && shown.source !== (data.articles[number].source || "-")) return false;
  if (!shown.since && !shown.until) return true;
  const [from, to] = daysOf(statement);
  return (!shown.since || to >= shown.since) && (!shown.until || (from !== "" && from <= shown.until));
}

function shownStatements(edge) {
  if (shown.group && shown.group !== (edge.group || "-")) return [];
  return isNarrowed() || shown.kinds.size < kinds.length ? statementsOf(edge).filter(passes) : statementsOf(edge);
}

function isNarrowed() {
  return FIELDS.some((field) => shown[field] !== "");
}

function filtersChanged() {
  passing = null;
  change();
  if (all.open) writeTable();
}

function passingEdges() {
  const fits = (edge) => shown.types.has(nodeById.get(edge.from).group) && shown.types.has(nodeById.get(edge.to).group);
  passing ??= edges.filter((edge) => fits(edge) && shownStatements(edge).length > 0)
    .sort((a, b) => Math.max(a.from, a.to) - Math.max(b.from, b.to) || a.id - b.id);
  return passing;
}

// The strongest nodes under the filters, the guests, and of their lines as many as leave the picture clear.
function setScene() {
  const most = Math.min(opening() * times, MOST);
  const some = new Set();
  for (const { from, to } of passingEdges()) {
    const fresh = new Set([from, to].filter((id) => !some.has(id)));
    if (some.size + fresh.size <= most) for (const id of fresh) some.add(id);
    if (some.size >= most) break;
  }
  const called = [...grown].flatMap(([id, number]) => [id, ...neighboursAway(id, some).slice(0, number)]);
  for (const id of [...guests, ...called]) some.add(id);
  const possible = passingEdges().filter((edge) => some.has(edge.from) && some.has(edge.to));
  const few = possible.length <= 1.6 * some.size;
  const lines = possible.filter((edge) => few || edge.main || chosen.edges.has(edge.id) || grown.has(edge.from) || grown.has(edge.to));
  scene = { nodes: new Set(lines.flatMap((edge) => [edge.from, edge.to])), edges: new Set(lines.map((edge) => edge.id)) };
}

function shownNodes() {
  return [...scene.nodes].sort((a, b) => a - b).map((id) => nodeById.get(id));
}

// All lines of a node that the filters let through, the strongest first.
function linesOf(id) {
  return passingEdges().filter((edge) => edge.from === id || edge.to === id)
    .sort((a, b) => b.statements.length - a.statements.length || a.id - b.id);
}

function otherEnd(edge, id) {
  return edge.from === id ? edge.to : edge.from;
}

function neighboursAway(id, here) {
  return [...new Set(linesOf(id).map((edge) => otherEnd(edge, id)))].filter((other) => !here.has(other));
}

function callNeighbours(id, most = GUESTS) {
  grown.set(id, Math.max(most, grown.get(id) || 0));
}

function startAgain() {
  guests.clear();
  grown.clear();
  times = 1;
}

// The address of the page says all that, so that a view can be passed on: graph.html#open=<IRI>&kinds=fact&lang=de
function addressOf(iri) {
  const parts = new URLSearchParams();
  if (iri) parts.set("open", iri);
  for (const field of FIELDS) if (shown[field]) parts.set(field, field === "voice" ? voiceName(shown.voice) : field === "article" ? data.articles[shown.article].id : shown[field]);
  for (const [field, every] of [["kinds", kinds], ["types", Object.keys(data.looks)]]) {
    if (shown[field].size < every.length) parts.set(field, every.filter((one) => shown[field].has(one)).join(","));
  }
  if (times > 1) parts.set("times", times);
  const called = [...grown].map(([id, number]) => (number > GUESTS ? "*" : "") + nodeById.get(id).iri);
  if (called.length && nodes.length > opening()) parts.set("around", called.join(" "));
  if (language !== data.labels) parts.set("lang", language);
  return parts.toString();
}

function voiceName(voice) {
  return voice === "own" ? "own" : data.names[voice].iri;
}

// Takes over what an address says, as far as this graph has it; gives back the IRI to open.
function readAddress(text) {
  if (/^https?(:|%3A)/i.test(text)) return readWhole(text); // the IRI alone
  const parts = new URLSearchParams(text);
  const known = { group: edges.map((edge) => edge.group || "-"), source: data.articles.map(({ source }) => source || "-") };
  for (const field of ["group", "source"]) shown[field] = known[field].includes(parts.get(field)) ? parts.get(field) : "";
  for (const field of ["since", "until"]) shown[field] = Date.parse(parts.get(field)) && /^\d{4}-\d\d-\d\d$/.test(parts.get(field)) ? parts.get(field) : "";
  const speaker = data.names.findIndex((node) => node.iri === parts.get("voice"));
  shown.voice = parts.get("voice") === "own" ? "own" : speaker >= 0 ? String(speaker) : "";
  const article = data.articles.findIndex(({ id }) => id === parts.get("article"));
  shown.article = article >= 0 ? String(article) : "";
  for (const field of ["kinds", "types"]) {
    if (parts.has(field)) shown[field] = new Set(parts.get(field).split(",").filter((one) => shown[field].has(one)));
  }
  times = Math.min(Math.max(1, parseInt(parts.get("times"), 10) || 1), MOST);
  if (Object.hasOwn(data.words, parts.get("lang"))) language = parts.get("lang");
  passing = null;
  for (const called of (parts.get("around") || "").split(" ").filter(Boolean)) {
    const node = nodes.find(({ iri }) => iri === called.replace("*", ""));
    if (node) callNeighbours(node.id, called[0] === "*" ? Infinity : GUESTS);
  }
  return parts.get("open") || "";
}

function readWhole(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // not written by us
  }
}

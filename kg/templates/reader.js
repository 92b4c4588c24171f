// The reader beside the picture: what a node, a line or a voice says, sentence by sentence.

const reader = document.getElementById("reader");
const PAGE = 40; // entries that are shown at once
let opened = null; // how to show the same again after the language has changed
let current = ""; // the IRI of what is shown

function show(again, ...content) {
  opened = again;
  const close = make("button", { type: "button", class: "close", onclick: openStart }, say("close"));
  reader.replaceChildren(close, ...content);
  reader.classList.add("open");
  reader.scrollTop = 0;
  if (isSheet()) document.querySelector(".stage").scrollIntoView({ block: "start" });
}

const ACTING = new Set(["Person", "Organization", "Place", "Group"]);

// On a telephone the reader is a sheet over the lower part of the page.
function isSheet() {
  return getComputedStyle(reader).position === "fixed";
}

function openStart() {
  opened = openStart;
  current = "";
  reader.classList.remove("open");
  choose([], []);
  const acting = nodes.filter((node) => ACTING.has(node.group)); // an office is no actor, however many have held it
  const strongest = (acting.length ? acting : [...nodes]).sort((a, b) => b.value - a.value || a.id - b.id).slice(0, 8);
  const loudest = [...speakersByClaims()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
  reader.replaceChildren(
    make("h2", {}, say("how_to_read")),
    make("p", { class: "lead" }, say("how_to_read_text"), nodes.length > opening() ? ` ${say("how_to_grow")}` : "", framed ? ` ${say("how_to_zoom")}` : ""),
    make("h3", {}, say("strongest")),
    list(strongest.map((node) => entry(() => openNode(node.id, true), name(fullName(node)), count("statements", node.value)))),
    ...(loudest.length ? [make("h3", {}, say("speakers"))] : []),
    list(loudest.map(([speaker, number]) => entry(() => openSpeaker(speaker), name(fullName(data.names[speaker])), count("claims", number)))),
  );
}

function openNode(id, go = false) {
  const node = nodeById.get(id);
  const around = linesOf(id);
  const wasDrawn = scene.nodes.size;
  current = node.iri;
  callNeighbours(id);
  const near = [id, ...around.map((edge) => otherEnd(edge, id))];
  choose(near, around.map((edge) => edge.id));
  const away = neighboursAway(id, scene.nodes).length;
  const more = () => { callNeighbours(id, Infinity); openNode(id, true); };
  const type = make("p", { class: "lead" }, words().type[node.group] || node.group, node.qid ? " · " : "", wikidataLink(node));
  const parts = kinds.flatMap((kind) =>
    section(say(SECTIONS[kind]), around.filter((edge) => shownStatements(edge).some((statement) => kindOf(statement) === kind))));
  const speaker = data.names.findIndex((other) => other.iri === node.iri);
  show(() => openNode(id), make("h2", {}, name(fullName(node))), type,
    away ? make("button", { type: "button", class: "plain", onclick: more }, count("neighbours_away", away)) : "",
    ...parts, ...section(say("says"), speaker < 0 ? [] : spokenBy(speaker)));
  if (go || isSheet() || scene.nodes.size > wasDrawn) goTo(near);
}

function spokenBy(speaker) {
  return passingEdges().filter((edge) => statementsOf(edge).some((statement) => statement.speaker === speaker));
}

function openSpeaker(number) {
  const spoken = spokenBy(number);
  const speaker = data.names[number];
  const node = nodes.find((other) => other.iri === speaker.iri);
  const ends = [...spoken.slice(0, GUESTS).flatMap((edge) => [edge.from, edge.to]), ...(node ? [node.id] : [])];
  for (const id of ends) guests.add(id);
  current = "";
  choose(ends, spoken.map((edge) => edge.id));
  show(() => openSpeaker(number), make("h2", {}, name(fullName(speaker))), ...section(say("says"), spoken));
  if (isSheet() || nodes.length > opening()) goTo(ends);
}

function openEdge(id, go = false) {
  const edge = edgeById.get(id);
  const statements = statementsOf(edge);
  current = statements[0].iri;
  guests.add(edge.from).add(edge.to);
  choose([edge.from, edge.to], [id]);
  const kind = edge.negated ? "denial" : statements.some((statement) => statement.held) ? "fact" : "claim";
  const title = make("h2", {}, name(fullName(nodeById.get(edge.from))), ` ${relationName(edge)} `, name(fullName(nodeById.get(edge.to))));
  const tag = make("p", { class: kind === "denial" ? "tag no" : "tag" }, say(kind));
  show(() => openEdge(id), title, tag, ...pages(statements, card, (cards) => make("div", {}, ...cards)));
  if (go || isSheet()) goTo([edge.from, edge.to]);
}

function section(title, some) {
  if (!some.length) return [];
  const line = (edge) => entry(() => openEdge(edge.id, true), triple(edge), edge.statements.length > 1 ? `${edge.statements.length}×` : "");
  return [make("h3", {}, `${title} (${some.length.toLocaleString(language)})`), ...pages(some, line, list)];
}

// Of many things the first, and a button that shows the next ones.
function pages(things, each, around) {
  const rest = things.slice(PAGE);
  const first = around(things.slice(0, PAGE).map(each));
  if (!rest.length) return [first];
  const next = make("button", { type: "button", class: "plain", onclick: () => next.replaceWith(...pages(rest, each, around)) }, count("further", rest.length));
  return [first, next];
}

function list(items) {
  return make("ul", { class: "list" }, ...items);
}

function entry(open, label, note) {
  return make("li", {}, make("button", { type: "button", onclick: open }, make("span", { class: "name" }, label), note && make("small", {}, note)));
}

function triple(edge) {
  const relation = make("i", { class: edge.negated ? "no" : "" }, ` ${edge.negated ? "✗ " : ""}${relationName(edge)} `);
  const voice = edgeLines(edge)[1];
  return make("span", { class: "triple" }, name(fullName(nodeById.get(edge.from))), relation,
    name(fullName(nodeById.get(edge.to))), voice ? make("em", {}, ` (${voice})`) : "");
}

function card(statement) {
  const sentence = data.sentences[statement.sentence];
  const article = data.articles[sentence.article];
  const details = [["time", timeOf(statement)], ["place", named(statement.place)], ["amount", named(statement.amount)]]
    .filter(([, text]) => text)
    .flatMap(([word, text]) => [make("dt", {}, say(word)), make("dd", {}, name(text))]);
  const manner = mannerOf(statement) && ` · ${mannerOf(statement)}`;
  const denied = statement.negated ? make("span", { class: "tag no" }, ` · ${say("denial")}`) : "";
  return make("article", { class: "card" },
    make("blockquote", { lang: "de", dir: "auto" }, "„", ...marked(sentence.text, statement.evidence || []), "“"),
    make("p", { class: "voice" }, name(voiceOf(statement)), manner, denied),
    details.length ? make("dl", {}, ...details) : "",
    make("p", { class: "source" }, ...sourceOf(article)),
    make("p", { class: "rule" }, `${say("rule")} ${data.rules[statement.rule]} · ${say("confidence", Math.round(statement.confidence * 100))}`));
}

function named(number) {
  return number === undefined ? "" : fullName(data.names[number]);
}

// `evidence` counts code points, not UTF-16 units.
function marked(text, evidence) {
  const points = Array.from(text);
  const parts = [];
  let done = 0;
  for (const [start, end] of evidence) {
    if (start < done) continue;
    parts.push(points.slice(done, start).join(""), make("mark", {}, points.slice(start, end).join("")));
    done = end;
  }
  return [...parts, points.slice(done).join("")];
}

function sourceOf(article) {
  const parts = [name(article.title || article.id)];
  if (article.source) parts.push(", ", name(article.source));
  if (article.published) parts.push(", ", dayOf(article.published));
  if (isWebAddress(article.url)) parts.push(" · ", outside(article.url, say("read")));
  return parts;
}

function isWebAddress(url) {
  return /^https?:\/\/[^\s]+$/i.test(url || "");
}

function outside(url, text) {
  return make("a", { href: url, rel: "noopener noreferrer", target: "_blank", ...(framed && { onclick: openOutside }) }, text);
}

function wikidataLink(node) {
  return /^Q\d+$/.test(node.qid || "") ? outside(`https://www.wikidata.org/wiki/${node.qid}`, say("wikidata")) : "";
}

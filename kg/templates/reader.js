// The reader beside the picture: what a node, a line or a voice says, sentence by sentence.

const reader = document.getElementById("reader");
let opened = null; // how to show the same again after the language has changed

function show(again, ...content) {
  opened = again;
  const close = make("button", { type: "button", class: "close", onclick: openStart }, say("close"));
  reader.replaceChildren(close, ...content);
  reader.classList.add("open");
  reader.scrollTop = 0;
  if (isSheet()) document.querySelector(".stage").scrollIntoView({ block: "start" });
}

// On a telephone the reader is a sheet over the lower part of the page.
function isSheet() {
  return getComputedStyle(reader).position === "fixed";
}

function openStart() {
  opened = openStart;
  remember("");
  reader.classList.remove("open");
  choose([], []);
  const strongest = [...nodes].sort((a, b) => b.value - a.value || a.id - b.id).slice(0, 8);
  const speakers = new Map();
  for (const { speaker } of data.statements) if (speaker !== undefined) speakers.set(speaker, (speakers.get(speaker) || 0) + 1);
  const loudest = [...speakers].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 8);
  reader.replaceChildren(
    make("h2", {}, say("how_to_read")),
    make("p", { class: "lead" }, say("how_to_read_text")),
    ...narrow(speakers),
    make("h3", {}, say("strongest")),
    list(strongest.map((node) => entry(() => openNode(node.id, true), name(fullName(node)), count("statements", node.value)))),
    ...(loudest.length ? [make("h3", {}, say("speakers"))] : []),
    list(loudest.map(([speaker, number]) => entry(() => openSpeaker(speaker), name(fullName(data.names[speaker])), count("claims", number)))),
  );
}

// Choices that narrow the picture down, those that would change something.
function narrow(speakers) {
  const voices = [...speakers.keys()].map((speaker) => [String(speaker), fullName(data.names[speaker])]).sort((a, b) => a[1].localeCompare(b[1]));
  const articles = data.articles.map((article, number) => [String(number), article.title || article.id]);
  const days = data.statements.flatMap(daysOf).filter(Boolean).sort();
  const bounds = { min: days[0], max: days[days.length - 1] };
  const fields = [];
  if (voices.length) fields.push(choice("voice", [["", say("any_voice")], ["own", say("own_voice")], ...voices]));
  if (articles.length > 1) fields.push(choice("article", [["", say("any_article")], ...articles]));
  if (bounds.min !== bounds.max) {
    fields.push(...["since", "until"].map((field) => make("label", {}, `${say(field)} `, day(field, bounds))));
  }
  return fields.length ? [make("h3", {}, say("narrow")), make("div", { class: "narrow" }, ...fields)] : [];
}

function choice(field, options) {
  const items = options.map(([value, text]) => make("option", { value, selected: shown[field] === value }, text));
  const change = (event) => { shown[field] = event.target.value; restyle(); };
  return make("select", { "aria-label": `${say("narrow")}: ${options[0][1]}`, onchange: change }, ...items);
}

function day(field, bounds) {
  return make("input", { type: "date", ...bounds, value: shown[field], onchange: (event) => { shown[field] = event.target.value; restyle(); } });
}

// The address of the page names what is open, so that it can be passed on: graph.html#<IRI of a node or statement>.
function remember(iri) {
  if (location.protocol !== "about:") history.replaceState(null, "", `#${encodeURIComponent(iri)}`); // no address in a frame
}

function openAddress(hash) {
  const iri = decodeURIComponent(hash.slice(1));
  const node = nodes.find((other) => other.iri === iri);
  const edge = edges.find((other) => statementsOf(other).some((statement) => statement.iri === iri));
  if (node) openNode(node.id, true);
  else if (edge) openEdge(edge.id, true);
}

function openNode(id, go = false) {
  const node = nodeById.get(id);
  const around = edges.filter((edge) => edge.from === id || edge.to === id);
  remember(node.iri);
  const near = [id, ...around.flatMap((edge) => [edge.from, edge.to])];
  choose(near, around.map((edge) => edge.id));
  const type = make("p", { class: "lead" }, words().type[node.group] || node.group, node.qid ? " · " : "", wikidataLink(node));
  const parts = kinds.flatMap((kind) =>
    section(say(SECTIONS[kind]), around.filter((edge) => statementsOf(edge).some((statement) => kindOf(statement) === kind))));
  const speaker = data.names.findIndex((other) => other.iri === node.iri);
  const spoken = edges.filter((edge) => speaker >= 0 && statementsOf(edge).some((statement) => statement.speaker === speaker));
  show(() => openNode(id), make("h2", {}, name(fullName(node))), type, ...parts, ...section(say("says"), spoken));
  if (go || isSheet()) goTo(near);
}

function openSpeaker(number) {
  const spoken = edges.filter((edge) => statementsOf(edge).some((statement) => statement.speaker === number));
  const speaker = data.names[number];
  const node = nodes.find((other) => other.iri === speaker.iri);
  choose([...spoken.flatMap((edge) => [edge.from, edge.to]), ...(node ? [node.id] : [])], spoken.map((edge) => edge.id));
  show(() => openSpeaker(number), make("h2", {}, name(fullName(speaker))), ...section(say("says"), spoken));
}

function openEdge(id, go = false) {
  const edge = edgeById.get(id);
  choose([edge.from, edge.to], [id]);
  const statements = statementsOf(edge);
  remember(statements[0].iri);
  const kind = edge.negated ? "denial" : statements.some((statement) => statement.held) ? "fact" : "claim";
  const title = make("h2", {}, name(fullName(nodeById.get(edge.from))), ` ${relationName(edge)} `, name(fullName(nodeById.get(edge.to))));
  const tag = make("p", { class: kind === "denial" ? "tag no" : "tag" }, say(kind));
  show(() => openEdge(id), title, tag, ...statements.map(card));
  if (go || isSheet()) goTo([edge.from, edge.to]);
}

function section(title, some) {
  if (!some.length) return [];
  return [make("h3", {}, `${title} (${some.length.toLocaleString(language)})`),
    list(some.map((edge) => entry(() => openEdge(edge.id, true), triple(edge), "")))];
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
  return make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text);
}

function wikidataLink(node) {
  return /^Q\d+$/.test(node.qid || "") ? outside(`https://www.wikidata.org/wiki/${node.qid}`, say("wikidata")) : "";
}

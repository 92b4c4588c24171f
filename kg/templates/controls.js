// Search, filters, legend, language, keyboard and the table: everything around the picture.

const search = document.getElementById("search");
const found = document.getElementById("found");
const all = document.getElementById("all");
let pick = -1;

function writeCounts() {
  const totals = { fact: 0, claim: 0, denial: 0 };
  for (const statement of data.statements) totals[kindOf(statement)] += 1;
  const parts = [count("entities", nodes.length)];
  for (const kind of kinds) if (totals[kind]) parts.push(count(`${kind}s`, totals[kind]));
  parts.push(count("articles", data.articles.length));
  if (data.truncated) parts.push(count("left_out", data.truncated));
  document.getElementById("counts").textContent = parts.join(" · ");
  const chips = kinds.filter((kind) => totals[kind]).map((kind) => {
    const flip = () => { toggle(shown.kinds, kind); writeCounts(); restyle(); };
    return make("button", { type: "button", "aria-pressed": String(shown.kinds.has(kind)), onclick: flip }, say(SECTIONS[kind]));
  });
  document.getElementById("kinds").replaceChildren(...chips);
  document.getElementById("kinds").setAttribute("aria-label", say("show"));
}

function toggle(set, value) {
  if (!set.delete(value)) set.add(value);
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 .01 0z", square: "M2.5 2.5h11v11h-11z", triangleDown: "M1.5 3h13L8 14z", hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
  diamond: "M8 1l6 7-6 7-6-7z", star: "M8 1l2 5h5l-4 3.4L12.5 15 8 11.6 3.5 15 5 9.4 1 6h5z",
};

function writeLegend() {
  const types = Object.entries(data.looks).map(([type, look]) => {
    const icon = svg("svg", { width: 13, height: 13, viewBox: "0 0 16 16", "aria-hidden": "true" },
      svg("path", { d: OUTLINES[look.shape], fill: isDark() ? look.dark : look.light }));
    const flip = () => { toggle(shown.types, type); writeLegend(); restyle(); };
    return make("button", { type: "button", "aria-pressed": String(shown.types.has(type)), onclick: flip }, icon, words().type[type] || type);
  });
  const occurring = new Set(data.statements.map(kindOf));
  const lines = [["fact", "line", ""], ["claim", "claim", "5 4"], ["denial", "denied", ""]].filter(([kind]) => occurring.has(kind));
  document.getElementById("types").replaceChildren(...types);
  document.getElementById("lines").replaceChildren(...lines.map(([kind, tint, dash]) =>
    make("span", {}, svg("svg", { width: 30, height: 8, "aria-hidden": "true" },
      svg("path", { d: "M0 4h30", stroke: colour(tint), "stroke-width": 2, "stroke-dasharray": dash })), say(`line_${kind}`))));
}

function matches(text) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const rank = (node) => {
    const names = [node.en, node.de || "", ...(node.aliases || [])].map(fold);
    if (names.some((other) => other.startsWith(wanted))) return 0;
    if (names.some((other) => other.split(/[\s-]+/).some((word) => word.startsWith(wanted)))) return 1;
    return names.some((other) => other.includes(wanted)) ? 2 : 3;
  };
  return nodes.map((node) => [rank(node), node]).filter(([order]) => order < 3)
    .sort(([a, one], [b, two]) => a - b || two.value - one.value || one.id - two.id).slice(0, 8).map(([, node]) => node);
}

function suggest() {
  const nodesFound = matches(search.value);
  pick = nodesFound.length ? 0 : -1;
  const options = nodesFound.map((node, number) => make("li",
    { role: "option", id: `found-${number}`, "aria-selected": String(number === 0), onmousedown: (event) => { event.preventDefault(); take(node); } },
    name(fullName(node)), make("small", {}, words().type[node.group] || node.group)));
  if (!options.length && search.value.trim()) options.push(make("li", {}, say("nothing_found")));
  found.replaceChildren(...options);
  openList(options.length > 0);
}

function openList(open) {
  found.hidden = !open;
  search.setAttribute("aria-expanded", String(open));
  if (open && pick >= 0) search.setAttribute("aria-activedescendant", `found-${pick}`);
  else search.removeAttribute("aria-activedescendant");
}

function take(node) {
  search.value = fullName(node);
  openList(false);
  openNode(node.id, true);
}

function searchKey(event) {
  const nodesFound = matches(search.value);
  if (event.key === "Escape") { openList(false); event.stopPropagation(); }
  if (event.key === "Enter" && nodesFound[pick]) take(nodesFound[pick]);
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || !nodesFound.length) return;
  event.preventDefault();
  pick = (pick + (event.key === "ArrowDown" ? 1 : nodesFound.length - 1)) % nodesFound.length;
  [...found.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === pick)));
  openList(true);
}

function writeTable() {
  const columns = ["subject", "relation", "object", "voice", "time", "sentence", "article"];
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col" }, say(`column_${column}`))));
  const rows = edges.flatMap((edge) => statementsOf(edge).map((statement) => {
    const sentence = data.sentences[statement.sentence];
    const article = data.articles[sentence.article];
    const relation = (edge.negated ? "✗ " : "") + relationName(edge);
    const ends = [edge.from, edge.to].map((id) => make("td", {}, name(fullName(nodeById.get(id)))));
    return make("tr", {}, ends[0], make("td", {}, relation), ends[1], make("td", {}, name(voiceOf(statement)), mannerOf(statement) && `, ${mannerOf(statement)}`),
      make("td", {}, timeOf(statement)),
      make("td", { class: "sentence", lang: "de", dir: "auto" }, ...marked(sentence.text, statement.evidence || [])), make("td", {}, ...sourceOf(article)));
  }));
  all.querySelector(".scroll").replaceChildren(make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)));
}

function writeWords() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", say(element.dataset.wordLabel));
  for (const element of document.querySelectorAll("[data-word-placeholder]")) element.placeholder = say(element.dataset.wordPlaceholder);
  const button = document.getElementById("language");
  button.textContent = say("other_language");
  button.title = say("other_language_hint");
  button.lang = language === "de" ? "en" : "de";
  document.getElementById("credit").textContent = say("drawn_with", data.vis);
  writeCounts();
  writeLegend();
  if (all.open) writeTable();
  opened();
}

function pictureKey(event) {
  const order = [...nodes].sort((a, b) => b.value - a.value || a.id - b.id).map((node) => node.id);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    pictureKey.at = ((pictureKey.at ?? -Math.max(0, step)) + step + order.length) % order.length;
    openNode(order[pictureKey.at], true);
  } else if (event.key === "Enter") reader.querySelector(".list button")?.focus();
  else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.3 : 1 / 1.3);
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: { duration: 150 } });
}

function listen() {
  search.addEventListener("input", suggest);
  search.addEventListener("keydown", searchKey);
  search.addEventListener("blur", () => openList(false));
  document.getElementById("language").addEventListener("click", () => { language = language === "de" ? "en" : "de"; writeWords(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const inside = reader.contains(document.activeElement);
    openStart();
    if (inside) document.getElementById("network").focus();
  });
  all.addEventListener("toggle", () => { if (all.open) writeTable(); });
  window.addEventListener("beforeprint", () => { all.open = true; writeTable(); restyle(); });
  window.addEventListener("afterprint", restyle);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", writeLegend);
}

function listenToPicture() {
  document.getElementById("network").addEventListener("keydown", pictureKey);
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.4));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  document.getElementById("fit").addEventListener("click", () => showAll());
  document.getElementById("swing").addEventListener("click", () => swing(!swinging));
}

const asked = location.hash;
opened = openStart;
listen();
writeWords();
unpackVis().then(drawPicture).then(listenToPicture).then(() => {
  openAddress(asked);
  document.documentElement.dataset.ready = "true";
  window.newskg = { network, data, labels: () => labels }; // for the console and for tests
}, (error) => {
  const notice = document.getElementById("notice");
  notice.textContent = say("too_old");
  notice.hidden = false;
  all.open = true;
  console.error(error);
});

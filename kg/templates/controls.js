// Search, legend, language, keyboard and what happens at the start.

const search = document.getElementById("search");
const found = document.getElementById("found");
let pick = -1;

function writeCounts() {
  const totals = { fact: 0, claim: 0, denial: 0 };
  for (const statement of data.statements) totals[kindOf(statement)] += 1;
  const parts = [count("entities", nodes.length)];
  for (const kind of kinds) if (totals[kind]) parts.push(count(`${kind}s`, totals[kind]));
  parts.push(count("articles", data.articles.length));
  if (data.truncated) parts.push(count("left_out", data.truncated));
  document.getElementById("counts").textContent = parts.join(" · ");
}

// "72 of 11,360 are drawn", and the buttons that change it.
function writeAmount() {
  const every = scene.nodes.size === nodes.length;
  const several = nodes.length > opening();
  document.getElementById("amount").textContent = every ? "" : say("drawn", scene.nodes.size.toLocaleString(language)).replace("{all}", nodes.length.toLocaleString(language));
  for (const [id, active] of [["more", !every && opening() * times < MOST], ["fewer", times > 1]]) {
    document.getElementById(id).hidden = !several;
    document.getElementById(id).disabled = !active;
  }
}

function drawMore(factor) {
  times = Math.max(1, times * factor);
  change();
  showAll();
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

// The kinds of lines that occur, each with its colour and dashes.
function lineKinds() {
  const occurring = new Set(data.statements.map(kindOf));
  return [["fact", "line", ""], ["claim", "claim", "5 4"], ["denial", "denied", ""]].filter(([kind]) => occurring.has(kind));
}

function writeLegend() {
  const types = Object.entries(data.looks).map(([type, look]) => {
    const icon = svg("svg", { width: 13, height: 13, viewBox: "-8 -8 16 16", "aria-hidden": "true" },
      svg("path", { d: SHAPES[look.shape](6), fill: tintOf(look) }));
    return legendButton(icon, words().type[type] || type, shown.types, type);
  });
  document.getElementById("types").replaceChildren(...types);
  document.getElementById("lines").replaceChildren(...lineKinds().map(([kind, tint, dash]) => {
    const icon = svg("svg", { width: 30, height: 8, "aria-hidden": "true" },
      svg("path", { d: "M0 4h30", stroke: colour(tint), "stroke-width": 2, "stroke-dasharray": dash }));
    return legendButton(icon, say(`line_${kind}`), shown.kinds, kind);
  }));
}

// What the legend names can be taken out of the picture, and put back.
function legendButton(icon, text, set, value) {
  const flip = () => { toggle(set, value); writeLegend(); filtersChanged(); };
  return make("button", { type: "button", "aria-pressed": String(set.has(value)), onclick: flip }, icon, text);
}

const foldedNames = new Map();

function namesOf(node) {
  if (!foldedNames.has(node.id)) foldedNames.set(node.id, [node.en, node.de || "", ...(node.aliases || [])].map(fold));
  return foldedNames.get(node.id);
}

function matches(text) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const rank = (node) => {
    const names = namesOf(node);
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
  writeNarrow();
  if (all.open) writeTable();
  opened();
}

function pictureKey(event) {
  const order = shownNodes().sort((a, b) => b.value - a.value || a.id - b.id).map((node) => node.id);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step && order.length) {
    event.preventDefault();
    const at = order.indexOf(pictureKey.at);
    pictureKey.at = order[at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length];
    openNode(pictureKey.at, true);
  } else if (event.key === "Enter") reader.querySelector(".list button")?.focus();
  else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.3 : 1 / 1.3);
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: gently(150) });
  if (!gently(150)) regrow();
}

// The address names what is open and how it is looked at, so that it can be passed on.
function remember() {
  if (!framed) history.replaceState(null, "", `#${addressOf(current)}`);
}

function openAddress(hash) {
  const iri = readAddress(hash.slice(1));
  const node = nodes.find((other) => other.iri === iri);
  const edge = edges.find((other) => statementsOf(other).some((statement) => statement.iri === iri));
  opened = node ? () => openNode(node.id, true) : edge ? () => openEdge(edge.id, true) : () => { openStart(); showAll(false); };
  if (isNarrowed()) openNarrow(true);
  writeWords(); // and with them what is opened
}

function listen() {
  search.addEventListener("input", suggest);
  search.addEventListener("keydown", searchKey);
  search.addEventListener("blur", () => openList(false));
  document.getElementById("language").addEventListener("click", () => { language = language === "de" ? "en" : "de"; writeWords(); });
  narrowing.addEventListener("click", () => openNarrow(narrow.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const inside = reader.contains(document.activeElement);
    openStart();
    if (inside) document.getElementById("network").focus();
  });
  all.addEventListener("toggle", () => { if (all.open) writeTable(); });
  window.addEventListener("beforeprint", () => { all.open = true; writeTable(); restyle(); });
  window.addEventListener("afterprint", () => restyle());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", writeLegend);
}

function listenToPicture() {
  const onClick = (id, action) => document.getElementById(id).addEventListener("click", action);
  document.getElementById("network").addEventListener("keydown", pictureKey);
  onClick("zoom-in", () => zoom(1.4));
  onClick("zoom-out", () => zoom(1 / 1.4));
  onClick("fit", () => { startAgain(); openStart(); showAll(); });
  onClick("more", () => drawMore(2));
  onClick("fewer", () => drawMore(0.5));
  onClick("swing", () => swing(!swinging));
  onClick("save-png", () => save("png"));
  onClick("save-svg", () => save("svg"));
  onClick("share", share);
  document.getElementById("share").hidden = framed; // no address
}

const asked = location.hash;
opened = openStart;
lookAtStage();
listen();
if (framed) joinNotebook();
writeWords();
unpackVis().then(drawPicture).then(listenToPicture).then(() => {
  if (asked.length > 1) openAddress(asked);
  document.documentElement.dataset.ready = "true";
  window.newskg = { network, data, labels: () => labels, svg: svgText, png: pngBlob }; // for the console and for tests
}).catch((error) => {
  notify(say("too_old"));
  clearTimeout(notify.timer);
  all.open = true;
  console.error(error);
});

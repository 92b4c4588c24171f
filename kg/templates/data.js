// What the page knows, in the language that the reader chose. Texts reach the page as text nodes only.

const data = JSON.parse(document.getElementById("graph-data").textContent);
const { nodes, edges } = data.network;
const nodeById = new Map(nodes.map((node) => [node.id, node]));
const edgeById = new Map(edges.map((edge) => [edge.id, edge]));
const kinds = ["fact", "claim", "denial"];
const SECTIONS = { fact: "about", claim: "claimed_about", denial: "denied_about" };
let language = data.labels;

function words() {
  return data.words[language];
}

// For dates and numbers.
function locale() {
  return language === "de" ? "de-DE" : "en-GB";
}

function say(key, name = "") {
  return words()[key].replace("{name}", name).replace("{n}", name);
}

function count(key, number) {
  return words()[key][number === 1 ? 0 : 1].replace("{n}", number.toLocaleString(language));
}

function fullName(thing) {
  return (language === "de" && thing.de) || thing.en;
}

function pictureLabel(node) {
  return (language === "de" && node.label_de) || node.label;
}

function relationName(edge) {
  return language === "de" ? edge.label_de : edge.label;
}

function statementsOf(edge) {
  return edge.statements.map((number) => data.statements[number]);
}

function kindOf(statement) {
  if (statement.negated) return "denial";
  return statement.held ? "fact" : "claim";
}

function voiceOf(statement) {
  if (statement.speaker !== undefined) return say("according_to", fullName(data.names[statement.speaker]));
  return statement.modality === "reported" ? say("says_unnamed") : say("says_article");
}

// "planned", "reported": how a statement is meant, "" where it is simply said.
function mannerOf(statement) {
  return statement.modality === "asserted" ? "" : words().modality[statement.modality];
}

// "13 November 2024", "November 2024", "2024", or "1 – 31 October 2024", as exact as the text was.
function timeOf(statement) {
  const { from, to, precision, time } = statement;
  if (!from && !to) return time || "";
  const grain = { year: { year: "numeric" }, month: { year: "numeric", month: "long" } }[precision];
  const format = new Intl.DateTimeFormat(locale(), { ...(grain || { dateStyle: "long" }), timeZone: "UTC" });
  if (from && to) return from === to || grain ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
  return from ? `${format.format(new Date(from))} –` : `– ${format.format(new Date(to))}`;
}

// The first and last day that a statement is about, by default the day of its article; "" where neither is known.
function daysOf(statement) {
  const published = data.articles[data.sentences[statement.sentence].article].published || "";
  return [statement.from || statement.to || published, statement.to || statement.from || published];
}

function dayOf(text) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(text));
}

// One element; `children` that are strings become text, never markup.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

// Names and sentences come from outside: isolated, so that right-to-left marks can't turn the rest of the line.
function name(text, attributes = {}) {
  return make("bdi", attributes, text);
}

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
}

function colour(variable) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim();
}

function tintOf(look) {
  return isDark() ? look.dark : look.light;
}

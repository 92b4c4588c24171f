// All statements that the filters let through, as a table below the picture.

const all = document.getElementById("all");
const ROWS = 200; // at once

function writeTable() {
  const columns = ["subject", "relation", "object", "voice", "time", "sentence", "article"];
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col" }, say(`column_${column}`))));
  const pairs = passingEdges().flatMap((edge) => shownStatements(edge).map((statement) => [edge, statement]));
  const body = make("tbody");
  const further = make("button", { type: "button", class: "plain", onclick: () => add() });
  const add = () => {
    body.append(...pairs.splice(0, ROWS).map(row));
    further.textContent = count("further", pairs.length);
    further.hidden = !pairs.length;
  };
  add();
  all.querySelector(".scroll").replaceChildren(make("table", {}, make("thead", {}, head), body), further);
}

function row([edge, statement]) {
  const sentence = data.sentences[statement.sentence];
  const article = data.articles[sentence.article];
  const relation = (edge.negated ? "✗ " : "") + relationName(edge);
  const end = (id) => make("td", {}, make("button", { type: "button", onclick: () => { scrollTo(0, 0); openNode(id, true); } }, name(fullName(nodeById.get(id)))));
  const cell = (tag) => make(tag, {}, make("button", { type: "button", onclick: () => { scrollTo(0, 0); openEdge(edge.id, true); } }, relation));
  return make("tr", {}, end(edge.from), cell("td"), end(edge.to),
    make("td", {}, name(voiceOf(statement)), mannerOf(statement) && `, ${mannerOf(statement)}`), make("td", {}, timeOf(statement)),
    make("td", { class: "sentence", lang: "de", dir: "auto" }, ...marked(sentence.text, statement.evidence || [])), make("td", {}, ...sourceOf(article)));
}

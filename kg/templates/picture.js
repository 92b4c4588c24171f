// The picture: vis-network draws nodes and lines where Python put them; labels are ours, so that none ever overlaps.

const FAR = { wide: 0.7, tall: 0.45 }; // zooms below which everything keeps its size on the screen
let hovered = { node: null, edge: null };
let network = null;
let visNodes = null;
let visEdges = null;
let grownFor = 1; // the zoom that sizes and widths are made for
let swinging = false;
let dragging = false;

function far() {
  return tall ? FAR.tall : FAR.wide;
}

function unit(scale = grownFor) {
  return Math.max(1, far() / scale);
}

// 1 for a picture that can be read, less the more nodes are drawn: signs become smaller, lines fainter.
function clarity() {
  return Math.max(0.33, Math.min(1, Math.sqrt(220 / (scene.nodes.size + 1))));
}

function sizeOf(node, scale = grownFor) {
  return (node.shape === "star" ? 1.2 : 1) * node.size * unit(scale) * (scale < far() ? Math.max(0.5, clarity()) : 1);
}

function regrow() {
  const scale = network.getScale();
  if (Math.abs(scale / grownFor - 1) < 0.05) return;
  clearTimeout(regrow.timer);
  const grow = () => { grownFor = scale; restyle(); };
  if (scene.nodes.size > 300) regrow.timer = setTimeout(grow, 120); // once the wheel stands still
  else grow();
}

function styledNode(node) {
  const look = data.looks[node.group];
  const faded = chosen.nodes.size > 0 && !chosen.nodes.has(node.id);
  return {
    id: node.id, shape: node.shape, size: sizeOf(node),
    color: { background: tintOf(look), border: colour("paper") }, borderWidth: 2, opacity: faded ? 0.16 : 1,
  };
}

function styledEdge(edge, tints) {
  const statements = shownStatements(edge);
  const said = statements.some((statement) => statement.held || (statement.negated && statement.modality === "asserted"));
  const faded = chosen.nodes.size > 0 && !chosen.edges.has(edge.id);
  const strong = chosen.edges.has(edge.id);
  const width = Math.min(3.2, 0.85 + 0.45 * Math.log2(1 + statements.length)) + (strong ? 0.9 : 0);
  return {
    id: edge.id, from: edge.from, to: edge.to, smooth: edge.smooth || { enabled: false }, width: width * unit() * (strong ? 1 : clarity()),
    arrows: { to: { enabled: strong || clarity() > 0.7, scaleFactor: 0.5 * unit() } },
    dashes: said ? false : [7 * unit(), 5 * unit()],
    color: { color: edge.negated ? tints.denied : said ? tints.line : tints.claim, opacity: faded ? 0.1 : strong ? 1 : 0.72 * clarity() ** 0.8 },
  };
}

// Everything that is to be seen, put into the picture; the rest taken out.
function restyle({ moved = false } = {}) {
  if (!network) return;
  const tints = { line: colour("line"), claim: colour("claim"), denied: colour("denied") };
  network.body.emitter.emit("_blockRedraw"); // else it would draw after every step
  const fresh = [...scene.nodes].filter((id) => !visNodes.get(id)).map((id) => ({ id, ...placeOf(nodeById.get(id)) }));
  visEdges.remove(visEdges.getIds().filter((id) => !scene.edges.has(id)));
  visNodes.remove(visNodes.getIds().filter((id) => !scene.nodes.has(id)));
  visNodes.add(fresh.map((place) => ({ ...place, ...styledNode(nodeById.get(place.id)) })));
  visNodes.update(shownNodes().map((node) => (moved ? { ...styledNode(node), ...placeOf(node) } : styledNode(node))));
  visEdges.update([...scene.edges].map((id) => styledEdge(edgeById.get(id), tints)));
  network.body.emitter.emit("_allowRedraw");
  forgetLabels();
  network.redraw();
}

// After anything has changed that says what is to be seen; `focus` are the nodes that it is about, none for all.
function change(focus = []) {
  const before = scene.nodes;
  setScene();
  const moved = network && scene.nodes.size && (before.size !== scene.nodes.size || [...scene.nodes].some((id) => !before.has(id)));
  if (moved) {
    settled.clear();
    const some = focus.filter((id) => scene.nodes.has(id)).map((id) => nodeById.get(id));
    settle(viewOf(some.length ? some : shownNodes(), 1.2, placeOf).scale);
  }
  restyle({ moved: moved && !swinging });
  writeAmount();
  remember();
}

function choose(nodeIds, edgeIds) {
  chosen.nodes = new Set(nodeIds);
  chosen.edges = new Set(edgeIds);
  change(nodeIds);
}

function gently(duration) {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration, easingFunction: "easeInOutQuad" };
}

function swing(start) {
  clearTimeout(swing.timer);
  swinging = start;
  const forces = { enabled: true, solver: "forceAtlas2Based", stabilization: false,
    forceAtlas2Based: { gravitationalConstant: -90 * unit(), springLength: 130 * unit(), avoidOverlap: 0.4 } };
  network.setOptions({ physics: start ? forces : { enabled: false } });
  if (start) swing.timer = setTimeout(() => network.setOptions({ physics: { enabled: false } }), 5000);
  else { restyle({ moved: true }); showAll(); }
  const button = document.getElementById("swing");
  button.setAttribute("aria-pressed", String(start));
  button.textContent = say(start ? "put_back" : "swing");
}

function drawPicture(vis) {
  const stage = document.getElementById("network");
  visNodes = new vis.DataSet();
  visEdges = new vis.DataSet();
  network = new vis.Network(stage, { nodes: visNodes, edges: visEdges }, data.network.options);
  stage.querySelector(".vis-network").tabIndex = -1; // the stage around it takes the focus
  setScene();
  restyle();
  showAll(false);
  network.on("afterDrawing", drawLabels);
  network.on("zoom", regrow);
  network.on("animationFinished", regrow);
  network.on("click", ({ nodes: [node], edges: [edge], pointer }) => {
    const label = labelAt(pointer.canvas);
    if (node !== undefined) openNode(node);
    else if (label) label.node === undefined ? openEdge(label.edge) : openNode(label.node);
    else if (edge !== undefined) openEdge(edge);
    else openStart();
  });
  for (const [event, field] of [["hoverNode", "node"], ["hoverEdge", "edge"]]) {
    network.on(event, (hit) => hover({ node: null, edge: null, [field]: hit[field] }));
  }
  network.on("dragStart", ({ nodes: held }) => { dragging = held.length > 0; });
  network.on("dragEnd", () => { dragging = false; forgetLabels(); });
  network.on("blurNode", () => hover({ node: null, edge: null }));
  network.on("blurEdge", () => hover({ node: null, edge: null }));
  watchStage(stage);
}

function watchStage(stage) {
  new ResizeObserver(() => {
    const before = tall;
    lookAtStage();
    if (tall !== before) {
      change();
      if (!swinging) restyle({ moved: true });
    }
    network.setSize("100%", "100%");
    showAll(false);
  }).observe(stage);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => restyle());
}

function hover(hit) {
  hovered = hit;
  document.getElementById("network").style.cursor = hit.node === null && hit.edge === null ? "" : "pointer";
  forgetLabels();
  network.redraw();
}

// vis-network's own code is packed in the page; unpacked, the policy of the page knows it by its hash.
async function unpackVis() {
  const packed = Uint8Array.from(atob(document.getElementById("vis-network").textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(stream).text();
  document.head.append(script);
  return window.vis;
}

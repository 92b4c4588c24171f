// The picture: vis-network draws nodes and lines where Python put them; labels are ours, so that none ever overlaps.

const FAR = { wide: 0.7, tall: 0.45 }; // zooms below which everything keeps its size on the screen
let hovered = { node: null, edge: null };
let network = null;
let visNodes = null;
let visEdges = null;
let grownFor = 1; // the zoom that sizes and widths are made for
const settled = new Map(); // places beside those computed before
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

// The view that holds these nodes together with their labels, not larger than `largest`.
function viewOf(some, largest, at = drawnPlace) {
  const stage = document.getElementById("network");
  const free = freeHeight(stage);
  let scale = largest, area;
  for (let round = 0; round < 5; round += 1) { // the smaller the view, the more room labels need in it
    area = areaOf(some, scale, at);
    scale = Math.min(stage.clientWidth / (area.right - area.left + 24 / scale), free / (area.bottom - area.top + 24 / scale), largest);
  }
  const down = (stage.clientHeight - free) / 2 / scale; // the free part is the upper one
  return { position: { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 + down }, scale };
}

function drawnPlace(node) {
  return network.getPosition(node.id);
}

function areaOf(some, scale, at) {
  const context = document.querySelector("#network canvas").getContext("2d");
  const size = labelSize(scale);
  const area = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const node of some) {
    const { x, y } = at(node), lines = pictureLabel(node).split("\n");
    const radius = sizeOf(node, scale);
    const half = Math.max(radius, ...lines.map((line) => widthOf(context, line, 600) * size * 0.53));
    area.left = Math.min(area.left, x - half);
    area.right = Math.max(area.right, x + half);
    area.top = Math.min(area.top, y - radius);
    area.bottom = Math.max(area.bottom, y + radius + 4 / scale + 1.2 * size * lines.length);
  }
  return area;
}

// How much of the stage the opened reader leaves free: on a telephone it covers the lower part.
function freeHeight(stage) {
  if (!isSheet()) return stage.clientHeight;
  return Math.max(160, Math.min(stage.clientHeight, reader.getBoundingClientRect().top - stage.getBoundingClientRect().top));
}

function goTo(nodeIds) {
  const drawn = [...new Set(nodeIds)].filter((id) => scene.nodes.has(id)).map((id) => nodeById.get(id));
  if (!network || !drawn.length) return;
  network.moveTo({ ...viewOf(drawn, Math.max(network.getScale(), 1)), animation: gently(350) });
  if (!gently(350)) regrow();
}

function showAll(animate = true) {
  if (!document.getElementById("network").clientHeight || !scene.nodes.size) return; // as in a folded notebook cell
  const view = viewOf(shownNodes(), 1.2);
  setRim(view);
  network.moveTo({ ...view, animation: animate && gently(350) });
  if (!animate || !gently(350)) regrow();
}

// The place on a wide or a tall stage, both computed in Python, or beside it where that is taken.
function placeOf(node) {
  return settled.get(node.id) || (tall ? { x: node.tall[0], y: node.tall[1] } : { x: node.x, y: node.y });
}

// What is drawn besides the opening keeps its place if that is free at this zoom, else it takes the nearest free one.
function settle(scale) {
  if (scene.nodes.size > 4 * opening()) return; // seen from so far, places are all that can be seen
  const context = document.querySelector("#network canvas").getContext("2d");
  const taken = makeBins(80 / scale);
  const box = (node, { x, y }) => {
    const lines = pictureLabel(node).split("\n"), size = labelSize(scale), radius = sizeOf(node, scale) + 2 / scale;
    const half = Math.max(radius, ...lines.map((line) => widthOf(context, line, 400) * size * 0.5));
    return { left: x - half, right: x + half, top: y - radius, bottom: y + radius + 1.2 * size * lines.length };
  };
  const keeps = (node) => !isNarrowed() && node.id < opening();
  for (const node of shownNodes().filter(keeps)) taken.add(box(node, placeOf(node)));
  for (const node of shownNodes().filter((other) => !keeps(other))) {
    const home = placeOf(node);
    const place = spotsAround(home, scale).find((spot) => !taken.hits(box(node, spot), 2 / scale).size) || home;
    settled.set(node.id, place);
    taken.add(box(node, place));
  }
}

function spotsAround({ x, y }, scale) {
  const spots = [{ x, y }];
  for (let number = 1; number < 600; number += 1) { // evenly over a disc, as sunflowers grow their seeds
    const far = (11 * Math.sqrt(number)) / scale, turn = number * 2.399963;
    spots.push({ x: Math.round(x + 1.3 * far * Math.cos(turn)), y: Math.round(y + far * Math.sin(turn)) });
  }
  return spots;
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

// The picture: vis-network draws nodes and lines where Python put them; labels are ours, so that none ever overlaps.

const shown = { kinds: new Set(kinds), types: new Set(Object.keys(data.looks)), voice: "", article: "", since: "", until: "" };
const chosen = { nodes: new Set(), edges: new Set() };
let hovered = { node: null, edge: null };
let network = null;
let visNodes = null;
let visEdges = null;
let grownFor = 1; // the zoom that the sizes of the nodes are made for
let swinging = false;
let dragging = false;

function shownStatements(edge) {
  return statementsOf(edge).filter((statement) => {
    const [from, to] = daysOf(statement);
    return shown.kinds.has(kindOf(statement)) && (!shown.voice || shown.voice === String(statement.speaker ?? "own"))
      && (!shown.article || shown.article === String(data.sentences[statement.sentence].article))
      && (!shown.since || to >= shown.since) && (!shown.until || (from && from <= shown.until));
  });
}

function isShown(edge) {
  const ends = shown.types.has(nodeById.get(edge.from).group) && shown.types.has(nodeById.get(edge.to).group);
  return ends && shownStatements(edge).length > 0;
}

function isTall() {
  const stage = document.getElementById("network");
  return stage.clientWidth < stage.clientHeight;
}

// Seen from afar, small nodes would vanish: on the screen they shrink less than the picture.
function sizeOf(node, scale = grownFor) {
  const least = (4 + 0.35 * node.size) / scale;
  return (node.shape === "star" ? 1.2 : 1) * Math.max(node.size, Math.min(least, 1.8 * node.size));
}

function regrow() {
  const scale = network.getScale();
  if (Math.abs(scale / grownFor - 1) < 0.05) return;
  grownFor = scale;
  restyle();
}

function styledNode(node, hasEdge) {
  const look = data.looks[node.group];
  const tint = isDark() ? look.dark : look.light;
  const faded = chosen.nodes.size > 0 && !chosen.nodes.has(node.id);
  return {
    id: node.id, shape: node.shape, size: sizeOf(node), hidden: !shown.types.has(node.group) || !hasEdge.has(node.id),
    color: { background: tint, border: colour("paper") }, borderWidth: 2, opacity: faded ? 0.16 : 1,
  };
}

function styledEdge(edge) {
  const statements = shownStatements(edge);
  const said = statements.some((statement) => statement.held || (statement.negated && statement.modality === "asserted"));
  const tint = edge.negated ? colour("denied") : colour(said ? "line" : "claim");
  const faded = chosen.nodes.size > 0 && !chosen.edges.has(edge.id);
  const strong = chosen.edges.has(edge.id);
  return {
    id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows, smooth: edge.smooth, hidden: !isShown(edge),
    dashes: said ? false : [7, 5], width: Math.min(4, 0.9 + 0.35 * statements.length) + (strong ? 0.9 : 0),
    color: { color: tint, opacity: faded ? 0.1 : strong ? 1 : 0.72 },
  };
}

function restyle() {
  if (!network) return;
  const hasEdge = new Set(edges.filter(isShown).flatMap((edge) => [edge.from, edge.to]));
  visNodes.update(nodes.map((node) => styledNode(node, hasEdge)));
  visEdges.update(edges.map(styledEdge));
  forgetLabels();
  network.redraw();
}

function choose(nodeIds, edgeIds) {
  chosen.nodes = new Set(nodeIds);
  chosen.edges = new Set(edgeIds);
  restyle();
}

function gently(duration) {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration, easingFunction: "easeInOutQuad" };
}

// The view that holds these nodes together with their labels, not larger than `largest`.
function viewOf(some, largest) {
  const stage = document.getElementById("network");
  const free = freeHeight(stage);
  let scale = largest, area;
  for (let round = 0; round < 4; round += 1) { // the smaller the view, the more room labels need in it
    area = areaOf(some, scale);
    scale = Math.min(stage.clientWidth / (area.right - area.left + 24), free / (area.bottom - area.top + 24), largest);
  }
  const down = (stage.clientHeight - free) / 2 / scale; // the free part is the upper one
  return { position: { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 + down }, scale };
}

function areaOf(some, scale) {
  const context = document.querySelector("#network canvas").getContext("2d");
  const places = network.getPositions(some.map((node) => node.id));
  const size = Math.min(labelSize(scale), 18); // seen from far, the labels at the rim may give way
  const area = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const node of some) {
    const { x, y } = places[node.id], lines = pictureLabel(node).split("\n");
    const radius = sizeOf(node, scale);
    const half = Math.max(radius, ...lines.map((line) => widthOf(context, line, 600) * size * 0.53));
    area.left = Math.min(area.left, x - half);
    area.right = Math.max(area.right, x + half);
    area.top = Math.min(area.top, y - radius);
    area.bottom = Math.max(area.bottom, y + radius + 4 + 1.2 * size * lines.length);
  }
  return area;
}

// How much of the stage the opened reader leaves free: on a telephone it covers the lower part.
function freeHeight(stage) {
  if (!isSheet()) return stage.clientHeight;
  return Math.max(160, Math.min(stage.clientHeight, reader.getBoundingClientRect().top - stage.getBoundingClientRect().top));
}

function goTo(nodeIds) {
  if (!network) return;
  const view = viewOf(nodeIds.map((id) => nodeById.get(id)), Math.max(network.getScale(), 1));
  network.moveTo({ ...view, animation: gently(350) });
}

function showAll(animate = true) {
  if (!document.getElementById("network").clientHeight) return; // not on screen, as in a folded notebook cell
  const drawn = nodes.filter((node) => !visNodes.get(node.id).hidden);
  const view = viewOf(drawn.length ? drawn : nodes, 1.2);
  setRim(view);
  network.moveTo({ ...view, animation: animate && gently(350) });
}

// Places for a wide or a tall stage, both computed in Python.
function putNodes() {
  const tall = isTall();
  visNodes.update(nodes.map((node) => ({ id: node.id, x: tall ? node.tall[0] : node.x, y: tall ? node.tall[1] : node.y })));
}

function swing(start) {
  clearTimeout(swing.timer);
  swinging = start;
  const forces = { enabled: true, solver: "forceAtlas2Based", stabilization: false,
    forceAtlas2Based: { gravitationalConstant: -90, springLength: 130, avoidOverlap: 0.4 } };
  network.setOptions({ physics: start ? forces : { enabled: false } });
  if (start) swing.timer = setTimeout(() => network.setOptions({ physics: { enabled: false } }), 5000);
  else { putNodes(); showAll(); }
  const button = document.getElementById("swing");
  button.setAttribute("aria-pressed", String(start));
  button.textContent = say(start ? "put_back" : "swing");
}

function drawPicture(vis) {
  const stage = document.getElementById("network");
  visNodes = new vis.DataSet(nodes.map((node) => ({ id: node.id, x: node.x, y: node.y })));
  visEdges = new vis.DataSet();
  network = new vis.Network(stage, { nodes: visNodes, edges: visEdges }, data.network.options);
  stage.querySelector(".vis-network").tabIndex = -1; // the stage around it takes the focus
  putNodes();
  restyle();
  showAll(false);
  regrow();
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
  let wasTall = isTall();
  new ResizeObserver(() => {
    if (isTall() !== wasTall && !swinging) putNodes();
    wasTall = isTall();
    network.setSize("100%", "100%");
    showAll(false);
    regrow();
  }).observe(stage);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
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

// Labels of nodes and lines: as many as have room at this zoom, the most important first, never one over another.

const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";
const PLACES_ON_LINE = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
const BESIDE_LINE = [0, -0.9, 0.9]; // in heights of a line
const ROOM_FOR_LINES = 11000; // square pixels of the screen for each node, from which on lines are labelled
const widths = new Map();
let labels = [];
let rim = null; // of the picture at rest: while nothing is zoomed, no label crosses it
let labelKey = "";

function forgetLabels() {
  labelKey = "";
}

function widthOf(context, text, weight) {
  const key = weight + text;
  if (!widths.has(key)) {
    context.font = `${weight} 20px ${FONT}`;
    widths.set(key, context.measureText(text).width / 20);
  }
  return widths.get(key);
}

// In the coordinates of the picture; on the screen a label shrinks and grows less than the picture.
function labelSize(scale) {
  return Math.min(16, Math.max(11.5, 13 * scale)) / scale;
}

// A label's lines and its box, with its middle at (x, y), all in the coordinates of the picture.
function boxOf(context, lines, { x, y, size, weight }) {
  const width = Math.max(...lines.map((line) => widthOf(context, line, weight))) * size;
  const height = lines.length * size * 1.2;
  return { lines, x, size, weight, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function moved(box, right, down) {
  return { ...box, x: box.x + right, left: box.left + right, right: box.right + right, top: box.top + down, bottom: box.bottom + down };
}

// Below its node, or where that is taken to the right, to the left, or above.
function placesAround(box, radius, gap) {
  const across = radius + gap + (box.right - box.left) / 2, down = radius + gap + (box.bottom - box.top) / 2;
  return [moved(box, 0, down), moved(box, across, 0), moved(box, -across, 0), moved(box, 0, -down)];
}

function setRim({ position: { x, y }, scale }) {
  const stage = document.getElementById("network");
  const across = stage.clientWidth / 2 / scale, down = stage.clientHeight / 2 / scale;
  rim = { scale, left: x - across, right: x + across, top: y - down, bottom: y + down };
  forgetLabels();
}

function isInside(box, scale) {
  if (!rim || Math.abs(scale / rim.scale - 1) > 0.02) return true;
  return box.left >= rim.left && box.right <= rim.right && box.top >= rim.top && box.bottom <= rim.bottom;
}

// Boxes by the cells that they touch, so that many can be asked for quickly.
function makeBins(cell) {
  const bins = new Map();
  const cells = (box, margin, each) => {
    for (let x = Math.floor((box.left - margin) / cell); x <= Math.floor((box.right + margin) / cell); x += 1) {
      for (let y = Math.floor((box.top - margin) / cell); y <= Math.floor((box.bottom + margin) / cell); y += 1) each(`${x},${y}`);
    }
  };
  return {
    add(box) {
      cells(box, 0, (key) => (bins.has(key) ? bins.get(key).push(box) : bins.set(key, [box])));
    },
    hits(box, margin) {
      const found = new Set();
      cells(box, margin, (key) => (bins.get(key) || []).forEach((other) => { if (!areApart(box, other, margin)) found.add(other); }));
      return found;
    },
  };
}

function areApart(box, other, margin) {
  return box.right + margin <= other.left || other.right + margin <= box.left
    || box.bottom + margin <= other.top || other.bottom + margin <= box.top;
}

function pointOn(edge, from, to, at) {
  let via = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (edge.smooth) {
    // the same bend as vis-network's curvedCW and curvedCCW
    const bend = edge.smooth.roundness * 0.5, turn = edge.smooth.type === "curvedCW" ? bend : -bend;
    const length = Math.hypot(to.x - from.x, from.y - to.y);
    const angle = Math.atan2(from.y - to.y, to.x - from.x) + (turn + 0.5) * Math.PI;
    via = { x: from.x + (bend + 0.5) * length * Math.sin(angle), y: from.y + (bend + 0.5) * length * Math.cos(angle) };
  }
  const a = (1 - at) * (1 - at), b = 2 * at * (1 - at), c = at * at;
  return { x: a * from.x + b * via.x + c * to.x, y: a * from.y + b * via.y + c * to.y, via };
}

function nodeRank(node) {
  if (hovered.node === node.id) return 0;
  if (chosen.nodes.size) return chosen.nodes.has(node.id) ? 0 : 2;
  return 1;
}

function placeNodeLabels(context, places, scale, discs, placed) {
  const wanted = shownNodes().sort((a, b) => nodeRank(a) - nodeRank(b) || b.value - a.value || a.id - b.id);
  const size = labelSize(scale);
  wanted.forEach((node, number) => {
    const strong = number < 10 && node.value > 1;
    const style = { ...places[node.id], size: strong ? size * 1.06 : size, weight: strong ? 600 : 400 };
    const box = { ...boxOf(context, pictureLabel(node).split("\n"), style), node: node.id, faded: nodeRank(node) === 2 };
    const free = placesAround(box, sizeOf(node, scale), 3 / scale)
      .filter((place) => isInside(place, scale) && !placed.hits(place, 2 / scale).size);
    const hides = free.map((place) => [...discs.hits(place, 0)].filter((disc) => disc.node !== node.id).length);
    const best = Math.min(...hides); // the six strongest show their names even where these hide a weaker node
    if (!free.length || (best > 0 && number >= 6)) return;
    placed.add(free[hides.indexOf(best)]);
    labels.push(free[hides.indexOf(best)]);
  });
}

function edgeLines(edge) {
  const statements = shownStatements(edge);
  const first = (edge.negated ? "✗ " : "") + relationName(edge);
  if (!statements.length || statements.some((statement) => statement.held)) return [first];
  const voices = [...new Set(statements.map((statement) => statement.speaker))];
  if (voices.length > 1) return [first, say("sources", voices.length)];
  const statement = statements[0];
  if (statement.speaker !== undefined || statement.modality === "reported") return [first, voiceOf(statement)];
  return mannerOf(statement) ? [first, mannerOf(statement)] : [first];
}

// Lines are labelled where nodes have room around them; chosen ones always.
function haveRoom(places, scale) {
  const all = shownNodes().map((node) => places[node.id]);
  const across = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x));
  const down = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y));
  return (across + 60 / scale) * (down + 60 / scale) * scale * scale > ROOM_FOR_LINES * all.length;
}

function placeEdgeLabels(context, places, scale, discs, placed) {
  const size = Math.min(13, Math.max(10, 11 * scale)) / scale;
  const rank = (edge) => (chosen.edges.has(edge.id) || hovered.edge === edge.id ? 0 : 1);
  const all = chosen.nodes.size === 0 && scene.nodes.size > 0 && haveRoom(places, scale);
  const wanted = [...scene.edges].map((id) => edgeById.get(id)).filter((edge) => edge.from !== edge.to && (all || rank(edge) === 0));
  wanted.sort((a, b) => rank(a) - rank(b) || b.statements.length - a.statements.length || a.id - b.id);
  for (const edge of wanted) {
    const from = places[edge.from], to = places[edge.to];
    const lines = edgeLines(edge);
    const tries = [lines, lines.slice(0, 1)].flatMap((some) => BESIDE_LINE.flatMap((beside) => PLACES_ON_LINE.map((at) => [some, beside, at])));
    for (const [some, beside, at] of tries) {
      const { x, y } = pointOn(edge, from, to, at);
      const box = { ...boxOf(context, some, { x, y: y + beside * size, size, weight: 400 }), edge: edge.id, negated: edge.negated };
      if (placed.hits(box, 2 / scale).size || discs.hits(box, 1 / scale).size) continue;
      placed.add(box);
      labels.push(box);
      break;
    }
  }
}

function layLabels(context) {
  const scale = network.getScale();
  const places = network.getPositions([...scene.nodes]);
  const key = [scale.toFixed(4), language, swinging ? performance.now() : ""].join() + (dragging ? JSON.stringify(places) : "");
  if (key === labelKey) return;
  labelKey = key;
  const cell = 80 / scale;
  const discs = makeBins(cell), placed = makeBins(cell);
  for (const node of shownNodes()) {
    const { x, y } = places[node.id], size = sizeOf(node);
    discs.add({ node: node.id, left: x - size, right: x + size, top: y - size, bottom: y + size });
  }
  labels = [];
  placeNodeLabels(context, places, scale, discs, placed);
  placeEdgeLabels(context, places, scale, discs, placed);
}

function drawLabels(context) {
  layLabels(context);
  const scale = network.getScale();
  const paper = colour("paper"), ink = colour("ink"), muted = colour("muted"), denied = colour("denied");
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const box of labels) {
    context.globalAlpha = box.faded ? 0.25 : 1;
    context.font = `${box.edge === undefined ? "" : "italic "}${box.weight} ${box.size}px ${FONT}`;
    context.strokeStyle = paper;
    context.lineWidth = 3.5 / scale;
    context.fillStyle = box.edge === undefined ? ink : box.negated ? denied : muted;
    box.lines.forEach((line, number) => {
      const y = box.top + number * box.size * 1.2;
      context.strokeText(line, box.x, y);
      context.fillText(line, box.x, y);
    });
  }
  context.globalAlpha = 1;
}

function labelAt({ x, y }) {
  return labels.find((box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom);
}

// Where things stand: the view that holds some nodes, and free places for those that come later.

const settled = new Map(); // places beside those computed before

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
  const { clientWidth, clientHeight } = document.getElementById("network");
  if (!clientWidth || !clientHeight || !scene.nodes.size) return; // as in a folded notebook cell, or a notebook not yet shown
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

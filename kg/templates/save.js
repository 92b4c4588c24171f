// The picture as a file, as it stands on the screen: drawn anew as SVG, which a PNG is made from.

const PNG_SCALE = 2;
const SHAPES = {
  square: (r) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  diamond: (r) => `M0 ${-r}L${r} 0L0 ${r}L${-r} 0z`,
  dot: (r) => `M0 ${-r}A${r} ${r} 0 1 1 0 ${r}A${r} ${r} 0 1 1 0 ${-r}z`,
  triangleDown: (r) => polygon([[90, 1.15], [210, 1.15], [330, 1.15]], r, 0.275 * -1),
  hexagon: (r) => polygon([0, 60, 120, 180, 240, 300].map((angle) => [angle, 1]), r, 0),
  star: (r) => polygon(Array.from({ length: 10 }, (_, corner) => [corner * 36 - 90, corner % 2 ? 0.5 : 1.3]), 0.82 * r, 0.1),
};

function polygon(corners, r, down) {
  const points = corners.map(([angle, far]) => [Math.cos((angle * Math.PI) / 180) * far * r, (Math.sin((angle * Math.PI) / 180) * far + down) * r]);
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}z`;
}

// The whole stage in pixels of the screen, with a headline above and a line on its making below.
function pictureSvg() {
  const stage = document.getElementById("network"), scale = network.getScale();
  const width = stage.clientWidth, height = stage.clientHeight + 90;
  const at = (place) => { const { x, y } = network.canvasToDOM(place); return { x, y: y + 56 }; };
  const text = (x, y, size, content, more = {}) => svg("text", { x, y, "font-size": size, fill: colour("ink"), ...more }, content);
  const places = network.getPositions([...scene.nodes]);
  const lines = [...scene.edges].flatMap((id) => drawnLine(visEdges.get(id), edgeById.get(id), places, at, scale));
  const dots = shownNodes().map((node) => {
    const { x, y } = at(places[node.id]), { size, color, opacity } = visNodes.get(node.id);
    return svg("path", { d: SHAPES[node.shape](size * scale), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, fill: color.background, stroke: color.border, opacity });
  });
  const frame = svg("clipPath", { id: "frame" }, svg("rect", { x: 0, y: 56, width, height: stage.clientHeight }));
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT },
    svg("title", {}, data.title), frame, svg("rect", { width, height, fill: colour("paper") }),
    text(12, 30, 22, data.title, { "font-family": colour("serif"), "font-weight": 600 }),
    text(12, 48, 12, document.getElementById("counts").textContent, { fill: colour("muted") }),
    svg("g", { "clip-path": "url(#frame)" }, ...lines, ...dots, ...labels.map((box) => drawnLabel(box, at, scale, text))),
    svg("g", {}, ...drawnLegend(height - 14, text)));
}

// What the signs mean, in one line.
function drawnLegend(y, text) {
  const context = document.querySelector("#network canvas").getContext("2d");
  const parts = [];
  let x = 12;
  const add = (sign, width, words) => {
    parts.push(sign, text(x + width + 6, y, 11.5, words, { fill: colour("muted") }));
    x += width + 24 + widthOf(context, words, 400) * 11.5;
  };
  for (const [type, look] of Object.entries(data.looks).filter(([type]) => shown.types.has(type))) {
    add(svg("path", { d: SHAPES[look.shape](5), transform: `translate(${x + 6} ${y - 4})`, fill: tintOf(look) }), 12, words().type[type]);
  }
  for (const [kind, tint, dash] of lineKinds().filter(([kind]) => shown.kinds.has(kind))) {
    add(svg("path", { d: `M${x} ${y - 4}h26`, stroke: colour(tint), "stroke-width": 1.8, "stroke-dasharray": dash || "none" }), 26, say(`line_${kind}`));
  }
  return parts;
}

function drawnLine(look, edge, places, at, scale) {
  const from = places[edge.from], to = places[edge.to];
  const { x: a, y: b } = at(from), { x: c, y: d } = at(to), via = at(pointOn(edge, from, to, 0.5).via);
  const more = { fill: "none", stroke: look.color.color, opacity: look.color.opacity, "stroke-width": (look.width * scale).toFixed(2) };
  if (look.dashes) more["stroke-dasharray"] = look.dashes.map((length) => (length * scale).toFixed(1)).join(" ");
  if (edge.from === edge.to) return [svg("circle", { cx: a + 14, cy: b - 14, r: 14, ...more })];
  const back = Math.atan2(via.y - d, via.x - c), tip = visNodes.get(edge.to).size * scale + 2;
  const point = (far, turn) => `${(c + Math.cos(back + turn) * far).toFixed(1)} ${(d + Math.sin(back + turn) * far).toFixed(1)}`;
  const long = tip + 7, wide = Math.atan2(3, long);
  const line = svg("path", { d: `M${a.toFixed(1)} ${b.toFixed(1)}Q${via.x.toFixed(1)} ${via.y.toFixed(1)} ${point(long, 0)}`, ...more });
  return !look.arrows.to.enabled ? [line] : [line,
    svg("path", { d: `M${point(tip, 0)}L${point(long, wide)}L${point(long, -wide)}z`, fill: look.color.color, opacity: look.color.opacity })];
}

function drawnLabel(box, at, scale, text) {
  const { x, y } = at({ x: box.x, y: box.top }), size = box.size * scale;
  const tint = box.edge === undefined ? colour("ink") : box.negated ? colour("denied") : colour("muted");
  const style = { fill: tint, "font-weight": box.weight, "font-style": box.edge === undefined ? "normal" : "italic", "text-anchor": "middle",
    stroke: colour("paper"), "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke", opacity: box.faded ? 0.25 : 1 };
  return svg("g", {}, ...box.lines.map((line, number) => text(x.toFixed(1), (y + size * (0.95 + 1.2 * number)).toFixed(1), size.toFixed(1), line, style)));
}

function svgText() {
  return new XMLSerializer().serializeToString(pictureSvg());
}

async function pngBlob() {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText())}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext("2d");
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function save(format) {
  const blob = format === "svg" ? new Blob([svgText()], { type: "image/svg+xml" }) : await pngBlob();
  const link = make("a", { href: URL.createObjectURL(blob), download: `${fold(data.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "graph"}.${format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function share() {
  remember();
  try {
    await navigator.clipboard.writeText(location.href);
    notify(say("copied"));
  } catch {
    notify(say("in_address")); // no leave to use the clipboard
  }
}

function notify(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { notice.hidden = true; }, 2500);
}

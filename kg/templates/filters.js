// What narrows the picture down: one bar of choices, and a slider over the days that the statements are about.

const narrow = document.getElementById("narrow");
const narrowing = document.getElementById("narrowing");
const BARS = 60;

function speakersByClaims() {
  const speakers = new Map();
  for (const { speaker } of data.statements) if (speaker !== undefined) speakers.set(speaker, (speakers.get(speaker) || 0) + 1);
  return speakers;
}

// Each choice, if there is anything to choose.
function writeNarrow() {
  const byName = (a, b) => a[1].localeCompare(b[1], language);
  const groups = [...new Set(edges.map((edge) => edge.group || "-"))].sort().map((group) => [group, words().group[group] || group]);
  const voices = [...speakersByClaims().keys()].map((speaker) => [String(speaker), fullName(data.names[speaker])]).sort(byName);
  const sources = [...new Set(data.articles.map(({ source }) => source || "-"))].map((source) => [source, source === "-" ? say("no_source") : source]).sort(byName);
  const articles = data.articles.map((article, number) => [String(number), article.title || article.id]).sort(byName);
  const choices = [["group", groups, 1], ["voice", [["own", say("own_voice")], ...voices], 1], ["source", sources, 1], ["article", articles, 1]];
  narrow.replaceChildren(
    ...choices.filter(([, options, least]) => options.length > least).map(([field, options]) => choice(field, options)),
    ...timeline(),
    make("button", { type: "button", class: "plain", onclick: widen }, say("widen")),
  );
  narrowing.setAttribute("aria-pressed", String(isNarrowed()));
}

function choice(field, options) {
  const every = make("option", { value: "" }, say(`any_${field}`));
  const items = options.map(([value, text]) => make("option", { value, selected: shown[field] === value }, text));
  return make("div", { class: "field" }, make("label", { for: `by-${field}` }, say(`by_${field}`)),
    make("select", { id: `by-${field}`, onchange: (event) => filter(field, event.target.value) }, every, ...items));
}

function filter(field, value) {
  shown[field] = value;
  narrowing.setAttribute("aria-pressed", String(isNarrowed()));
  filtersChanged();
  showAll();
}

function widen() {
  for (const field of FIELDS) shown[field] = "";
  filtersChanged();
  writeNarrow();
  showAll();
}

// Two thumbs over a drawing of how much is said of each time; nothing where all is of one day.
function timeline() {
  const days = data.statements.map((statement) => daysOf(statement)[0]).filter(Boolean).sort();
  if (!days.length || days[0] === days[days.length - 1]) return [];
  const first = numberOf(days[0]), last = numberOf(days[days.length - 1]);
  const text = make("output", { class: "span" });
  const thumbs = ["since", "until"].map((field) => {
    const start = shown[field] ? numberOf(shown[field]) : field === "since" ? first : last;
    return make("input", { type: "range", min: first, max: last, value: start, "aria-label": say(field), oninput: () => slide(thumbs, first, last, text), onchange: showAll });
  });
  tell(thumbs, text);
  return [make("div", { class: "time" }, make("span", { class: "caption" }, say("by_time"), " ", text),
    make("div", { class: "slider" }, bars(days, first, last), ...thumbs))];
}

function slide(thumbs, first, last, text) {
  const [since, until] = thumbs.map((thumb) => Number(thumb.value)).sort((a, b) => a - b);
  shown.since = since > first ? dayFrom(since) : "";
  shown.until = until < last ? dayFrom(until) : "";
  tell(thumbs, text);
  narrowing.setAttribute("aria-pressed", String(isNarrowed()));
  filtersChanged();
}

function tell(thumbs, text) {
  const [since, until] = thumbs.map((thumb) => Number(thumb.value)).sort((a, b) => a - b).map(dayFrom);
  const style = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" });
  text.value = style.formatRange(new Date(since), new Date(until));
  for (const thumb of thumbs) thumb.setAttribute("aria-valuetext", dayOf(dayFrom(Number(thumb.value))));
}

function bars(days, first, last) {
  const counts = new Array(BARS).fill(0);
  for (const day of days) counts[Math.min(BARS - 1, Math.floor(((numberOf(day) - first) / (last - first)) * BARS))] += 1;
  const most = Math.max(...counts);
  const bar = (number, place) => {
    const height = (2 + 22 * Math.sqrt(number / most)).toFixed(1);
    return number ? `M${place + 0.15} 24v-${height}h.7v${height}z` : "";
  };
  const path = counts.map(bar).join("");
  return svg("svg", { viewBox: `0 0 ${BARS} 24`, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("path", { d: path }));
}

function numberOf(day) {
  return Math.round(Date.parse(day) / 86400000);
}

function dayFrom(number) {
  return new Date(number * 86400000).toISOString().slice(0, 10);
}

function openNarrow(open) {
  narrow.hidden = !open;
  narrowing.setAttribute("aria-expanded", String(open));
}

// In a notebook the page is a frame without an address: it takes the notebook's theme, leaves it the wheel, and copies what it may not open.

const framed = location.protocol === "about:";
const darkStyles = [...document.styleSheets[0].cssRules].find((rule) => rule.media?.mediaText.includes("prefers-color-scheme"));

function isDark() {
  return window.matchMedia(darkStyles.media.mediaText).matches && !window.matchMedia("print").matches;
}

// The notebook sends a port, and through it the colour of its letters, again whenever that changes.
function joinNotebook() {
  let port = null;
  window.addEventListener("message", ({ source, ports }) => {
    if (source !== window.parent || !ports.length) return;
    [port] = ports;
    port.onmessage = ({ data: ink }) => takeTheme(isBright(ink));
  });
  document.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) return; // zooms
    event.stopPropagation();
    const { deltaX, deltaY, deltaMode, wheelDeltaX, wheelDeltaY, shiftKey } = event; // VS Code goes by the old names
    if (!canScroll(event.target, deltaY)) port?.postMessage({ deltaX, deltaY, deltaMode, wheelDeltaX, wheelDeltaY, shiftKey });
  }, { capture: true, passive: true });
}

// A notebook has a theme of its own, whatever the system prefers.
function takeTheme(dark) {
  darkStyles.media.mediaText = dark ? "all" : "not all";
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  restyle();
  writeLegend();
}

// Painted, since a colour may be written in many ways.
function isBright(ink) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = ink;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return 0.3 * red + 0.59 * green + 0.11 * blue > 127;
}

function canScroll(element, down) {
  for (let around = element; around; around = around.parentElement) {
    const rest = down > 0 ? around.scrollHeight - around.clientHeight - around.scrollTop : around.scrollTop;
    const scrolls = around === document.scrollingElement || /auto|scroll/.test(getComputedStyle(around).overflowY);
    if (scrolls && rest > 1) return true;
  }
  return false;
}

// VS Code opens no window out of a frame, and nothing but the missing window tells.
async function openOutside(event) {
  event.preventDefault();
  const { href } = event.currentTarget, tab = window.open(href, "_blank");
  if (tab) {
    tab.opener = null;
    return;
  }
  try {
    await navigator.clipboard.writeText(href);
    notify(say("address_copied"));
  } catch {
    notify(href); // no leave to use the clipboard
  }
}

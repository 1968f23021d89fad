// What every part of the page is built of: elements, and times in words.

// --- Elements ---------------------------------------------------------------------------------------------------

function el(name, props, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") node.style.cssText = value; // the page's own policy forbids the attribute
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The only door for markup: fragments the server made and escaped. */
function safe(tag, className, html) {
  const node = el(tag, { class: className });
  node.innerHTML = html;
  return node;
}

/** Bring the children of `parent` to `wanted` without moving those that stay, so focus and scroll survive. */
function reconcile(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] || null);
  });
}

const tone = (id) => `tone-${(Math.abs(Number(id)) * 5 + (id < 0 ? 3 : 0)) % 7}`;
const initial = (name) => ([...name.trim()][0] || "?").toUpperCase();
const avatar = (id, name) => el("span", { class: `avatar ${tone(id)}`, "aria-hidden": "true" }, initial(name));

// --- Time -------------------------------------------------------------------------------------------------------

const format = (options, language = "en-GB") => new Intl.DateTimeFormat(language, options);
const AT = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ weekday: "long", day: "numeric", month: "long" });
const SHORT = format({ day: "numeric", month: "short" });
const CLOCK = format({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
const daysAgo = (date) => Math.round((midnight(now()) - midnight(date)) / 86400000);

function now() {
  const since = page.state.running ? performance.now() - page.heard : 0;
  return new Date(Date.parse(page.state.now) + since);
}

function dayName(date) {
  const ago = daysAgo(date);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return DAY.format(date) + (date.getFullYear() === now().getFullYear() ? "" : ` ${date.getFullYear()}`);
}

/** A span of time as a clock counts it down: `0:42`, `3:05:00`, or whole days. */
function countdown(seconds) {
  if (seconds >= 172800) return `${Math.floor(seconds / 86400)} days`;
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}

function drawClock() {
  if (!page.state) return;
  const written = CLOCK.format(now());
  if ($("clock").textContent === written) return;
  $("clock").textContent = written;
  $("clock").dateTime = now().toISOString();
}

function localInput(date) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60000);
  return shifted.toISOString().slice(0, 16);
}

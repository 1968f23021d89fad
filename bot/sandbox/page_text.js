// Inside a text: what is hidden or folded, what can be pressed, and moments in the reader's own time.

function onTextClick(event) {
  const hidden = event.target.closest(".spoiler:not(.shown)");
  if (hidden) return reveal(event, hidden.closest(".text, .explain"));
  const unfold = event.target.closest(".unfold");
  if (unfold) return toggleQuote(unfold);
  const command = event.target.closest(".command");
  if (command) return sendCommand(command.dataset.command.slice(1).replace(/@.*/, ""));
  const jump = event.target.closest(".jump");
  if (jump) return jumpTo(jump);
  const tag = event.target.closest(".tag");
  if (tag) return filterBy(tag.dataset.tag);
  const link = event.target.closest(".text a[href], .explain a[href]");
  if (link) {
    event.preventDefault();
    followLink(link.href);
  }
}

function onDoubleClick(event) {
  const node = event.target.closest("[data-message]");
  if (!node || !opened().can_write || event.target.closest("a, button, pre, summary, .spoiler")) return;
  getSelection().removeAllRanges();
  replyTo(page.drawn.get(node).message);
}

/** One tap shows every hidden piece of the message, as Telegram does. */
function reveal(event, text) {
  event.preventDefault();
  for (const one of text.querySelectorAll(".spoiler")) {
    one.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) one.removeAttribute(name);
  }
}

function toggleQuote(button) {
  const open = button.parentElement.classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
  button.textContent = open ? "Show less" : "Show more";
}

function filterBy(tag) {
  page.tag = tag;
  draw();
  if (tag) $("filter-close").focus();
}

function onTextKey(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  if (!event.target.matches(".spoiler, .command, .tag, .jump")) return;
  event.preventDefault();
  onTextClick(event);
}

/** A link inside a message leads to an anchor of the same message, without a name to its top. */
function jumpTo(link) {
  const text = link.closest(".text");
  const target = [...text.querySelectorAll("[data-anchor]")].find((one) => one.dataset.anchor === link.dataset.to) || text;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView({ block: "center" });
}

// --- Moments ----------------------------------------------------------------------------------------------------

const SPANS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const READER = navigator.language.startsWith("en") ? "en-GB" : navigator.language; // as in the bot's English
const RELATIVE = new Intl.RelativeTimeFormat(READER, { numeric: "always" });
const SHAPES = {
  w: { weekday: "long" },
  d: { day: "2-digit", month: "2-digit", year: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

/** Each reader sees a marked moment in their own language and time; without a format it stays as it was written. */
function drawMoments() {
  for (const node of $("messages").querySelectorAll(".text time, .explain time")) {
    const date = new Date(node.dateTime);
    const written = node.dataset.format ? inWords(date, node.dataset.format) : node.textContent;
    if (node.textContent !== written) node.textContent = written;
    node.title = CLOCK.format(date);
  }
}

function inWords(date, shape) {
  if (shape !== "r") return format(Object.assign({}, ...[...shape].map((letter) => SHAPES[letter])), READER).format(date);
  const away = Math.round((date - now()) / 1000);
  const [unit, size] = SPANS.find(([, seconds]) => Math.abs(away) >= seconds) || SPANS.at(-1);
  return RELATIVE.format(Math.trunc(away / size), unit);
}

// What is inside a conversation: messages, their keyboards and polls, and what a press on a text does.

// --- Messages ---------------------------------------------------------------------------------------------------

function drawMessages(chat) {
  const box = $("scroll");
  const changed = box.dataset.shown !== `${page.me}/${chat.id}`;
  const near = changed || page.down;
  const before = changed ? Infinity : Number(box.dataset.last);
  const focus = changed ? null : focusedKey();
  reconcile($("messages"), messageNodes(chat, before));
  box.dataset.shown = `${page.me}/${chat.id}`;
  box.dataset.last = lastId(chat);
  foldShortQuotes();
  restoreFocus(focus);
  const news = chat.messages.filter((one) => one.id > before);
  page.down = near || news.some((one) => one.mine);
  stayDown();
  drawNewest(news.length, page.down);
}

function messageNodes(chat, before) {
  const shown = page.tag ? chat.messages.filter((one) => plain(one).includes(page.tag)) : chat.messages;
  const nodes = [];
  let day = "";
  shown.forEach((message, place) => {
    const name = dayName(new Date(message.date));
    const newDay = name !== day;
    if (newDay) nodes.push(dayNode((day = name)));
    const first = newDay || !together(shown[place - 1], message);
    const last = !together(message, shown[place + 1]);
    nodes.push(messageNode(chat, message, first, last, message.id > before));
  });
  if (!nodes.length) nodes.push(emptyNode(chat));
  return nodes;
}

function dayNode(name) {
  const known = [...$("messages").children].find((node) => node.dataset.day === name);
  return known || el("li", { class: "day", "data-day": name }, name);
}

function emptyNode(chat) {
  const known = $("messages").querySelector(".empty");
  const fresh = chat.kind === "private" && !chat.started;
  const about = fresh && page.state.bot?.about;
  const text = about || (fresh ? "Nothing here yet. Press Start to say hello to the bot." : "Nothing here yet.");
  const node = el("li", { class: "empty" }, about && el("b", null, "What can this bot do?"), text);
  return known?.isEqualNode(node) ? known : node;
}

function together(one, other) {
  if (!one || !other || one.service || other.service || one.from?.id !== other.from?.id) return false;
  return Math.abs(Date.parse(other.date) - Date.parse(one.date)) < 600000;
}

function messageNode(chat, message, first, last, fresh) {
  const facts = JSON.stringify([chat.id, chat.kind, chat.can_write, message, first, last]);
  const known = $("messages").querySelector(`[data-message="${message.id}"]`);
  if (known && page.drawn.get(known)?.facts === facts) return known;
  const kept = known && page.drawn.get(known).message.html === message.html && known.dataset.chat === String(chat.id);
  const node = message.service ? serviceNode(message) : bubbleNode(chat, message, first, last, kept ? known.querySelector(".text") : null);
  node.dataset.chat = chat.id;
  if (fresh) node.classList.add("fresh");
  page.drawn.set(node, { facts, message });
  return node;
}

function serviceNode(message) {
  return el("li", { class: "service", "data-message": message.id }, message.service);
}

function bubbleNode(chat, message, first, last, text) {
  const grouped = chat.kind === "group" && !message.mine;
  const classes = ["message", message.mine && "mine", first && "first", last && "last", grouped && "grouped", message.keyboard.length && "keyed"];
  return el("li", { class: classes.filter(Boolean).join(" "), "data-message": message.id },
    grouped && last && message.from && avatar(message.from.id, message.from.name),
    el("div", { class: "bubble" },
      author(chat, message, first),
      message.reply_to && replyNode(message.reply_to),
      message.forwarded && el("span", { class: "forwarded" }, `Forwarded from ${message.forwarded}`),
      message.photo && !message.photo.above && photoNode(message.photo),
      message.document && fileNode(message.document),
      message.poll && pollNode(chat, message),
      message.html && (text || safe("div", "text", message.html)),
      message.photo?.above && photoNode(message.photo),
      metaNode(message),
      chat.can_write && answerNode(message)),
    message.keyboard.length > 0 && keysNode(chat, message));
}

function author(chat, message, first) {
  if (!message.from) return null;
  if (message.mine || chat.kind === "private" || !first) return el("span", { class: "unseen" }, message.mine ? "You: " : `${message.from.name}: `);
  return el("span", { class: `author ${tone(message.from.id)}` }, message.from.name, message.from.is_bot && el("small", null, "bot"));
}

function metaNode(message) {
  const date = new Date(message.date);
  return el("span", { class: "meta" }, message.edited && "edited ", el("time", { datetime: message.date, title: CLOCK.format(date) }, AT.format(date)));
}

/** For a mouse and for the Tab key; on a touch screen a double tap on the message does the same. */
function answerNode(message) {
  return el("button", { type: "button", class: "answer round", "aria-label": "Reply", onclick: () => replyTo(message) }, icon("reply"));
}

function replyNode(reply) {
  const seek = () => {
    const target = $("messages").querySelector(`[data-message="${reply.id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.classList.add("sought");
  };
  return el("button", { type: "button", class: "reply", onclick: seek }, el("b", null, reply.from || ""), el("span", null, reply.text || "Message"));
}

function photoNode(photo) {
  const picture = el("img", { src: photo.url, alt: "Photo", width: photo.width, height: photo.height });
  const link = el("a", { class: `photo ${photo.spoiler ? "veiled" : ""}`, href: photo.url, target: "_blank", rel: "noopener" }, picture);
  if (photo.spoiler) link.addEventListener("click", (event) => { if (link.classList.replace("veiled", "unveiled")) event.preventDefault(); });
  return link;
}

function fileNode(file) {
  const size = file.size < 10240 ? `${file.size} bytes` : `${Math.round(file.size / 1024)} kB`;
  return el("a", { class: "file", href: file.url, download: file.name }, icon("file"), el("span", null, el("b", null, file.name), el("small", null, size)));
}

function foldShortQuotes() {
  for (const fold of $("messages").querySelectorAll(".expandable:not(.open) .fold")) {
    fold.parentElement.classList.toggle("short", fold.scrollHeight <= fold.clientHeight + 2);
  }
}

function drawNewest(count, hide) {
  const total = hide ? 0 : (Number($("newest-count").textContent) || 0) + count;
  $("newest-count").textContent = total || "";
  $("newest-count").hidden = !total;
  if (hide || total) $("newest").hidden = Boolean(hide);
}

/** Who reads the newest message goes on seeing it when a picture loads, the box grows or a keyboard opens. */
function stayDown() {
  if (page.down) $("scroll").scrollTop = $("scroll").scrollHeight;
}

function onScroll() {
  const box = $("scroll");
  const away = box.scrollHeight - box.scrollTop - box.clientHeight;
  const size = `${box.clientWidth}x${box.clientHeight}`;
  if (box.dataset.size !== size) return void (box.dataset.size = size); // a turned phone or an opened keyboard, not the person
  page.down = away < 90;
  if (page.down) drawNewest(0, true);
  else if (away > 400) $("newest").hidden = false;
}

// --- Keyboards --------------------------------------------------------------------------------------------------

function keysNode(chat, message) {
  const rows = message.keyboard.map((row, r) => el("div", { class: "row" }, ...row.map((button, c) => keyNode(chat, message, button, r, c))));
  return el("div", { class: "keys", role: "group", "aria-label": "Buttons of this message" }, ...rows);
}

function keyNode(chat, message, button, row, column) {
  const mark = { url: "out", copy: "copy" }[button.kind];
  const press = (event) => pressKey(event.currentTarget, chat, message, button, row, column);
  return el("button", { type: "button", class: `key ${button.style || ""}`, "data-key": `${row},${column}`, onclick: press }, button.text, mark && icon(mark));
}

async function pressKey(node, chat, message, button, row, column) {
  if (button.kind === "url") return followLink(button.url);
  if (button.kind === "copy") return copy(button.copy);
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const answer = await post("/sim/taps", { as: page.me, chat: chat.id, message: message.id, row, column });
  node.removeAttribute("aria-busy");
  if (answer) showAnswer(answer);
}

function showAnswer(answer) {
  if (answer.text && answer.alert) {
    $("alert-text").textContent = answer.text;
    $("alert").showModal();
  } else if (answer.text) toast(answer.text);
  if (answer.url) followLink(answer.url);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast(`Could not copy: ${text}`);
  }
}

/** A link to this bot opens its chat here, as a messenger does; anything else opens in a tab of its own. */
function followLink(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:", "tg:", "mailto:", "tel:"].includes(url.protocol)) return;
  const bot = page.state.bot?.username;
  if (url.hostname === "t.me" && url.pathname === "/share/url") copy(url.searchParams.get("url") || "");
  else if (url.hostname === "t.me" && url.pathname.slice(1).toLowerCase() === bot?.toLowerCase()) startWith(url.searchParams);
  else open(url.href, "_blank", "noopener,noreferrer");
}

/** A messenger asks which group is meant; here it is the first. */
async function startWith(query) {
  const group = query.has("startgroup");
  const chat = page.state.chats.find((one) => one.kind === (group ? "group" : "private"));
  if (!chat) return;
  openChat(chat.id);
  const payload = query.get(group ? "startgroup" : "start");
  if (payload !== null) await say(chat, `/start${group ? `@${page.state.bot.username}` : ""} ${payload}`.trim());
}

function focusedKey() {
  const key = document.activeElement?.closest?.("[data-key]");
  return key && { message: key.closest("[data-message]").dataset.message, key: key.dataset.key };
}

/** A tap that edits its message replaces the pressed button; a person on a keyboard stays where they were. */
function restoreFocus(focus) {
  if (!focus || document.activeElement !== document.body) return;
  const message = $("messages").querySelector(`[data-message="${focus.message}"]`);
  const target = message?.querySelector(`[data-key="${focus.key}"]`) || message?.querySelector("[data-key]") || $("scroll");
  target.focus({ preventScroll: true });
}

// --- Polls ------------------------------------------------------------------------------------------------------

function pollNode(chat, message) {
  const poll = message.poll;
  const missed = poll.options.some((one) => one.chosen && one.correct === false);
  return el("div", { class: `poll ${missed ? "missed" : ""}`, role: poll.multiple || poll.results ? "group" : "radiogroup", "aria-label": poll.question },
    poll.description && safe("div", "text", poll.description),
    el("p", { class: "question" }, poll.question),
    el("p", { class: "kind" }, pollKind(poll)),
    ...poll.options.map((option, place) => (poll.results ? resultNode(option) : optionNode(chat, message, option, place))),
    poll.results && poll.explanation && safe("div", "explain", poll.explanation),
    votesNode(chat, message));
}

function pollKind(poll) {
  if (poll.closed) return "Final results";
  return `${poll.anonymous ? "Anonymous " : ""}${poll.quiz ? "quiz" : "poll"}`.replace(/^./, (letter) => letter.toUpperCase());
}

function optionNode(chat, message, option, place) {
  const many = message.poll.multiple;
  const ticked = option.chosen || page.ticked.get(`${chat.id}/${message.id}`)?.has(place) || false;
  const settled = message.poll.voted;
  const press = (event) => (many ? tick(event.currentTarget, chat, message, place) : vote(chat, message, [place]));
  return el("button", { type: "button", class: "option", role: many ? "checkbox" : "radio", "aria-checked": String(ticked), disabled: settled, "data-key": `option-${place}`, onclick: press },
    el("span", { class: `ring ${many ? "square" : ""}`, "aria-hidden": "true" }, ticked ? "✓" : ""), el("span", null, option.text));
}

function resultNode(option) {
  const fate = option.correct === true ? "right" : option.chosen && option.correct === false ? "wrong" : "";
  const mark = fate === "right" ? " ✓" : fate === "wrong" ? " ✗" : option.chosen ? " ●" : "";
  const told = [fate === "right" && "correct", fate === "wrong" && "not correct", option.chosen && "your answer"].filter(Boolean).join(", ");
  return el("div", { class: `option ${fate}` },
    el("span", { class: "percent" }, `${option.percent}%`),
    el("span", null, option.text, el("span", { class: `mark ${fate ? "" : "own"}`, "aria-hidden": "true" }, mark), told && el("span", { class: "unseen" }, ` (${told})`)),
    el("span", { class: "track" }, el("i", { style: `width: ${option.percent}%` })));
}

function votesNode(chat, message) {
  const poll = message.poll;
  const key = `${chat.id}/${message.id}`;
  const later = poll.voted && !poll.results ? " · results when it closes" : "";
  const total = poll.total === 0 ? "No votes yet" : `${poll.total} vote${poll.total === 1 ? "" : "s"}`;
  const send = () => vote(chat, message, [...(page.ticked.get(key) || [])].sort((a, b) => a - b));
  const ready = Boolean(page.ticked.get(key)?.size);
  return el("div", { class: "votes" }, el("span", null, total + later),
    !poll.voted && !poll.results && poll.multiple && el("button", { type: "button", class: "quiet vote", disabled: !ready, onclick: send }, "Vote"),
    poll.voted && poll.revoting && !poll.closed && el("button", { type: "button", class: "quiet", onclick: () => vote(chat, message, []) }, "Retract vote"));
}

function tick(node, chat, message, place) {
  const key = `${chat.id}/${message.id}`;
  const ticked = page.ticked.get(key) || new Set();
  if (!ticked.delete(place)) ticked.add(place);
  page.ticked.set(key, ticked);
  node.setAttribute("aria-checked", String(ticked.has(place)));
  node.querySelector(".ring").textContent = ticked.has(place) ? "✓" : "";
  node.closest(".poll").querySelector(".vote").disabled = !ticked.size;
}

async function vote(chat, message, options) {
  if (await post("/sim/votes", { as: page.me, chat: chat.id, message: message.id, options })) page.ticked.delete(`${chat.id}/${message.id}`);
}

// --- Inside a message -------------------------------------------------------------------------------------------

function onTextClick(event) {
  const hidden = event.target.closest(".spoiler:not(.shown)");
  if (hidden) return reveal(event, hidden.closest(".text, .explain"));
  const unfold = event.target.closest(".unfold");
  if (unfold) return toggleQuote(unfold);
  const command = event.target.closest(".command");
  if (command) return sendCommand(command.dataset.command.slice(1).replace(/@.*/, ""));
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
  if (!node || !opened().can_write || event.target.closest("a, button, pre, .spoiler")) return;
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
  if (!event.target.matches(".spoiler, .command, .tag")) return;
  event.preventDefault();
  onTextClick(event);
}

// The whole page is drawn from one state, fetched by a long poll; what the person does goes back as small POSTs.

const $ = (id) => document.getElementById(id);
const WIDE = matchMedia("(min-width: 761px)");
const page = {
  me: Number(sessionStorage.getItem("me")) || null, // who this tab is
  open: null, // the chat shown, by id
  state: null, // the last state received
  heard: 0, // when it was received, by this browser's clock
  poll: null, // aborts the waiting request
  down: true, // whether the newest message is in sight
  tag: null, // the hashtag that filters the open chat
  answering: null, // the message the next text replies to, by id
  drafts: new Map(), // chat -> unsent text
  ticked: new Map(), // chat/message -> options ticked and not yet sent
  read: new Map(JSON.parse(sessionStorage.getItem("read") || "[]")), // me/chat -> last message seen
  drawn: new WeakMap(), // message element -> what it was drawn from
  stale: false, // the state belongs to someone else, or to a sandbox that is gone
  commands: [],
  announced: new Map(), // me/chat -> last message told to a screen reader
};

// --- Drawing ----------------------------------------------------------------------------------------------------

const opened = () => page.state?.chats.find((chat) => chat.id === page.open) || null;
const readKey = (chat) => `${page.me}/${chat.id}`;
const lastId = (chat) => chat.messages.reduce((last, one) => Math.max(last, one.id), 0);
const unread = (chat) => chat.messages.filter((one) => !one.mine && !one.service && one.id > (page.read.get(readKey(chat)) || 0)).length;

function draw() {
  markRead();
  drawClock();
  drawPeople();
  drawList();
  drawConversation();
  drawHint();
  announce();
  const count = page.state.chats.reduce((sum, chat) => sum + unread(chat), 0);
  document.title = (count ? `(${count}) ` : "") + "Sandbox chat";
}

function markRead() {
  const chat = opened();
  if (!chat || document.hidden) return;
  page.read.set(readKey(chat), Math.max(lastId(chat), page.read.get(readKey(chat)) || 0));
  sessionStorage.setItem("read", JSON.stringify([...page.read]));
}

function drawPeople() {
  const wanted = JSON.stringify(page.state.people);
  if ($("who").dataset.people !== wanted) {
    $("who").replaceChildren(...page.state.people.map((one) => el("option", { value: one.id }, one.name)));
    $("who").dataset.people = wanted;
  }
  $("who").value = String(page.state.me);
}

function drawList() {
  const items = page.state.chats.map((chat) => {
    const known = $("chats").querySelector(`[data-chat="${chat.id}"]`)?.parentElement;
    const item = known || el("li", null, el("button", { type: "button", class: "chat", "data-chat": chat.id, onclick: () => openChat(chat.id) }));
    drawListItem(item.firstElementChild, chat);
    return item;
  });
  reconcile($("chats"), items);
  const buttons = [...$("chats").querySelectorAll("button")];
  const current = buttons.find((one) => one.getAttribute("aria-current") === "true") || buttons[0];
  for (const button of buttons) button.tabIndex = button === current ? 0 : -1;
}

function drawListItem(button, chat) {
  const last = chat.messages.at(-1);
  const count = unread(chat);
  button.setAttribute("aria-current", String(chat.id === page.open));
  button.replaceChildren(
    avatar(faceOf(chat), chat.title),
    el("span", { style: "min-width: 0" },
      el("span", { class: "line" }, el("span", { class: "name" }, chat.title), el("span", { class: "when" }, last ? when(last) : "")),
      el("span", { class: "line" },
        el("span", { class: "snippet" }, last ? snippet(chat, last) : kindOf(chat)),
        count > 0 && el("span", { class: "badge", "aria-label": `${count} unread` }, String(count)))));
}

function when(message) {
  const date = new Date(message.date);
  return daysAgo(date) === 0 ? AT.format(date) : SHORT.format(date);
}

/** A bot looks the same in its private chat and in a group. */
const faceOf = (chat) => (chat.kind === "private" ? page.state.bot?.id || chat.id : chat.id);
const kindOf = (chat) => ({ private: "Bot", group: "Group", channel: "Channel" })[chat.kind];

/** What a message says in one line, its spoilers still hidden. */
function plain(message) {
  if (message.service) return message.service;
  if (message.rich) return message.rich.glimpse;
  if (message.poll) return `📊 ${message.poll.question}`;
  const holder = document.createElement("template");
  holder.innerHTML = message.html || "";
  for (const hidden of holder.content.querySelectorAll(".spoiler")) hidden.textContent = "▒▒▒▒";
  for (const button of holder.content.querySelectorAll("button")) button.remove();
  const text = holder.content.textContent.replace(/\s+/g, " ").trim();
  return (message.photo ? "🖼 " : message.document ? "📄 " : "") + (text || message.document?.name || (message.photo ? "Photo" : ""));
}

function snippet(chat, message) {
  const who = message.mine ? "You: " : chat.kind === "group" && message.from && !message.service ? `${message.from.name}: ` : "";
  return (who + plain(message)).slice(0, 120);
}

function openChat(id) {
  if (opened()) page.drafts.set(page.open, $("say").value);
  location.hash = id === null ? "" : `chat=${id}`;
}

/** The address holds the open chat, so a reload and the browser's own Back button both do what they should. */
function readAddress() {
  const id = Number(new URLSearchParams(location.hash.slice(1)).get("chat")) || null;
  page.open = id;
  page.tag = null;
  closeCommands();
  replyTo(null);
  $("say").value = page.drafts.get(id) || "";
  grow();
  if (page.state) draw();
  if (id !== null && WIDE.matches && !$("say").disabled) $("say").focus({ preventScroll: true });
  else if (id !== null) $("scroll").focus({ preventScroll: true });
}

function drawConversation() {
  const chat = opened();
  $("app").dataset.pane = chat ? "chat" : "list";
  $("nothing").hidden = Boolean(chat);
  $("conversation").hidden = !chat;
  if (!chat) return;
  drawHead(chat);
  drawFoot(chat);
  drawMessages(chat);
}

function drawHead(chat) {
  $("title").textContent = chat.title;
  $("subtitle").textContent = subtitle(chat);
  $("face").className = `avatar ${tone(faceOf(chat))}`;
  $("face").textContent = initial(chat.title);
  $("block").hidden = chat.kind !== "private" || !chat.started;
  $("block").textContent = chat.blocked ? "Unblock" : "Block";
  $("filter").hidden = !page.tag;
  if (page.tag) $("filter-text").textContent = `Only messages with ${page.tag}`;
}

function subtitle(chat) {
  if (chat.kind === "private") return "bot";
  const names = chat.members.map((one) => one.name);
  if (chat.kind === "group") return names.join(", ");
  const people = chat.members.filter((one) => !one.is_bot).length;
  return `channel, ${people} subscriber${people === 1 ? "" : "s"}`;
}

function drawFoot(chat) {
  const fresh = chat.kind === "private" && !chat.started;
  $("start").hidden = !fresh || chat.blocked;
  $("unblock").hidden = !chat.blocked;
  $("form").hidden = fresh || chat.blocked || !chat.can_write;
  $("readonly").hidden = fresh || chat.blocked || chat.can_write;
  $("menu").hidden = chat.kind === "channel";
  $("say").placeholder = chat.kind === "channel" ? "Broadcast" : "Message";
  $("send").disabled = !$("say").value.trim();
}

// --- Around -----------------------------------------------------------------------------------------------------

function toast(text) {
  const note = el("div", { class: "toast" }, text);
  $("toasts").append(note);
  setTimeout(() => note.remove(), Math.max(3500, text.length * 60));
}

/** New messages of the open chat are told to a screen reader; those of the others by their number. */
function announce() {
  const news = [];
  for (const chat of page.state.chats) {
    const key = readKey(chat);
    const before = page.announced.get(key);
    page.announced.set(key, lastId(chat));
    if (before === undefined) continue;
    const arrived = chat.messages.filter((one) => one.id > before && !one.mine);
    if (chat.id === page.open) news.push(...arrived.map((one) => `${one.from?.name || chat.title}: ${plain(one)}`));
    else if (arrived.length) news.push(`${arrived.length} new in ${chat.title}`);
  }
  if (news.length) $("live").textContent = news.join(". ");
}

/** Two steps a newcomer may not guess; gone once both are done, or once closed. */
function drawHint() {
  const step = localStorage.getItem("hint") || "start";
  const chat = page.state.chats.find((one) => one.kind === "private");
  const started = chat?.started && chat.messages.length > 0;
  const shut = page.open === null && `Open ${chat?.title} and press Start.`;
  $("hint").hidden = step === "done" || !chat;
  $("hint-text").textContent = started ? "Try the bot’s buttons, then press “+1 day”: see what comes by itself." : shut || "Press Start to begin.";
}

function endHint() {
  localStorage.setItem("hint", "done");
  $("hint").hidden = true;
}

async function moveClock(button, body) {
  button.setAttribute("aria-busy", "true");
  const moved = await post("/sim/clock", body);
  button.removeAttribute("aria-busy");
  const chat = page.state.chats.find((one) => one.kind === "private");
  if (moved && chat?.started) endHint();
}

function openClock() {
  $("clock-set").value = localInput(now());
  $("zone").textContent = `(${Intl.DateTimeFormat().resolvedOptions().timeZone})`;
  $("clock-dialog").showModal();
}

function applyClock() {
  const wanted = new Date($("clock-set").value);
  if (!Number.isNaN(wanted.getTime())) moveClock($("clock-open"), { set: wanted.toISOString() });
}

function onListKey(event) {
  const buttons = [...$("chats").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (at < 0 || target === undefined || !buttons[target]) return;
  event.preventDefault();
  buttons[target].focus();
}

async function setBlocked(blocked) {
  await post("/sim/block", { as: page.me, blocked });
}

function onEscape(event) {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (!$("commands").hidden) closeCommands();
  else if (page.answering) replyTo(null);
  else if (page.tag) filterBy(null);
  else if (!WIDE.matches && page.open !== null) openChat(null);
}

/** What changes by itself while the sandbox's clock runs. */
function tickOn() {
  if (!page.state) return;
  drawClock();
  drawMoments();
  drawTimers();
}

function wire() {
  $("who").addEventListener("change", () => become(Number($("who").value)));
  for (const button of document.querySelectorAll("[data-advance]")) button.addEventListener("click", () => moveClock(button, { advance: Number(button.dataset.advance) }));
  $("clock-open").addEventListener("click", openClock);
  $("clock-cancel").addEventListener("click", () => $("clock-dialog").close());
  $("clock-form").addEventListener("submit", applyClock);
  $("hint-close").addEventListener("click", endHint);
  $("chats").addEventListener("keydown", onListKey);
  $("back").addEventListener("click", () => openChat(null));
  $("form").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  $("say").addEventListener("keydown", onSayKey);
  $("say").addEventListener("input", onSayInput);
  $("menu").addEventListener("click", toggleCommands);
  $("clip").addEventListener("click", () => $("clipped").click());
  $("clipped").addEventListener("change", sendFile);
  $("start").addEventListener("click", async () => { await say(opened(), "/start"); $("say").focus(); });
  $("unblock").addEventListener("click", () => setBlocked(false));
  $("block").addEventListener("click", () => setBlocked(!opened().blocked));
  $("filter-close").addEventListener("click", () => { filterBy(null); $("scroll").focus(); });
  $("newest").addEventListener("click", () => { $("scroll").scrollTop = $("scroll").scrollHeight; });
  $("scroll").addEventListener("scroll", onScroll, { passive: true });
  $("messages").addEventListener("click", onTextClick);
  $("messages").addEventListener("keydown", onTextKey);
  $("messages").addEventListener("dblclick", onDoubleClick);
  $("answering-close").addEventListener("click", () => { replyTo(null); $("say").focus(); });
  document.addEventListener("keydown", onEscape);
  document.addEventListener("click", (event) => { if (!event.target.closest(".compose")) closeCommands(); });
  document.addEventListener("visibilitychange", () => { if (page.state) draw(); });
  addEventListener("hashchange", readAddress);
  WIDE.addEventListener("change", () => { if (page.state) receive(page.state); });
  const sizes = new ResizeObserver(stayDown);
  sizes.observe($("scroll"));
  sizes.observe($("messages"));
  setInterval(tickOn, 1000);
}

wire();
readAddress();
follow();

// The messages of a conversation, drawn one by one and only when they have changed.

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
  drawMoments();
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
      message.html && (text || textNode(message)),
      message.photo?.above && photoNode(message.photo),
      metaNode(message),
      chat.can_write && answerNode(message)),
    message.keyboard.length > 0 && keysNode(chat, message));
}

function textNode(message) {
  const node = safe("div", message.rich ? "text rich" : "text", message.html);
  if (message.rich?.rtl) node.dir = "rtl";
  return node;
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

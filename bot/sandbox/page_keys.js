// The buttons under a message, and where their links lead.

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

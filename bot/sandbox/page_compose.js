// The message box and the menu of commands above it.

function say(chat, text, answered) {
  return post("/sim/says", { as: page.me, chat: chat.id, text, ...(answered && { reply_to: answered }) });
}

/** The next text answers this message; in a group a bot in privacy mode hears answers to its own messages only. */
function replyTo(message) {
  page.answering = message ? message.id : null;
  $("answering").hidden = !message;
  if (!message) return;
  $("answering-whom").textContent = message.mine ? "You" : message.from?.name || opened().title;
  $("answering-what").textContent = plain(message);
  $("say").focus();
}

async function send() {
  const text = $("say").value.trim();
  const chat = opened();
  const answered = page.answering;
  if (!text || !chat) return;
  closeCommands();
  $("say").value = "";
  grow();
  const said = await say(chat, text, answered);
  if (said && page.answering === answered) replyTo(null);
  if (said || $("say").value) return;
  $("say").value = text; // refused: nothing typed is lost
  grow();
}

async function sendFile() {
  const [file] = $("clipped").files;
  const chat = opened();
  $("clipped").value = "";
  if (!file || !chat) return;
  const query = new URLSearchParams({ as: page.me, chat: chat.id, name: file.name });
  const answer = await fetch(`/sim/file?${query}`, { method: "POST", headers: { "Content-Type": file.type || "application/octet-stream" }, body: file }).catch(() => null);
  if (!answer?.ok) toast(answer ? (await answer.json()).error : "The sandbox does not answer");
}

function grow() {
  const box = $("say");
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
  $("send").disabled = !box.value.trim();
}

function onSayKey(event) {
  if (!$("commands").hidden && moveInCommands(event)) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
}

async function onSayInput() {
  grow();
  const text = $("say").value;
  const typed = /^\/(\w*)$/.exec(text);
  if (!typed) return closeCommands();
  const any = await loadCommands();
  if ($("say").value !== text) return; // typed on, or sent, while the list was on its way
  if (any) showCommands(typed[1]);
}

async function loadCommands() {
  const chat = opened();
  const answer = chat && (await fetch(`/sim/commands?${new URLSearchParams({ as: page.me, chat: chat.id })}`).catch(() => null));
  page.commands = answer?.ok ? (await answer.json()).commands : [];
  return page.commands.length > 0;
}

function showCommands(prefix) {
  const fitting = page.commands.filter((one) => one.command.startsWith(prefix));
  const items = fitting.map((one, place) =>
    el("li", { role: "option", id: `command-${place}`, "aria-selected": String(place === 0), "data-command": one.command, onclick: () => sendCommand(one.command) },
      el("b", null, `/${one.command}`), el("span", null, one.description)));
  $("commands").replaceChildren(...items);
  $("commands").hidden = !items.length;
  $("menu").setAttribute("aria-expanded", String(items.length > 0));
  if (items.length) $("say").setAttribute("aria-activedescendant", "command-0");
}

function closeCommands() {
  $("commands").hidden = true;
  $("menu").setAttribute("aria-expanded", "false");
  $("say").removeAttribute("aria-activedescendant");
}

/** Arrows choose, Enter sends, Escape closes; says whether the key was one of these. */
function moveInCommands(event) {
  const items = [...$("commands").children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) selectCommand(items, (at + steps[event.key] + items.length) % items.length);
  else if (event.key === "Enter" && !event.shiftKey) sendCommand(items[at].dataset.command);
  else if (event.key === "Tab") $("say").value = `/${items[at].dataset.command} `;
  else if (event.key === "Escape") closeCommands();
  else return false;
  if (event.key === "Tab") closeCommands();
  event.preventDefault();
  return true;
}

function selectCommand(items, chosen) {
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
  items[chosen].scrollIntoView({ block: "nearest" });
  $("say").setAttribute("aria-activedescendant", items[chosen].id);
}

async function toggleCommands() {
  if (!$("commands").hidden) return closeCommands();
  if (!(await loadCommands())) return toast("The bot has set no commands here");
  showCommands("");
  $("say").focus({ preventScroll: true });
}

function sendCommand(command) {
  const chat = opened();
  closeCommands();
  $("say").value = "";
  grow();
  const bot = page.state.bot?.username;
  say(chat, `/${command}${chat.kind === "group" && bot ? `@${bot}` : ""}`);
}

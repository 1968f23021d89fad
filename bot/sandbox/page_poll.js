// Polls and quizzes: options, votes, results, and the time that is left.

function pollNode(chat, message) {
  const poll = message.poll;
  const missed = poll.voted && poll.options.some((one) => one.correct !== null && one.correct !== undefined && one.chosen !== one.correct);
  return el("div", { class: `poll ${missed ? "missed" : ""}`, role: poll.multiple || poll.results ? "group" : "radiogroup", "aria-label": poll.question },
    poll.description && safe("div", "text", poll.description),
    el("p", { class: "question" }, poll.question),
    el("p", { class: "kind" }, pollKind(poll)),
    ...poll.options.map((option) => (poll.results ? resultNode(option) : optionNode(chat, message, option))),
    poll.results && poll.explanation && safe("div", "explain", poll.explanation),
    votesNode(chat, message));
}

function pollKind(poll) {
  if (poll.closed) return "Final results";
  return `${poll.anonymous ? "Anonymous " : ""}${poll.quiz ? "quiz" : "poll"}`.replace(/^./, (letter) => letter.toUpperCase());
}

function optionNode(chat, message, option) {
  const place = option.place;
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
  return el("div", { class: "votes" }, el("span", null, total + later, timerNode(poll)),
    !poll.voted && !poll.results && poll.multiple && el("button", { type: "button", class: "quiet vote", disabled: !ready, onclick: send }, "Vote"),
    poll.voted && poll.revoting && !poll.closed && el("button", { type: "button", class: "quiet", onclick: () => vote(chat, message, []) }, "Retract vote"));
}

function timerNode(poll) {
  if (!poll.closes || poll.closed) return null;
  const node = el("span", { class: "timer", role: "timer", "data-closes": poll.closes });
  drawTimer(node);
  return node;
}

function drawTimer(node) {
  const left = Math.max(0, Math.ceil((Date.parse(node.dataset.closes) - now()) / 1000));
  const written = ` · ${countdown(left)} left`;
  if (node.textContent !== written) node.textContent = written;
  node.classList.toggle("hurry", left <= 10);
}

function drawTimers() {
  for (const node of $("messages").querySelectorAll(".timer")) drawTimer(node);
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

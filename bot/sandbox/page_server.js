// Between the page and the sandbox: what a person does goes there, what there is to see comes back.

async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    toast("The sandbox does not answer");
    return null;
  }
  const result = await answer.json();
  if (answer.ok) return result;
  toast(result.error);
  return null;
}

async function follow() {
  for (let failures = 0; ; ) {
    try {
      await listen();
      failures = 0;
    } catch (error) {
      if (error.name === "AbortError") continue;
      page.stale = true; // a sandbox that was started again counts its changes from the beginning
      $("lost").hidden = ++failures < 2;
      await new Promise((done) => setTimeout(done, Math.min(4000, 400 * failures)));
    }
  }
}

async function listen() {
  page.poll = new AbortController();
  const query = new URLSearchParams({ after: page.state && !page.stale ? page.state.version : -1 });
  if (page.me) query.set("as", page.me);
  const answer = await fetch(`/sim/state?${query}`, { signal: page.poll.signal });
  if (answer.status === 400 && page.me) return become(null);
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  const state = await answer.json();
  $("lost").hidden = true;
  page.stale = false;
  receive(state);
}

function receive(state) {
  page.state = state;
  page.heard = performance.now();
  page.me = state.me;
  sessionStorage.setItem("me", state.me);
  if (page.open === null && WIDE.matches && state.chats.length) page.open = state.chats[0].id;
  draw();
}

function become(person) {
  page.me = person;
  page.stale = true;
  page.tag = null;
  replyTo(null);
  if (person) sessionStorage.setItem("me", person);
  else sessionStorage.removeItem("me");
  if (page.poll) page.poll.abort();
}

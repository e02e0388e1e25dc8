// The battle page: from the question over two growing answers and the vote to the reveal, without a reload.
import { post } from "./http.js";
import { emptyScreen, fold } from "./frames.js";
import { placeText } from "./place.js";
import { Socket } from "./socket.js";
import { Status } from "./status.js";
import { TurnView } from "./turn.js";
import { VoteForm } from "./vote.js";

const page = document.getElementById("battle");
const words = page.dataset;
const byId = (id) => document.getElementById(id);
const status = new Status(byId("status"), byId("voice"));
const atOnce = byId("at-once");
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const labels = {
  a: words.labelA,
  b: words.labelB,
  question: words.labelQuestion,
  copy: words.labelCopy,
  onCopy: async (text) => {
    await navigator.clipboard.writeText(text);
    status.say(words.sayCopied);
  },
};

let battle = null;
let asking = false;
let screen = emptyScreen();
let view = null;
let socket = null;

const voteForm = new VoteForm(byId("vote-form"), byId("vote-alert"), { choose: words.sayChoose, offline: words.sayOffline }, voted);

function setState(state, notices = []) {
  page.dataset.state = state;
  const said = { waiting: words.sayWaiting, streaming: words.sayStreaming, ready: words.sayReady, void: words.sayVoid, voted: words.sayVoted, expired: words.sayExpired }[state];
  if (said) status.say([said, ...notices].join(" "));
}

function battleUrl(tail = "") {
  return `${words.battlesUrl}${battle.ref}/${tail}`;
}

function addTurn(prompt, lang, notices) {
  view = new TurnView(byId("turn-template"), { ...labels, onShown: press }, prompt, lang, notices);
  byId("turns").append(view.element);
}

// The tab of the answer that a phone shows, whether it was tapped or swiped to.
function press(side) {
  for (const button of document.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === side));
}

function draw() {
  if (!view) return;
  const busy = screen.state === "waiting" || screen.state === "streaming";
  view.update(screen.a, screen.b, { busy, atOnce: atOnce.checked || reducedMotion.matches });
}

function follow() {
  socket?.close();
  socket = new Socket(`/ws/battles/${battle.ref}/`, {
    isWanted: () => battle !== null && ["waiting", "streaming", "ready"].includes(screen.state),
    onLost: () => status.say(words.sayReconnecting),
    onGone: () => status.say(words.sayGone),
    onEvent: (event) => {
      if (event.kind === "place") {
        if (event.turn === screen.turn && screen.state === "waiting") status.wait(placeText(event, words));
        return;
      }
      const next = fold(screen, event);
      if (next === null) {
        socket.resync();
        return;
      }
      // A snapshot of an older turn was on its way when the follow-up was asked.
      if (next.turn < screen.turn) return;
      const changed = next.state !== screen.state || page.dataset.state !== next.state;
      screen = next;
      draw();
      if (changed) entered(screen.state);
    },
  });
}

function entered(state) {
  if (state === "void") byId("void-text").textContent ||= words.voidFailed;
  if (state === "voted") {
    // Voted in another tab: the page with the reveal is one load away.
    location.assign(battleUrl());
    return;
  }
  if (state === "ready") showTurnsLeft();
  setState(state);
}

function showTurnsLeft() {
  byId("follow").hidden = battle.turnsLeft < 1;
  byId("turns-left").textContent = byId("turns-left").dataset.template.replace("{n}", battle.turnsLeft);
}

function languageOf(text) {
  return /[가-힣]/.test(text) ? "ko" : "en";
}

function begin({ battle: ref, prompt, notices, standing, turns_left: turnsLeft }) {
  byId("standing").textContent = standing;
  battle = { ref, prompt, turnsLeft };
  screen = emptyScreen(1);
  byId("turns").replaceChildren();
  byId("reveal-place").replaceChildren();
  byId("void-text").textContent = "";
  addTurn(prompt, languageOf(prompt), notices);
  draw();
  voteForm.reset(battleUrl("vote/"));
  setState("waiting", notices);
  follow();
  byId("duel-title").scrollIntoView({ block: "nearest" });
}

function voted(answer) {
  socket?.close();
  screen = { ...screen, state: "voted" };
  byId("reveal-place").innerHTML = answer.html;
  setState("voted");
  byId("reveal-place").focus({ preventScroll: true });
  byId("reveal-place").scrollIntoView({ block: "nearest" });
}

function complain(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = false;
}

async function ask(prompt, proof = {}) {
  // A second click while the first is under way would open a second battle.
  if (asking) return;
  asking = true;
  byId("ask-alert").hidden = true;
  try {
    const opened = await post(words.battlesUrl, { prompt, ...proof }, words.sayOffline);
    history.pushState({}, "", opened.url);
    // From here on the page, too, knows only the prompt as it is kept.
    byId("prompt").value = "";
    begin(opened);
  } catch (refusal) {
    backToAsking(prompt, { focus: false });
    complain("ask-alert", refusal.message);
    if (["proof_needed", "proof_wrong"].includes(refusal.code)) prove();
  } finally {
    asking = false;
  }
}

// Few people ever need the proof of work, so its script comes only with the need.
async function prove() {
  const { askForProof } = await import(byId("proof").dataset.module);
  const altcha = await askForProof(byId("proof"));
  byId("ask-alert").hidden = true;
  // What is in the box now: the question may have been mended meanwhile.
  ask(byId("prompt").value, { altcha });
}

function backToAsking(prompt, { focus = true } = {}) {
  socket?.close();
  battle = null;
  page.dataset.state = "idle";
  if (location.pathname !== words.battlesUrl) history.pushState({}, "", words.battlesUrl);
  byId("prompt").value = prompt;
  if (focus) byId("prompt").focus();
}

byId("ask-form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(byId("prompt").value);
});
for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => {
    byId("prompt").value = example.dataset.prompt;
    byId("prompt").focus();
  });
}
byId("surprise").addEventListener("click", () => {
  const examples = [...document.querySelectorAll(".example")];
  byId("prompt").value = examples[Math.floor(Math.random() * examples.length)]?.dataset.prompt ?? byId("prompt").value;
  byId("prompt").focus();
});
byId("prompt").addEventListener("input", () => {
  const left = byId("prompt").maxLength - byId("prompt").value.length;
  byId("ask-count").textContent = left < 500 ? `${left}${words.sayCharacters}` : "";
});
byId("prompt").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("ask-form").requestSubmit();
});
byId("stop").addEventListener("click", async () => {
  try {
    await post(battleUrl("stop/"), {}, words.sayOffline);
    byId("void-text").textContent = words.voidStopped;
    socket.resync();
  } catch (refusal) {
    status.say(refusal.message);
  }
});
byId("follow-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const prompt = byId("follow-up").value;
  byId("follow-alert").hidden = true;
  try {
    const asked = await post(battleUrl("turns/"), { prompt }, words.sayOffline);
    const { turn, prompt: kept, notices } = asked;
    byId("follow-up").value = "";
    battle.turnsLeft = asked.turns_left;
    // A frame may have come before this answer; a snapshot puts everything in its place.
    screen = emptyScreen(turn);
    addTurn(kept, languageOf(kept), notices);
    draw();
    setState("waiting", notices);
    socket.resync();
  } catch (refusal) {
    complain("follow-alert", refusal.message);
  }
});
for (const button of document.querySelectorAll("[data-another]")) button.addEventListener("click", () => backToAsking(""));
for (const button of document.querySelectorAll("[data-again]")) button.addEventListener("click", () => ask(battle.prompt));
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    press(button.dataset.show);
    view?.show(button.dataset.show);
  });
}
atOnce.addEventListener("change", draw);
// Going back leads to another battle, or to the question; a jump within the page does not.
addEventListener("popstate", () => {
  const shown = battle ? battleUrl() : words.battlesUrl;
  if (location.pathname !== shown) location.reload();
});

// A page that was loaded on a battle under way, or after it.
const given = JSON.parse(byId("battle-data").textContent);
if (given) {
  battle = { ref: given.ref, prompt: given.turns[0].prompt, turnsLeft: given.turns_left };
  const names = { drawn: "waiting" };
  screen = { ...emptyScreen(given.turns.length), state: names[given.state] ?? given.state };
  given.turns.forEach((turn, index) => {
    addTurn(turn.prompt, given.lang, turn.notices);
    const last = index === given.turns.length - 1;
    const complete = !last || !["waiting", "streaming"].includes(screen.state);
    view.update(turn.a, turn.b, { busy: !complete, atOnce: false });
    if (last) Object.assign(screen, { a: turn.a, b: turn.b });
  });
  voteForm.reset(battleUrl("vote/"));
  if (screen.state === "ready") showTurnsLeft();
  setState(screen.state);
  if (["waiting", "streaming", "ready"].includes(screen.state)) follow();
}

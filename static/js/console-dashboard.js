// Keeps the dashboard up to date: the socket says that something happened, and the parts that differ are replaced.
import { Socket } from "./socket.js";

const live = document.getElementById("live");
const state = document.getElementById("live-state");
const pause = document.getElementById("live-pause");
const now = document.getElementById("now");
const EVERY = 2000;

let paused = false;
let gone = false;
let waiting = null;
let readAt = -EVERY;

function say(name) {
  const text = live.dataset[name];
  live.dataset.is = name;
  if (state.textContent !== text) state.textContent = text;
}

// Many things happen in one beat: they are read together.
function changed() {
  if (paused || gone || waiting !== null) return;
  waiting = setTimeout(read, Math.max(0, readAt + EVERY - performance.now()));
}

async function read() {
  readAt = performance.now();
  try {
    const answer = await fetch(live.dataset.url, { credentials: "same-origin" });
    if (answer.redirected || answer.status === 404) leave();
    else if (answer.ok && !paused) {
      swap(await answer.text());
      say("sayLive");
    }
  } catch {
    say("sayLost");
  } finally {
    waiting = null;
  }
}

function swap(html) {
  const fresh = document.createElement("div");
  fresh.append(document.createRange().createContextualFragment(html));
  const parts = (root) => [...root.querySelectorAll("[id^=part-]")];
  if (parts(fresh).map((part) => part.id).join() !== parts(now).map((part) => part.id).join()) {
    now.replaceChildren(...fresh.childNodes);
    return;
  }
  for (const part of parts(fresh)) replace(document.getElementById(part.id), part);
}

// Whoever reads a part keeps what is open, how far it is scrolled, and the place of the focus.
function replace(before, after) {
  const open = [...before.querySelectorAll("details[open]")].map((one) => one.id);
  for (const id of open) after.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  if (before.isEqualNode(after)) return;
  const wraps = (root) => [...root.querySelectorAll(".table-wrap")];
  const scrolls = wraps(before).map((wrap) => [wrap.scrollLeft, wrap.scrollTop]);
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const wrapFocused = wraps(before).indexOf(focused);
  before.replaceWith(after);
  wraps(after).forEach((wrap, place) => ([wrap.scrollLeft, wrap.scrollTop] = scrolls[place] ?? [0, 0]));
  if (!focused) return;
  const again = focused.id ? document.getElementById(focused.id) : wraps(after)[wrapFocused];
  again?.focus({ preventScroll: true });
}

function leave() {
  gone = true;
  socket.close();
  pause.hidden = true;
  say("sayGone");
}

function lost() {
  if (paused || gone) return;
  say("sayLost");
  // A refused handshake looks like a broken line: the page's own request tells them apart.
  changed();
}

pause.hidden = false;
pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  if (paused) say("sayPaused");
  else changed();
});

const socket = new Socket("/ws/console/", { isWanted: () => !gone, onLost: lost, onGone: leave, onEvent: changed });

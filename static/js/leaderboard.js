// An open leaderboard follows new snapshots: the board is swapped in place, so scroll and focus stay where they are.
import { drawBoard } from "./board-picture.js";
import { Socket } from "./socket.js";

const board = document.getElementById("board");
const status = document.getElementById("board-status");
let fetching = false;
let again = false;
let newest = 0;

async function refresh(event) {
  newest = Math.max(newest, event?.n ?? 0);
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const answer = await fetch(`${board.dataset.url}&n=${newest}`, { credentials: "same-origin" });
    if (answer.ok) swap(await answer.text());
  } finally {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function swap(html) {
  const fresh = document.createRange().createContextualFragment(html);
  const before = board.querySelector("[data-number]")?.dataset.number;
  if (fresh.querySelector("[data-number]")?.dataset.number === before) return;
  const wrap = board.querySelector(".table-wrap");
  const scrolled = wrap?.scrollLeft ?? 0;
  const focused = wrap !== null && wrap === document.activeElement;
  board.replaceChildren(fresh);
  const newWrap = board.querySelector(".table-wrap");
  if (newWrap) {
    newWrap.scrollLeft = scrolled;
    if (focused) newWrap.focus({ preventScroll: true });
  }
  status.textContent = board.dataset.sayUpdated;
  offerPicture();
}

// Without a script there is nothing that could draw, so the button is not offered.
function offerPicture() {
  const button = board.querySelector("[data-picture]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => drawBoard(board, button.dataset.picture));
}

offerPicture();
for (const choice of document.querySelectorAll(".choices select")) choice.addEventListener("change", () => choice.form.submit());

if (!("kept" in board.dataset)) new Socket("/ws/leaderboard/", { isWanted: () => true, onLost: () => {}, onGone: () => {}, onEvent: refresh });

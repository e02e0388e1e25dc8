// An open leaderboard follows new snapshots of its pool: the board is changed in place, and ranks that change are told.
import { drawBoard } from "./board-picture.js";
import { morph } from "./morph.js";
import { Socket } from "./socket.js";

const SPEAKS_EVERY = 5000;
// A page can be a second old, and what came out before the socket was open is not told by it.
const CATCH_UP = 1500;
const board = document.getElementById("board");
const status = document.getElementById("board-status");
let fetching = false;
let again = false;
let newest = 0;
let waiting = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const answer = await fetch(`${board.dataset.url}&n=${newest}`, { credentials: "same-origin" });
    if (answer.ok) show(await answer.text());
  } finally {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function show(html) {
  const before = ranks();
  morph(board, document.createRange().createContextualFragment(html));
  if (ranks() !== before) tellSoon();
}

function ranks() {
  return [...board.querySelectorAll("[data-rank]")].map((row) => `${row.dataset.key} ${row.dataset.rank}`).sort().join();
}

// While many votes come in, ranks can go to and fro: the status speaks seldom, and of what is true then.
function tellSoon() {
  if (waiting) return;
  waiting = true;
  tell();
  const told = ranks();
  setTimeout(() => {
    waiting = false;
    if (ranks() !== told) tellSoon();
  }, SPEAKS_EVERY);
}

function tell() {
  status.textContent = `${board.dataset.sayRanks} ${board.querySelector(".says")?.textContent ?? ""}`;
}

// Without a script there is nothing that could draw, so the button is not offered then.
board.classList.add("can-draw");
board.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picture]");
  if (button) drawBoard(board, button.dataset.picture);
});

if ("live" in board.dataset) {
  new Socket("/ws/leaderboard/", {
    isWanted: () => true,
    onOpen: () => setTimeout(refresh, CATCH_UP),
    onLost: () => {},
    onGone: () => {},
    onEvent: ({ pool, n }) => {
      if (pool !== board.dataset.live) return;
      newest = Math.max(newest, n);
      refresh();
    },
  });
}

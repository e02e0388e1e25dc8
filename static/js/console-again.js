// Brings in what a worker does meanwhile: the results of a test, the progress of a file. Nothing else of the page moves.
const PLACE = "again";
const EVERY = 1500;

async function look() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const results = page.getElementById(PLACE);
  if (!results) return;
  const runs = results.dataset.runs === "1";
  document.getElementById(PLACE).replaceChildren(...results.childNodes);
  if (runs) {
    again();
    return;
  }
  for (const button of document.querySelectorAll("[data-testid=test]")) button.disabled = false;
}

function again() {
  setTimeout(() => look().catch(again), EVERY);
}

again();

// Every page: the reader's text size, kept in this browser.
const KEY = "text-size";
const LARGEST = 3;
const root = document.documentElement;

function apply(size) {
  if (size > 0) root.dataset.textSize = String(size);
  else delete root.dataset.textSize;
}

function stored() {
  return Math.min(LARGEST, Math.max(0, Number(localStorage.getItem(KEY)) || 0));
}

apply(stored());
for (const button of document.querySelectorAll("button[data-text-size]")) {
  button.addEventListener("click", () => {
    const step = button.dataset.textSize === "larger" ? 1 : -1;
    const size = Math.min(LARGEST, Math.max(0, stored() + step));
    localStorage.setItem(KEY, String(size));
    apply(size);
  });
}

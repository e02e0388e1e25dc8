// Of two clicks on one button only the first is sent: its answer may show a password that no other answer shows.
const SENT_FOR = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // An answer that does not come, or a page that comes back from the browser's memory, must not leave a dead form.
  setTimeout(() => delete form.dataset.sent, SENT_FOR);
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

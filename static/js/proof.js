// The proof of work, for the few who are asked for it: the browser computes for a moment when the box is ticked.
import "../vendor/altcha/altcha.js";

const ALGORITHM = "PBKDF2/SHA-256";

function prepare(words) {
  // The worker is a file of ours: the page's policy allows no worker made of text.
  globalThis.$altcha.algorithms.set(ALGORITHM, () => new Worker(words.worker));
  const said = { label: words.label, verifying: words.verifying, waitAlert: words.verifying, verified: words.verified };
  const { lang } = document.documentElement;
  const failed = { error: words.failed, expired: words.expired, verificationRequired: words.label };
  globalThis.$altcha.i18n.set(lang, { ...globalThis.$altcha.i18n.get("en"), ...said, ...failed });
  if (!document.querySelector(`link[href="${words.style}"]`)) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = words.style;
    document.head.append(sheet);
  }
  return lang;
}

// Shows the box in `place` and resolves with the solution once the person has ticked it and the browser has computed.
export function askForProof(place) {
  const words = place.dataset;
  const widget = document.createElement("altcha-widget");
  widget.setAttribute("language", prepare(words));
  widget.setAttribute("challenge", words.challenge);
  const options = { hideFooter: true, hideLogo: true, humanInteractionSignature: false, type: "native", minDuration: 0 };
  widget.setAttribute("configuration", JSON.stringify(options));
  const voice = document.createElement("p");
  voice.className = "sr";
  voice.setAttribute("role", "status");
  place.replaceChildren(widget, voice);
  place.hidden = false;
  return new Promise((resolve) => {
    widget.addEventListener("load", () => widget.querySelector("input[type=checkbox]")?.focus());
    widget.addEventListener("statechange", ({ detail }) => {
      voice.textContent = { verifying: words.verifying, verified: words.verified, error: words.failed, expired: words.expired }[detail.state] ?? "";
      if (detail.state !== "verified") return;
      place.hidden = true;
      place.replaceChildren();
      resolve(detail.payload);
    });
  });
}

// The vote form. One key an attempt: the same ballot sent again, after whatever went wrong, is the same vote.
import { post } from "./http.js";

export class VoteForm {
  constructor(form, alert, words, onVoted) {
    this.form = form;
    this.alert = alert;
    this.words = words;
    this.onVoted = onVoted;
    this.key = crypto.randomUUID();
    form.addEventListener("change", () => {
      // Another ballot is another attempt.
      this.key = crypto.randomUUID();
      this.alert.hidden = true;
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  reset(url) {
    this.url = url;
    this.form.reset();
    this.key = crypto.randomUUID();
    this.alert.hidden = true;
  }

  async send() {
    if (this.sending) return;
    const fields = new FormData(this.form);
    if (!fields.get("outcome")) {
      this.complain(this.words.choose);
      this.form.querySelector("[name=outcome]").focus();
      return;
    }
    fields.set("key", this.key);
    this.sending = true;
    const button = this.form.querySelector("[type=submit]");
    button.setAttribute("aria-disabled", "true");
    try {
      this.onVoted(await post(this.url, fields, this.words.offline));
    } catch (refusal) {
      this.complain(refusal.message);
    } finally {
      this.sending = false;
      button.removeAttribute("aria-disabled");
    }
  }

  complain(text) {
    this.alert.textContent = text;
    this.alert.hidden = false;
  }
}

// One turn on the page: the question and the two answers, drawn a few times a second while they grow.
import { renderCode } from "./highlight.js";
import { renderMarkdown } from "./markdown.js";
import { renderMaths } from "./maths.js";

const DRAW_EVERY = 120;

export class TurnView {
  constructor(template, labels, prompt, lang, notices) {
    this.element = template.content.cloneNode(true).firstElementChild;
    this.texts = { a: "", b: "" };
    this.drawn = { a: null, b: null };
    this.places = {};
    this.slot("question-label").textContent = `${labels.question}: `;
    this.slot("prompt").textContent = prompt;
    this.slot("prompt").lang = lang;
    this.slot("notices").hidden = notices.length === 0;
    this.slot("notices").append(...notices.map((notice) => Object.assign(document.createElement("li"), { textContent: notice })));
    for (const side of ["a", "b"]) {
      this.slot(`label-${side}`).textContent = labels[side];
      this.places[side] = this.element.querySelector(`[data-side="${side}"] .text`);
      this.places[side].lang = lang;
      const copy = this.element.querySelector(`[data-copy="${side}"]`);
      copy.textContent = labels.copy;
      copy.setAttribute("aria-label", `${labels[side]} ${labels.copy}`);
      copy.addEventListener("click", () => labels.onCopy(this.texts[side]));
    }
    this.sides = this.element.querySelector(".sides");
    this.sides.addEventListener("scroll", () => this.swiped(labels.onShown), { passive: true });
    const sizes = new ResizeObserver(() => this.fit());
    for (const side of ["a", "b"]) sizes.observe(this.answer(side));
  }

  answer(side) {
    return this.places[side].closest(".answer");
  }

  // Side by side the row is as high as its higher answer; where one is shown at a time, as high as that one.
  fit() {
    const one = this.answer("b").offsetTop === this.answer("a").offsetTop && this.sides.scrollWidth > this.sides.clientWidth + 1;
    this.sides.style.height = one ? `${this.answer(this.nearest()).offsetHeight}px` : "";
  }

  nearest() {
    return this.sides.scrollLeft > (this.answer("b").offsetLeft - this.answer("a").offsetLeft) / 2 ? "b" : "a";
  }

  swiped(onShown) {
    onShown(this.nearest());
    this.fit();
  }

  slot(name) {
    return this.element.querySelector(`[data-slot="${name}"]`);
  }

  // `busy`: more is coming. `atOnce`: draw nothing until everything is there.
  update(a, b, { busy, atOnce }) {
    this.texts = { a, b };
    for (const place of Object.values(this.places)) place.setAttribute("aria-busy", String(busy));
    if (busy && atOnce) return;
    if (!busy) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.draw(true);
    } else {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.draw(false);
      }, DRAW_EVERY);
    }
  }

  draw(complete) {
    for (const side of ["a", "b"]) {
      const text = this.texts[side];
      if (text === this.drawn[side] && !complete) continue;
      this.drawn[side] = text;
      this.places[side].replaceChildren(renderMarkdown(text));
      if (complete) {
        renderCode(this.places[side]);
        renderMaths(this.places[side]);
      }
    }
  }

  show(side) {
    this.sides.scrollTo({ left: this.answer(side).offsetLeft - this.sides.offsetLeft, behavior: "instant" });
  }
}

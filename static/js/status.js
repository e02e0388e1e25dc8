// The one polite voice of the page: it speaks at most once in three seconds, and says the newest thing.
const PAUSE = 3000;

export class Status {
  constructor(element) {
    this.element = element;
    this.spoken = -PAUSE;
  }

  say(text) {
    clearTimeout(this.timer);
    const wait = this.spoken + PAUSE - performance.now();
    if (wait <= 0) this.speak(text);
    else this.timer = setTimeout(() => this.speak(text), wait);
  }

  speak(text) {
    if (this.element.textContent === text) return;
    this.element.textContent = text;
    this.spoken = performance.now();
  }
}

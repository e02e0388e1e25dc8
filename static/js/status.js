// What is going on: shown at once, and spoken by the page's one polite voice at most once in three seconds.
const PAUSE = 3000;
const LONG_PAUSE = 20000;

export class Status {
  constructor(shown, voice) {
    this.shown = shown;
    this.voice = voice;
    this.spoken = -PAUSE;
  }

  say(text) {
    this.shown.textContent = text;
    clearTimeout(this.timer);
    const wait = this.spoken + PAUSE - performance.now();
    if (wait <= 0) this.speak(text);
    else this.timer = setTimeout(() => this.speak(text), wait);
  }

  // The place in the line changes every few seconds: all of it is shown, and spoken now and then.
  wait(text) {
    if (performance.now() - this.spoken >= LONG_PAUSE) this.say(text);
    else this.shown.textContent = text;
  }

  speak(text) {
    if (this.voice.textContent === text) return;
    this.voice.textContent = text;
    this.spoken = performance.now();
  }
}

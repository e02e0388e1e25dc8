// A waiting voter's place in the line, as a sentence. `words` holds the page's sentences with {n} in them.
export function placeText({ ahead, seconds }, words) {
  const wait =
    seconds < 60
      ? words.aboutSeconds.replace("{n}", seconds)
      : words.aboutMinutes.replace("{n}", Math.ceil(seconds / 60));
  return ahead === 0 ? `${words.sayNext}, ${wait}` : `${words.sayAhead.replace("{n}", ahead)}, ${wait}`;
}

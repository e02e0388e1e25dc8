// Maths in Markdown: `$…$` and `$$…$$` become elements that KaTeX fills with MathML, fetched only when needed.
// A formula of an entrant's stays in its answer: no black area over the page, no macro that goes on for ever.
const MOST_EMS = 10;
const LIMITS = { trust: false, maxSize: MOST_EMS, maxExpand: 200 };
const MATHS = /^\$\$([^$]+)\$\$|^\$(?![\s$])([^$\n]*[^\s$])\$(?!\d)/;

export function mathsPlugin(markdown) {
  markdown.inline.ruler.before("escape", "maths", (state, silent) => {
    const found = MATHS.exec(state.src.slice(state.pos));
    if (!found) return false;
    if (!silent) {
      const token = state.push("maths", "", 0);
      token.content = found[1] ?? found[2];
      token.markup = found[1] === undefined ? "$" : "$$";
    }
    state.pos += found[0].length;
    return true;
  });
  markdown.renderer.rules.maths = (tokens, index) => {
    const { content, markup } = tokens[index];
    const kind = markup === "$$" ? "maths display" : "maths";
    return `<span class="${kind}">${markdown.utils.escapeHtml(content)}</span>`;
  };
}

export async function renderMaths(element) {
  const places = element.querySelectorAll("span.maths:not([data-done])");
  if (!places.length) return;
  const { default: katex } = await import("../vendor/katex/katex.js");
  for (const place of places) {
    if (!place.isConnected || place.dataset.done) continue;
    place.dataset.done = "yes";
    const displayMode = place.classList.contains("display");
    katex.render(place.textContent, place, { output: "mathml", throwOnError: false, displayMode, ...LIMITS });
    keepInside(place);
  }
}

// Some lengths pass the library's own limit, such as those of \raisebox, which moves letters over what is not theirs.
function keepInside(place) {
  for (const element of place.querySelectorAll("math *")) {
    for (const name of element.getAttributeNames()) {
      const lengths = element.getAttribute(name).match(/[\d.]+(?=em)/g) ?? [];
      if (lengths.some((length) => Number(length) > MOST_EMS)) element.removeAttribute(name);
    }
  }
}

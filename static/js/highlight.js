// Colours for code, fetched only when an answer has a block in one of these languages.
const LANGUAGES = {
  bash: () => import("../vendor/highlight/bash.js"),
  c: () => import("../vendor/highlight/c.js"),
  cpp: () => import("../vendor/highlight/cpp.js"),
  css: () => import("../vendor/highlight/css.js"),
  java: () => import("../vendor/highlight/java.js"),
  javascript: () => import("../vendor/highlight/javascript.js"),
  json: () => import("../vendor/highlight/json.js"),
  python: () => import("../vendor/highlight/python.js"),
  sql: () => import("../vendor/highlight/sql.js"),
  xml: () => import("../vendor/highlight/xml.js"),
};
const OTHER_NAMES = { js: "javascript", py: "python", sh: "bash", shell: "bash", html: "xml" };

export async function renderCode(element) {
  for (const block of element.querySelectorAll("pre > code[class^='language-']:not([data-done])")) {
    const name = block.className.slice("language-".length);
    const language = OTHER_NAMES[name] ?? name;
    const load = LANGUAGES[language];
    if (!load) continue;
    const [{ default: hljs }, { default: grammar }] = await Promise.all([import("../vendor/highlight/core.js"), load()]);
    if (!block.isConnected || block.dataset.done) continue;
    block.dataset.done = "yes";
    hljs.registerLanguage(language, grammar);
    block.innerHTML = hljs.highlight(block.textContent, { language, ignoreIllegals: true }).value;
  }
}

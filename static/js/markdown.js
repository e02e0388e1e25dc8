// An entrant's Markdown is hostile: raw HTML is text, images and forms do not exist, and what is left is sanitised.
import MarkdownIt from "../vendor/markdown-it/markdown-it.js";
import DOMPurify from "../vendor/dompurify/purify.js";
import { mathsPlugin } from "./maths.js";

const TAGS = [
  "a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
  "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
];
const CLASSES = /^(language-[\w+#-]+|maths( display)?|scroll|address)$/;

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).use(mathsPlugin);
markdown.disable("image");
// The answer's headings stand below the page's own.
markdown.renderer.rules.heading_open = (tokens, index) => `<h${level(tokens[index])}>`;
markdown.renderer.rules.heading_close = (tokens, index) => `</h${level(tokens[index])}>`;
markdown.renderer.rules.table_open = () => '<div class="scroll"><table>';
markdown.renderer.rules.table_close = () => "</table></div>";

function level(token) {
  return Math.min(6, Number(token.tag.slice(1)) + 4);
}

DOMPurify.addHook("uponSanitizeAttribute", (_node, data) => {
  if (data.attrName === "class" && !CLASSES.test(data.attrValue)) data.keepAttr = false;
});
DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A") {
    const address = node.getAttribute("href") ?? "";
    if (!/^https?:\/\//i.test(address)) {
      node.removeAttribute("href");
      return;
    }
    node.setAttribute("rel", "nofollow noopener noreferrer");
    node.setAttribute("target", "_blank");
  }
});

// Where a link leads is shown beside it, so that no text can pass one address off as another.
function showAddresses(fragment) {
  for (const link of fragment.querySelectorAll("a[href]")) {
    if (link.textContent === link.getAttribute("href")) continue;
    const address = document.createElement("span");
    address.className = "address";
    address.textContent = ` (${link.getAttribute("href")})`;
    link.after(address);
  }
  for (const scroller of fragment.querySelectorAll(".scroll, pre")) scroller.tabIndex = 0;
}

export function renderMarkdown(text) {
  const fragment = DOMPurify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "class", "start"],
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  showAddresses(fragment);
  return fragment;
}

"""Entrants' Markdown in a real browser: readable when friendly, harmless when hostile, at every prefix."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "![그림](https://elsewhere.example/pixel.png)",
    "[눌러 보세요](javascript:alert(1))",
    "[눌러 보세요](JaVaScRiPt:alert(1))",
    "[눌러 보세요](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<iframe src='https://elsewhere.example'></iframe>",
    "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
    '<a href="https://elsewhere.example" onclick="alert(1)">x</a>',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<style>@import 'https://elsewhere.example/x.css';</style>",
    "```<img src=x onerror=alert(1)>\n<script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "$<img src=x onerror=alert(1)>$",
    "$$\\href{javascript:alert(1)}{x}$$",
    "<form action=https://elsewhere.example><button>x</button></form>",
    "<object data='https://elsewhere.example'></object><embed src='https://elsewhere.example'>",
    '[x]: https://elsewhere.example "onmouseover=alert(1)"\n[x]',
    "<div class='masthead' style='position:fixed;inset:0'>가짜 화면</div>",
    '[a](https://elsewhere.example/" onmouseover="alert(1))',
    "<base href='https://elsewhere.example/'>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | d |",
]
RENDER = """async (texts) => {
  const { renderMarkdown } = await import("/static/js/markdown.js");
  const { renderMaths } = await import("/static/js/maths.js");
  const place = document.createElement("div");
  document.body.append(place);
  const bad = [];
  for (const text of texts) {
    place.replaceChildren(renderMarkdown(text));
    await renderMaths(place);
    for (const element of place.querySelectorAll("*")) {
      const names = element.getAttributeNames();
      const tag = element.tagName.toLowerCase();
      const never = ["script", "img", "iframe", "svg", "style", "form", "object", "embed", "base", "input", "button"];
      if (never.includes(tag)) bad.push([text, element.outerHTML]);
      if (names.some((name) => name.startsWith("on") || name === "style")) bad.push([text, element.outerHTML]);
      if (/^(javascript|data|vbscript):/i.test(element.getAttribute("href") ?? "")) bad.push([text, element.outerHTML]);
      if (/masthead/.test(element.className)) bad.push([text, element.outerHTML]);
    }
  }
  const html = place.innerHTML;
  place.remove();
  return { bad, html };
}"""


@pytest.fixture
def page(new_page: NewPage) -> Page:
    page = new_page()
    page.goto("/about/")
    return page


def render(page: Page, *texts: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(RENDER, list(texts))
    return found


def test_hostile_markdown_does_nothing_at_any_prefix(page: Page) -> None:
    done: list[str] = []
    page.on("dialog", lambda dialog: (done.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: done.append(request.url) if "elsewhere.example" in request.url else None)
    prefixes = [text[:end] for text in HOSTILE for end in range(1, len(text) + 1)]
    assert render(page, *prefixes)["bad"] == []
    page.wait_for_load_state("networkidle")
    assert done == []


def test_the_check_of_hostile_markdown_would_notice_a_script(page: Page) -> None:
    assert page.evaluate("() => document.querySelectorAll('script').length") > 0


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
        ("**굵게** _기울임_", "<strong>굵게</strong>"),
        ("```python\nx = 1\n```", '<pre tabindex="0"><code class="language-python">'),
        ("# 제목", "<h5>제목</h5>"),
        ("1. 하나\n2. 둘", "<ol>"),
        ("값은 $x^2$ 입니다", "<math"),
        ("$$\\frac{1}{2}$$", "<mfrac>"),
        ("가격은 $5, 세금은 $1 입니다", "$5, 세금은 $1"),
        ("[안내](https://example.org/a)", "(https://example.org/a)"),
        ("[안내](https://example.org/a)", 'rel="nofollow noopener noreferrer"'),
    ],
)
def test_friendly_markdown_is_readable(page: Page, text: str, html: str) -> None:
    assert html in render(page, text)["html"]

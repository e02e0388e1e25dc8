"""Entrants' Markdown in a real browser, when it is friendly: readable. `test_payloads.py` has what is hostile."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

RENDER = """async (text) => {
  const { renderMarkdown } = await import("/static/js/markdown.js");
  const { renderMaths } = await import("/static/js/maths.js");
  const place = document.createElement("div");
  document.body.append(place);
  place.replaceChildren(renderMarkdown(text));
  await renderMaths(place);
  const html = place.innerHTML;
  place.remove();
  return html;
}"""


def render(page: Page, text: str) -> str:
    html: str = page.evaluate(RENDER, text)
    return html


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
    assert html in render(page, text)

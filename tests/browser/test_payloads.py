"""Hostile Markdown in a real browser at every prefix: nothing runs, nothing is asked for, nothing stands out.

The site's policy for scripts is switched off in these pages, so that whatever the sanitiser lets through does its harm
and is seen; before citizens the policy stands behind it. `pytest -s` prints how much was drawn.
"""

import json
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.payloads import FOREIGN, HOSTILE, fuzzed
from tests.browser.steps import state
from tests.services.browsers import NewPage
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

AT_ONCE = 50
"""Texts that go to the browser together."""
BATTLE = "x" * 22
# What an answer may become, and no more. MathML is what formulas are made of.
OFFENDERS = r"""
  const TAGS = new Set(("a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr li ol p pre s span strong table tbody td"
    + " th thead tr ul").split(" "));
  const CLASSES = /^(language-[\w+#-]+|maths( display)?|scroll|address|katex(-error|-display)?|hljs-[\w -]+)$/;
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const LENGTHS = ["width", "height", "depth", "lspace", "rspace", "voffset", "linethickness", "rowspacing"];
  function offends(element) {
    const maths = element.namespaceURI === MATHML;
    if (!maths && !TAGS.has(element.localName)) return "tag";
    for (const { name, value } of element.attributes) {
      if (/^on|^(src|srcset|srcdoc|action|background|formaction|id|name|popover|is)$|:/.test(name)) return name;
      if (name === "style" && !element.closest(".katex-error, .katex")) return name;
      if (name === "style" && !/^color: ?#?\w+;?$/.test(value)) return name;
      if (name === "href" && (maths || !/^https?:\/\//i.test(value))) return name;
      if (name === "class" && !maths && !CLASSES.test(value)) return name;
      if (maths && LENGTHS.includes(name) && parseFloat(value) > 50) return name;
    }
    return null;
  }
  function offendersIn(place) {
    return [...place.querySelectorAll("*")].map((element) => [offends(element), element.outerHTML])
      .filter(([why]) => why !== null);
  }
"""
RENDER = (
    "async (texts) => {"
    + OFFENDERS
    + r"""
  const { renderMarkdown } = await import("/static/js/markdown.js");
  const { renderMaths } = await import("/static/js/maths.js");
  const { renderCode } = await import("/static/js/highlight.js");
  const place = document.createElement("div");
  document.body.append(place);
  const bad = [];
  let rendered = 0;
  for (const text of texts) {
    const letters = [...text];
    for (let end = 1; end <= letters.length; end += 1) {
      place.replaceChildren(renderMarkdown(letters.slice(0, end).join("")));
      await renderMaths(place);
      if (end === letters.length) await renderCode(place);
      for (const offender of offendersIn(place)) bad.push([text, ...offender]);
      rendered += 1;
    }
  }
  place.remove();
  return { bad, rendered };
}"""
)


@dataclass
class Watched:
    """A page, and what happened that must not: dialogs, foreign requests, new pages."""

    page: Page
    done: list[str] = field(default_factory=list)

    def render(self, texts: list[str]) -> int:
        """Draw every prefix of every text as an answer; returns how many were drawn."""
        rendered = 0
        for first in range(0, len(texts), AT_ONCE):
            found = self.page.evaluate(RENDER, texts[first : first + AT_ONCE])
            assert found["bad"] == []
            rendered += found["rendered"]
        self.page.wait_for_load_state("networkidle")
        return rendered


def watch(page: Page, origin: str) -> Watched:
    """Notice what a text makes the browser do. Foreign addresses are never truly asked."""
    watched = Watched(page)

    def answer(route: Route) -> None:
        if route.request.url.startswith((origin, "data:", "blob:")):
            route.fallback()
            return
        watched.done.append(route.request.url)
        route.abort()

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: (watched.done.append(dialog.message), dialog.dismiss()))
    page.context.on("page", lambda opened: watched.done.append(f"a new page: {opened.url}"))
    page.on("framenavigated", lambda frame: watched.done.append(f"went to {frame.url}") if watched.page.url else None)
    return watched


@pytest.fixture
def watched(new_page: NewPage, site: Site) -> Watched:
    page = new_page(bypass_csp=True)
    page.goto("/about/")
    return watch(page, site.url)


def test_the_watch_would_notice_a_script_and_a_request(watched: Watched) -> None:
    watched.page.evaluate(
        """async () => {
          document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='alert(1)'>");
          document.body.insertAdjacentHTML("beforeend", "<img src='https://elsewhere.example/pixel.png'>");
          await new Promise((resolve) => setTimeout(resolve, 300));
        }"""
    )
    assert "1" in watched.done
    assert any(FOREIGN in done for done in watched.done)


def test_the_check_would_notice_what_an_answer_may_not_hold(watched: Watched) -> None:
    planted = watched.page.evaluate(
        "() => {"
        + OFFENDERS
        + r"""
          const place = document.createElement("div");
          place.innerHTML = "<img><b onclick='x'>x</b><a href='javascript:x'>x</a><p class='masthead'>x</p>"
            + "<p id=x>x</p>";
          return offendersIn(place).map(([why]) => why);
        }"""
    )
    assert planted == ["tag", "tag", "href", "class", "id"]


def test_no_payload_of_the_collection_does_anything_at_any_prefix(watched: Watched) -> None:
    drawn = watched.render(HOSTILE)
    print(f"\n{len(HOSTILE)} payloads at {drawn} prefixes: {len(watched.done)} did something")
    assert drawn > 6000
    assert watched.done == []


@pytest.mark.parametrize(("texts", "seed"), [(600, 1), pytest.param(20_000, 2, marks=pytest.mark.slow)])
def test_no_mixture_of_payloads_does_anything_at_any_prefix(watched: Watched, texts: int, seed: int) -> None:
    drawn = watched.render(fuzzed(texts, seed))
    print(f"\n{texts} mixtures at {drawn} prefixes: {len(watched.done)} did something")
    assert drawn > 40 * texts
    assert watched.done == []


def test_hostile_frames_do_nothing_on_the_battle_page(new_page: NewPage, site: Site) -> None:
    """The whole way of an answer: socket, folding, drawing while it grows, and the complete text with its extras."""
    page = new_page(bypass_csp=True)
    page.goto("/battles/")
    watched = watch(page, site.url)
    hostile = "\n\n".join(HOSTILE)
    told = {"battle": BATTLE, "url": f"/battles/{BATTLE}/", "prompt": hostile, "notices": HOSTILE, "standing": hostile}
    page.route(
        "**/battles/",
        lambda route: (
            route.fulfill(status=201, content_type="application/json", body=json.dumps(told))
            if route.request.method == "POST"
            else route.fallback()
        ),
    )
    page.route_web_socket(re.compile("/ws/battles/"), play_hostile_frames)
    ask_here(page)
    state(page, "ready")
    expect(page.locator("#turns [data-side=a] .text")).to_contain_text("alert")
    found = page.evaluate(
        "() => {" + OFFENDERS + "return [...document.querySelectorAll('#turns .text')].flatMap(offendersIn); }"
    )
    assert found == []
    assert page.locator("#turns script, #turns img, #turns iframe, #notices script").count() == 0
    assert [done for done in watched.done if BATTLE not in done] == []


def play_hostile_frames(socket: WebSocketRoute) -> None:
    """A turn whose sides say everything in the collection, in frames that cut it anywhere."""
    text = "\n\n".join(HOSTILE)
    event = {"turn": 1, "a": "", "b": ""}
    socket.send(json.dumps(event | {"kind": "snapshot", "n": 0, "state": "streaming"}))
    size = 7
    parts = [text[start : start + size] for start in range(0, len(text), size)]
    for n, part in enumerate(parts, start=1):
        socket.send(json.dumps(event | {"kind": "frame", "n": n, "a": part, "b": part, "state": "streaming"}))
    socket.send(json.dumps(event | {"kind": "frame", "n": len(parts) + 1, "state": "ready"}))


def ask_here(page: Page) -> None:
    """Ask on the page that is open."""
    page.get_by_test_id("prompt").fill("봄 감자는 언제 심나요?")
    page.get_by_test_id("ask").click()

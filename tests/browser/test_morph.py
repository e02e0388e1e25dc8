"""Changing a page in place: what the reader holds, has opened or scrolled to stays."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

MORPH = """async ([before, after, held]) => {
  const { morph } = await import("/static/js/morph.js");
  const place = document.createElement("div");
  document.body.append(place);
  place.innerHTML = before;
  const same = place.querySelector(held);
  if (same.tabIndex >= 0) same.focus();
  morph(place, document.createRange().createContextualFragment(after));
  const found = { html: place.innerHTML, kept: same.isConnected, focused: document.activeElement === same };
  place.remove();
  return found;
}"""


@pytest.mark.parametrize(
    ("before", "after", "held"),
    [
        ("<p>하나</p>", "<p>둘</p>", "p"),
        (
            '<i data-key="1">하나</i><i data-key="2">둘</i>',
            '<i data-key="2">둘</i><i data-key="1">셋</i>',
            "[data-key='1']",
        ),
        ('<i data-key="1">하나</i><b>둘</b>', "<b>둘</b>", "b"),
        ("<b>둘</b>", '<p class="notice">새로</p><b>둘</b>', "b"),
        ('<p class="x" title="y">하나</p>', '<p class="z">하나</p>', "p"),
        ("<svg><rect x='1'></rect></svg>", '<svg><rect x="2"></rect><circle r="1"></circle></svg>', "rect"),
        ("<b>하나</b>남은 글<!-- x -->", "<b>하나</b>", "b"),
    ],
)
def test_it_becomes_the_fresh_page_and_what_is_in_both_is_the_same_element(
    page: Page, before: str, after: str, held: str
) -> None:
    found = page.evaluate(MORPH, [before, after, held])
    assert (found["html"], found["kept"]) == (after, True)


def test_a_part_of_another_kind_takes_the_place_of_the_old(page: Page) -> None:
    found = page.evaluate(MORPH, ['<p data-key="1">하나</p>', '<b data-key="1">하나</b>', "p"])
    assert (found["html"], found["kept"]) == ('<b data-key="1">하나</b>', False)


def test_the_focus_stays_although_its_row_moves(page: Page) -> None:
    rows = ['<p data-key="1"><button>하나</button></p>', '<p data-key="2">둘</p>', '<p data-key="3">셋</p>']
    found = page.evaluate(MORPH, ["".join(rows), "".join(reversed(rows)), "button"])
    assert found == {"html": "".join(reversed(rows)), "kept": True, "focused": True}


def test_what_the_reader_opened_stays_open(page: Page) -> None:
    before = "<details open=''><summary>표</summary>하나</details>"
    found = page.evaluate(MORPH, [before, "<details><summary>표</summary>둘</details>", "details"])
    assert found["html"] == '<details open=""><summary>표</summary>둘</details>'

"""The organisers' Markdown (rules texts) as HTML. Entrants' Markdown is never rendered here."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")


def render_rules(text: str) -> SafeString:
    """HTML of a rules text; raw HTML in it is shown as text, not obeyed."""
    html: str = _parser.render(text)
    return mark_safe(html)  # noqa: S308  html=False escapes everything  # nosec B703 B308

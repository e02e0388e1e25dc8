"""What a prompt goes through before anything stores, enqueues, logs or sends it."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from arena.actions.errors import PromptEmpty, PromptHarmful, PromptTooLong
from arena.rules.blindness.identities import NOBODY, Identities
from arena.rules.blindness.probes import asks_who_answers
from arena.rules.content import Category, Classifier, Either, WordRules
from arena.rules.content.screen import category_of
from arena.rules.privacy import mask_personal_data
from arena.rules.text import TextEmpty, TextTooLong, clean, language_of
from arena.rules.topics import classify

PROMPT_MAX_CHARACTERS = 8000
TRIAL = "봄 감자는 언제 심나요?"
"""What a classifier is tried on: it must judge it, however it does."""


@dataclass(frozen=True)
class Prompt:
    """A prompt as it is kept: `masked` are the kinds of personal data taken out, `probed` that it asks who answers."""

    text: str
    language: str
    topic: str
    masked: tuple[str, ...]
    probed: bool


class ClassifierUnusable(Exception):
    """The named classifier cannot judge; the message says why."""


@lru_cache(maxsize=4)
def content_rules(path: str, classifier: str = "") -> Classifier:
    """The rules against harmful content in the file at `path`; those of the engine for an empty path.

    `classifier`: the dotted path of a class, or of anything that makes a `Classifier` when it is called with nothing;
    it judges beside the rules. Made once. Raises ClassifierUnusable.
    """
    words = WordRules.read(path) if path else WordRules.builtin()
    return Either([words, _named(classifier)]) if classifier else words


def _named(dotted: str) -> Classifier:
    module, _dot, name = dotted.rpartition(".")
    try:
        judge: Classifier = getattr(import_module(module), name)()
        said, waits = judge.category(TRIAL), judge.waits_from(TRIAL)
    # Whatever somebody else's code does here, it is told as one thing: this classifier does not work.
    except Exception as error:
        raise ClassifierUnusable(f"{dotted}: {type(error).__name__}: {error}") from error
    if not (said is None or isinstance(said, Category)) or not (waits is None or isinstance(waits, int)):
        raise ClassifierUnusable(f"{dotted}: category() gave {said!r} and waits_from() gave {waits!r}.")
    return judge


def prepare_prompt(typed: str, content: Classifier, names: Identities = NOBODY) -> Prompt:
    """Clean, refuse what is harmful, mask personal data; `names` are the pool's own.

    Raises PromptEmpty, PromptTooLong or PromptHarmful."""
    try:
        text = clean(typed, PROMPT_MAX_CHARACTERS)
    except TextEmpty:
        raise PromptEmpty from None
    except TextTooLong:
        raise PromptTooLong from None
    category = category_of(text, content)
    if category is not None:
        raise PromptHarmful(category)
    language = language_of(text)
    masked = mask_personal_data(text, language)
    kinds = tuple(str(kind) for kind in masked.kinds)
    probed = asks_who_answers(masked.text, Identities.builtin().plus(names))
    topic = classify(masked.text)
    return Prompt(masked.text, topic.language, topic.slug, kinds, probed)


def without_personal_data(text: str) -> str:
    """A short text such as a vote's comment, with personal data masked."""
    return mask_personal_data(text, language_of(text)).text

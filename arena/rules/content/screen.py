"""Prompts as a whole, and answers while they stream."""

import re

from arena.rules.content.classifier import Category, Classifier

SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")
LONGEST = 400
"""A sentence of so many characters is judged as it is."""
NOTICES = {
    "ko": "[이 답변의 나머지는 안전을 위해 보여 드리지 않아요.]",
    "en": "[The rest of this answer is not shown, for safety.]",
}


def category_of(text: str, classifier: Classifier) -> Category | None:
    """Why a text is harmful: the category of the first sentence that is."""
    return next(filter(None, (classifier.category(sentence) for sentence in SENTENCE_END.split(text))), None)


class AnswerScreen:
    """One side's answer, from what it says to what may be shown; `blocked` once the rest is withheld.

    A sentence that speaks of a rule's subject waits for its end. A harmful one is never completed: the same notice
    takes the place of what was still to come of it and of all that follows, for every entrant alike.
    """

    def __init__(self, classifier: Classifier, language: str) -> None:
        self.blocked: Category | None = None
        self._classifier = classifier
        # A question in another language than these still gets a notice.
        self._notice = NOTICES.get(language, NOTICES["en"])
        self._sentence = ""
        self._shown = 0
        """How much of the sentence has been shown."""
        self._endless = 0
        """So many of its characters end no sentence."""

    def feed(self, text: str) -> str:
        """What can be shown now."""
        if self.blocked:
            return ""
        self._sentence += text
        shown = ""
        while not self.blocked and (length := self._length_of_a_whole_sentence()):
            shown += self._judge(length)
        if self.blocked or not self._sentence:
            return shown
        waits = self._classifier.waits_from(self._sentence)
        return shown + self._show(len(self._sentence) if waits is None else max(waits, self._shown))

    def finish(self) -> str:
        """The rest, now that nothing more comes."""
        return "" if self.blocked or not self._sentence else self._judge(len(self._sentence))

    def _length_of_a_whole_sentence(self) -> int:
        end = SENTENCE_END.search(self._sentence, self._endless)
        if end:
            return end.end()
        # The last mark may end the sentence once it is known what follows it.
        self._endless = max(0, len(self._sentence) - 1)
        return LONGEST if len(self._sentence) >= LONGEST else 0

    def _judge(self, length: int) -> str:
        self.blocked = self._classifier.category(self._sentence[:length])
        if self.blocked:
            return self._notice
        shown = self._show(max(length, self._shown))
        self._sentence, self._shown, self._endless = self._sentence[length:], max(0, self._shown - length), 0
        return shown

    def _show(self, to: int) -> str:
        shown, self._shown = self._sentence[self._shown : to], to
        return shown

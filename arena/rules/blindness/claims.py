"""Sentences that claim a name by the words around it: the answerer, a word of belonging, nothing that says otherwise.

The frames of `cues_ko` and `cues_en` know how a sentence is built. Where they do not know it, words decide: who speaks
of itself ("저", "me", "the model you are using") near a word of descent, making, naming or owning claims the name,
unless a word shows that the name is used, bought, searched, worked for or compared. All names are judged by the same
words, so what is masked tells nothing about which of them it was.
"""

from arena.rules.blindness import claims_en, claims_ko


def claims_name(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the sentence `left` + name + `right` claims the name; `before` is the text of earlier sentences.

    All are skeletons in which other names are §. `product`: the name is a product's and not a maker's.
    """
    return claims_ko.claims(left, right, before, product) or claims_en.claims(left, right, before, product)

"""The labelled lines: templates filled with names, and lines that must stay as they are."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from arena.rules.blindness.identities import Identities
from arena.rules.blindness.names import name_patterns
from arena.rules.blindness.skeleton import skeleton

FOLDER = Path(__file__).with_name("labelled")
NAMES = {
    kind: tuple(names.split(", "))
    for kind, names in {
        "f": "EXAONE, 엑사원, K-EXAONE, HyperCLOVA X, 하이퍼클로바 X, CLOVA X, VARCO, 바르코, VAETKI, A.X K1"
        ", 에이닷엑스, HCX-005, 하클엑",
        "p": "Solar, 솔라, Solar Open, Solar Pro, A.X, 배키, 에이닷, ChatGPT, GPT-4, Claude, Gemini, Llama, Qwen, 챗GPT"
        ", 클로드, 제미나이, HCX, 쏠라, 에이엑스",
        "m": "LG AI Research, LG AI연구원, LG, Naver Cloud, 네이버클라우드, 네이버, Naver, NC AI, 엔씨 AI, SK Telecom"
        ", SK텔레콤, SKT, Upstage, 업스테이지, OpenAI, Google, Anthropic, 구글",
    }.items()
}
CHOICE = re.compile(r"<([^<>|]*\|[^<>]*)>")
BETWEEN_CHOICES = re.compile(r"\|(?![^\[\]]*\])")
"""The bar between two choices; one in square brackets parts the forms of a particle."""
VARIANTS = 24
"""So many lines are made of a template with choices."""
CLAIMS = ("self_ko", "self_en", "self_more", "self_learnt")
HARMLESS = ("harmless_ko", "harmless_en", "harmless_more", "harmless_learnt")
PROMPTED = ("learnt", "taught", "added", "everyday", "work", "genres", "talk", "english")
PROMPTED_CLAIMS = tuple(f"prompted_claims_{part}" for part in PROMPTED)
PROMPTED_HARMLESS = tuple(f"prompted_harmless_{part}" for part in PROMPTED)
"""Answers with the prompts that they follow, one record a line: the prompt, a tab, the answer."""
TAUGHT = ("self_taught", "harmless_taught")
"""The files that something is learnt from: single lines, and templates with choices."""
BRINGING_UP = (
    "{} 알려 줘",
    "{} 논문을 요약해 줘",
    "{} 블로그 글을 써 줘",
    "{} 제품을 비교해 줘",
    "{} 주가 전망",
    "{} 모델의 특징을 설명해 줘",
    "Tell me about {}.",
    "Compare {} with its competitors.",
    "Which {} model should I use?",
)
"""Plain prompts that bring a name up."""
KNOWN = name_patterns(tuple(name for names in Identities.builtin().lists().values() for name in names))
PLACE = re.compile(r"\{([fpm])\}(?:\[([^|\]]*)\|([^\]]*)\])?")


@dataclass(frozen=True)
class Claim:
    """A filled template: the whole line and the names in it, all of which must go; and the prompts before it."""

    text: str
    names: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()


def lines(*files: str) -> list[str]:
    """The lines of some files, without comments."""
    return [
        line
        for file in files
        for line in (FOLDER / f"{file}.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("# ")
    ]


def claims(template: str) -> Iterator[Claim]:
    """The template with every name of the kind that has most; other kinds take turns."""
    for chosen in _choices(template):
        yield Claim(filled(template, chosen), tuple(chosen.values()))


def prompted_claims(record: str) -> Iterator[Claim]:
    """The same of a record; only names in its answer must go."""
    kinds = _kinds_in(record.partition("\t")[2])
    for chosen in _choices(record):
        prompt, text = spoken(filled(record, chosen))
        yield Claim(text, tuple(chosen[kind] for kind in kinds), (prompt,))


def harmless_answer(record: str) -> Claim:
    """The answer of a record in which no name has to go."""
    prompt, text = spoken(record)
    return Claim(text, prompts=(prompt,))


def brought_up(answer: Claim) -> Claim:
    """The same answer after a plain prompt that brings its first name up."""
    found = KNOWN.exact.search(skeleton(answer.text))
    name = answer.text[found.start() : found.end()] if found else ""
    prompt = random.Random(answer.text).choice(BRINGING_UP).format(name)
    return replace(answer, prompts=(prompt,))


def spoken(record: str) -> tuple[str, str]:
    """The prompt and the answer of a record, with their lines."""
    prompt, _tab, answer = record.replace("\\n", "\n").partition("\t")
    return prompt, answer


def _choices(template: str) -> Iterator[dict[str, str]]:
    kinds = _kinds_in(template)
    for turn in range(max(len(NAMES[kind]) for kind in kinds)):
        yield {kind: NAMES[kind][turn % len(NAMES[kind])] for kind in kinds}


def _kinds_in(template: str) -> list[str]:
    return list(dict.fromkeys(found[1] for found in PLACE.finditer(template)))


def varied(template: str, count: int = VARIANTS) -> list[str]:
    """Up to so many lines from a template with choices, "<one|other>", always the same ones."""
    chance = random.Random(template)
    made = set()
    for _ in range(3 * count):
        line = template
        while found := CHOICE.search(line):
            line = line[: found.start()] + chance.choice(BETWEEN_CHOICES.split(found[1])) + line[found.end() :]
        chosen = {kind: chance.choice(names) for kind, names in NAMES.items()}
        made.add(filled(line.replace("\\n", "\n"), chosen))
        if len(made) == count:
            break
    return sorted(made)


def taught_lines() -> set[str]:
    """Every line that something is learnt from, with names."""
    single = {claim.text for template in lines(*CLAIMS) for claim in claims(template)}
    return single | set(lines(*HARMLESS)) | {line for file in TAUGHT for row in lines(file) for line in varied(row)}


def filled(template: str, chosen: dict[str, str]) -> str:
    """The template with these names, each followed by the form of the particle that fits it."""

    def name_and_particle(found: re.Match[str]) -> str:
        name = chosen[found[1]]
        return name + ((found[2] if _ends_in_consonant(name) else found[3]) or "")

    return PLACE.sub(name_and_particle, template)


def _ends_in_consonant(name: str) -> bool:
    last = name[-1]
    return "가" <= last <= "힣" and (ord(last) - ord("가")) % 28 > 0

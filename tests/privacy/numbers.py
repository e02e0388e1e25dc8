"""Numbers of made-up people, correct in form; drawn from a seeded generator."""

from datetime import date, timedelta
from random import Random

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
CARD_PREFIXES = ("4", "51", "53", "55", "2221", "35", "62", "65", "94", "9410", "5409", "4579", "3562", "6360")
BANK_SHAPES = (
    "######-##-######",
    "110-###-######",
    "1002-###-######",
    "###-######-#####",
    "3##-####-####-##",
    "###-######-##-###",
    "3333-##-#######",
    "7979-##-#######",
    "1000-####-####",
    "100-###-######",
    "9002-####-####-#",
    "###-##-######",
)


def digits(rng: Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def filled(rng: Random, shape: str) -> str:
    return "".join(str(rng.randrange(10)) if char == "#" else char for char in shape)


def resident(rng: Random, foreigner: bool = False) -> str:
    """Thirteen digits. People born since October 2020, and one in seven of the others, have no checksum."""
    born = date(1940, 1, 1) + timedelta(days=rng.randrange((date(2025, 6, 1) - date(1940, 1, 1)).days))
    sex = (5 if foreigner else 1) + rng.randrange(2) + (2 if born.year >= 2000 else 0)
    number = f"{born:%y%m%d}{sex}{digits(rng, 5)}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=True))
    checksum = ((13 if foreigner else 11) - total % 11) % 10
    if born >= date(2020, 10, 5) or rng.random() < 1 / 7:
        return number + digits(rng, 1)
    return number + str(checksum)


def card(rng: Random) -> str:
    """Fifteen or sixteen digits with their Luhn digit."""
    american = rng.random() < 0.1
    prefix = rng.choice(("34", "37")) if american else rng.choice(CARD_PREFIXES)
    body = prefix + digits(rng, (14 if american else 15) - len(prefix))
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body)))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return body + str(-total % 10)


def mobile(rng: Random) -> str:
    """Groups of a mobile number, with dashes."""
    if rng.random() < 0.08:
        return f"{rng.choice(('011', '016', '017', '018', '019'))}-{filled(rng, '2##')}-{digits(rng, 4)}"
    return f"010-{rng.randrange(2, 10)}{digits(rng, 3)}-{digits(rng, 4)}"


def landline(rng: Random) -> str:
    area = rng.choice(("02", "031", "032", "033", "041", "042", "043", "051", "053", "062", "064", "070", "0507"))
    exchange = 3 if area in ("070", "0507") else rng.choice((2, 3))
    return f"{area}-{rng.randrange(2, 10)}{digits(rng, exchange)}-{digits(rng, 4)}"


def account(rng: Random) -> str:
    return filled(rng, rng.choice(BANK_SHAPES))


def passport(rng: Random) -> str:
    letter = rng.choice("MMMMMSRG")
    return letter + (
        digits(rng, 8) if rng.random() < 0.5 else f"{digits(rng, 3)}{rng.choice('ABCDEFGH')}{digits(rng, 4)}"
    )


def licence(rng: Random) -> str:
    region = rng.choice(("11", "12", "13", "15", "17", "21", "22", "26", "28"))
    return f"{region}-{digits(rng, 2)}-{digits(rng, 6)}-{digits(rng, 2)}"


def email(rng: Random) -> str:
    local = rng.choice(("hong.gildong", "minji_kim", "junho", "s2young", "kim-cs", "lee+arena", "a1004"))
    domain = rng.choice(("example.com", "naver.com", "gmail.com", "daum.net", "snu.ac.kr", "company.co.kr"))
    return f"{local}{rng.randrange(100)}@{domain}"

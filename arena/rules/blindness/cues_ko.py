"""Korean sentences in which an answer says who it is. `§` stands for other names in the sentence."""

import re

SELF = re.compile(
    r"(?:^|[^가-힣])(?:저|나|전|난|제|내|절|저희)(?:는|도|를|의|가|에게|한테|야말로| 역시)?(?=[\s,]|$)"
    r"|(?:본|이|해당|현재|지금의?) ?(?:언어 ?)?(?:모델|ai|챗봇|인공 ?지능|어시스턴트|시스템|서비스)(?:은|는|의|이|가)"
    r"|(?:대화|이야기|얘기)(?:하고 계신|하고 있는|하는|나누고 있는|나누시는|나누는|중인) "
)
TOPIC = re.compile(r"([^\s,.]+?)(?:은|는|이란|란)(?=[\s,:]+|$)")
SELF_TOPICS = re.compile(r"(?:저|나|전|난|저희|본인|본인의|정체)$|^(?:전|난)")
HEADS = re.compile(
    r"(?:이름|본명|정체|모델|모델명|개발사|제작사|개발자|제작자|곳|회사|기업|팀|소속|뿌리|엄마|아빠|부모|부모님|창조주|주인|기반|엔진|것|건|존재|ai|챗봇|어시스턴트)$"
)
OURS = re.compile(
    r"(?:^|[^가-힣])(?:제|내|저의|나의|저를|나를|절|본 모델|이 모델|본 ai|이 ai)(?=[\s의은는을를가-힣]|$)"
)
MAKE = (
    r"(?:만든|만들어|만들었|만드|개발(?:한|된|되|됐|했|하여|해|중|을)|학습(?:한|된|되|됐|시)|훈련(?:한|된|되|됐|시)"
    r"|제작(?:한|된|되|됐|했)|설계(?:한|된|되|됐|했)|구축(?:한|된|되|됐|했)|공개한|출시한|선보인|내놓은|제공하는|운영하는|운영 중인|탄생|태어)"
)
PASSIVE = r"(?:만들어졌|만들어진|만들어 ?져|개발(?:된|되|됐)|학습(?:된|되|됐|받)|훈련(?:된|되|됐|받)|제작(?:된|되|됐)|설계(?:된|되|됐)|탄생|태어)"
BEING = (
    r"(?:입니다|입니당|임다|이에요|이예요|예요|에요|이야|야(?![가-힣])|이라고|라고|이라(?= )|라(?= )|이며|며(?![가-힣])|이고|고(?![가-힣])"
    r"|이죠|죠|이란|로서|으로서|로써|이라는|라는|인데|임(?![가-힣])|이지|이자|이었|였|이거든|거든|이랍니다|랍니다|이올시다|이네|요(?![가-힣])"
    r"|이다(?![가-힣])|다(?![가-힣])|[,.!]|$)"
)
AI = (
    r"(?:(?:(?:초거대|거대|대규모|대형|생성형|대화형|한국어|파운데이션|차세대|자체|최신|인공 ?지능|ai|llm|언어|멀티모달|추론) ?)*"
    r"(?:인공 ?지능|에이아이|ai|언어 ?모델|llm|모델|챗봇|어시스턴트|비서|도우미|조수|assistant|chatbot|봇|시스템|§)"
    r"(?: ?(?:모델|챗봇|어시스턴트|비서|도우미|시스템|§))*)"
)
WHO = r"(?:사|\(주\)|주식회사|라는 회사|이라는 회사|라는 기업|이라는 기업|라는 곳| ?연구진| ?연구팀| ?연구소| ?개발팀| ?팀|의 연구진|의 연구팀|의 개발팀| 회사| ai)?"
BY = rf"^{WHO}(?:에서|에 의해|이|가|의|측에서|측이|에게서|로부터|께서)? ?"
MAKER_OF_AI = re.compile(rf"{BY}(?:[^\s.]+ ){{0,4}}?{MAKE}[^.]{{0,30}}?{AI} ?{BEING}")
MAKER_OF_ME = re.compile(rf"{BY}(?:[^\s.]+ ){{0,4}}?{PASSIVE}")
MADE_ME = re.compile(rf"{BY}(?:[^\s.]+ ){{0,3}}?(?:저를|나를|절|본 모델을|이 모델을) (?:[^\s.]+ ){{0,3}}?{MAKE}")
ME_MADE = re.compile(rf"(?:저를|나를|(?:^|\s)절|본 모델을|이 모델을) (?:[^\s.]+ ){{0,3}}?{MAKE}")
OWNED = re.compile(rf"^(?:사)?(?:의|표|산|에 소속된| 소속의?| 출신의?)? ?(?:[^\s.,]+ ){{0,3}}?{AI} ?{BEING}")
BASED = re.compile(
    r"^(?: ?모델| ?엔진| ?언어 ?모델)?(?:을|를|이|가|의)? ?(?:기반|베이스|바탕|토대|아키텍처|위에서|이용해|활용해|탑재)"
)
BASED_AI = re.compile(rf"{AI} ?{BEING}")
IS = re.compile(rf"^ ?{BEING}")
CALLED = re.compile(
    r"^ ?(?:이라고|라고|이라|라|으로|로) ?(?:합니다|해요|한답니다|하며|하고|불러|불리|부르|소개|알려|말씀)"
)
IN_THE_ROLE = re.compile(r"^ ?(?:으로서|로서|으로써|로써)")
LABEL = re.compile(
    r"(?:^|[\s#>-])(?:모델 ?명?|모델 ?이름|llm|언어 ?모델|ai ?모델|기반 ?모델|ai ?이름|챗봇 ?이름)\s*[:=]\s*$"
)
LABEL_OF_MAKER = re.compile(r"(?:개발사|제작사|개발|제작|제공|개발자|제작자|소속|만든 곳|개발 ?기관)\s*[:=]\s*$")
GREETING = re.compile(r"(?:안녕|반갑|반가워|처음 뵙|네,|예,|^)[^.!?\n]{0,12}[.!?,~\s]*$")
ABOUT_AI = re.compile(r"인공 ?지능|언어 ?모델|챗봇|어시스턴트|(?<![a-z])(?:ai|llm)(?![a-z])|§")


def subject(left: str, before: str) -> bool | None:
    """Whether the sentence so far speaks of the answerer: True, False (of another), None (of nobody yet)."""
    topics = TOPIC.findall(left)
    if topics:
        topic = topics[-1]
        if SELF_TOPICS.search(topic) or re.search(r"(?:^|[^가-힣])(?:전|난) ", left):
            return True
        if HEADS.search(topic):
            return True if OURS.search(left) or SELF.search(left) else (True if _speaks_of_itself(before) else False)
        return bool(SELF.search(left[left.rfind(topic) :]))
    return True if SELF.search(left) else None


def _speaks_of_itself(before: str) -> bool:
    return bool(SELF.search(before) and ABOUT_AI.search(before))


def tells(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the name between `left` and `right`, in one sentence, says who the answer is from.

    `before` is the text of the earlier sentences; `product` is whether the name is a product's and not a maker's.
    """
    of = subject(left, before)
    if MADE_ME.search(right) or (ME_MADE.search(left) and len(left) < 60):
        return True
    if LABEL.search(left) and product:
        return bool(re.match(r"\s*(?:$|[\d(,§.]|v\d)", right))
    if LABEL_OF_MAKER.search(left):
        return bool(ABOUT_AI.search(before))
    if of is False:
        return False
    if of is True and (IS.search(right) or MAKER_OF_ME.search(right) or CALLED.search(right)):
        return not re.match(r"^ ?[,.]?$", right) or _ends_at(left)
    if MAKER_OF_AI.search(right) or OWNED.search(right) and (of or GREETING.search(before) and not left.strip()):
        return True
    if BASED.search(right):
        return of is True or bool(BASED_AI.search(right))
    return _without_subject(left, right, before, product)


def _ends_at(left: str) -> bool:
    """A name at the very end of the sentence is the answer's own only when its topic stands right before it."""
    return bool(re.search(r"(?:는|은|도|가|전|난|,|:|바로)\s*$", left))


def _without_subject(left: str, right: str, before: str, product: bool) -> bool:
    if IN_THE_ROLE.search(right) and (SELF.search(right) or SELF.search(left)):
        return True
    if not product or left.strip():
        return False
    opening = not before.strip() or bool(GREETING.search(before) and len(before) < 40)
    return opening and bool(re.match(r"^ ?(?:입니다|이에요|예요|에요|이라고 해|라고 해|이라고 합|라고 합)", right))

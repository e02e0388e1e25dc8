"""Korean sentences in which an answer says who it is from. `§` stands for the other names in a sentence."""

import re

AI = (
    "(?:(?:(?:초거대|거대|대규모|대형|생성형|대화형|한국어|파운데이션|차세대|자체|최신|인공 ?지능|ai"
    "|llm|언어|멀티모달|추론) ?)*"
    "(?:인공 ?지능|에이아이|ai|언어 ?모델|llm|모델|챗봇|어시스턴트|비서|도우미|조수|assistant|chatbot"
    "|봇|시스템|버전|시리즈|계열|제품군|라인업|§)"
    "(?: ?(?:모델|챗봇|어시스턴트|비서|도우미|시스템|버전|§))*)"
)
TRAINING = "(?:개발|학습|훈련|제작|설계|구축)"
MAKE = (
    f"(?:만든|만들어|만들었|만드|{TRAINING}(?:한|된|되|됐|했|하|해|시|중|을)(?!자)"
    "|공개한|출시한|선보인|내놓은|제공하는|운영하는|운영 중인|탄생|태어)"
)
MADE = f"(?:만들어졌|만들어진|만들어 ?져|{TRAINING}(?:된|되|됐|받)|탄생|태어)"
MADE_IT = f"(?:만들었|만들어졌|{TRAINING}(?:했|하였|되었|됐|한 것)|(?:제공|생성|작성)(?:합|해|했|하였))"
BEING = (
    "(?:입니다|입니당|이에요|이예요|예요|에요|이라고|라고|이라(?= )|라(?= )|으로서|로서|로써|이라는"
    "|라는|이랍니다|랍니다|이올시다"
    "|이라서|라서|가운데 하나|중 하나|중의 하나|로,|으로,|이므로|이니까|이며|이고|이죠|죠|이란|인데"
    "|이지|이자|이었|였|이거든"
    "|거든|이네|이야|(?:야|며|고|임|요|다|이다)(?![가-힣]))"
)
BEING_OR_END = rf"(?:{BEING}|[,.!]|$)"
FIRST_PERSON = re.compile(
    "(?:^|[^가-힣])(?:(?:저|나|저희|본인)(?:는|도|를|의|가|에게|한테|야말로)?|제가|내가|전|난|절|제|내)(?=[\\s,]|$)"
)
THIS_AI = re.compile(
    f"(?:(?:본|이|해당|현재|지금의?) ?(?:{AI}|서비스|대화|답변|응답|메시지)"
    "|(?:대화하고 (?:계신|있는)|이야기하고 (?:계신|있는)|이야기(?:를)? 나누고 (?:계신|있는)|(?:대화"
    "|사용|이용) 중인|쓰고 계신)"
    f" {AI})(?:은|는|의|이|가)"
)
TOPIC = re.compile(r"([^\s,.]+?)(은|는|이란|란)(?=[\s,:]+|$)")
ASIDE = re.compile("(?:버전|정보|사항|내용|세부|시점|날짜|구조|답)$")
"""Topics of a side remark, such as "the exact version I do not know, but …"."""
MYSELF = re.compile("^(?:저|나|저희|본인|저야말로|나야말로)$")
ONE_WORD_SELF = re.compile("(?:^|[^가-힣])(?:전|난)[ ,]")
DOING = re.compile("(?:하|되|주|드리|나누|만드|쓰|배우|다루|시키|지니|가지|계시|키우|이끄|펼치|꿈꾸)$")
"""Stems whose 는 is no topic: "돕는", "하는". After a consonant 는 is never one."""
BEING_SO = re.compile("(?:많|좋|같|받|얻|높|넓|깊|작|닮|맞|밝|젊|늦|적|옳|않|괜찮|쌓|입|담|찾|믿|읽|뽑|갖)$")
OWN = re.compile(
    rf"(?:(?:^|[^가-힣])(?:제|내|저의|나의|저희|저희의)|(?:이|본|현재|지금) ?(?:{AI})의) ?(?:(?:진짜"
    rf"|정식|본래|원래|공식) )?"
    "(?:이름|본명|정체|모델명|모델 이름|모델|개발사|제작사|개발자|제작자|개발 회사|소속|뿌리|창조주"
    "|부모|부모님|엄마|아빠|기반 모델|엔진|고향|창조자|모태|근원|명칭|정식 이름)$"
    "|(?:제가|내가) (?:속한|소속된|몸담은) (?:회사|곳|기업|조직|팀)$"
)
MAKERS_HEAD = re.compile("(?:개발사|제작사|개발자|제작자|회사|기업|곳|이름|모델명)$")
WHO = (
    r"(?:사|\(주\)|주식회사|이?라는 (?:회사|기업|곳)| 회사| ai"
    "|의? ?(?:연구진|연구팀|연구소|개발팀|개발진|팀|연구원들?|개발자들|엔지니어들))?"
)
BY = rf"^{WHO}(?:(?:에서|에 의해|이|가|의|측에서|측이|에게서|로부터|께서),? ?|,? )"
MAKER_OF_AI = rf"{BY}(?:[^\s.]+ ){{0,4}}?{MAKE}[^.]{{0,30}}?{AI} ?"
OWNER_OF_AI = (
    r"^(?:사)?(?: ?(?:의|표|산|에 소속된|소속의?|출신의?) (?:[^\s.,]+ ){0,3}?"
    r"| (?:[^\s.,]+(?<![는은이가을를]) ){0,2}?| ?)"
    f"{AI} ?"
)
MAKES_AI = re.compile(MAKER_OF_AI + BEING)
MAKES_AI_LOOSELY = re.compile(MAKER_OF_AI + BEING_OR_END)
OWNS_AI = re.compile(OWNER_OF_AI + BEING)
OWNS_AI_LOOSELY = re.compile(OWNER_OF_AI + BEING_OR_END)
MADE_BY_IT = re.compile(rf"{BY}(?:[^\s.]+ ){{0,4}}?(?:{MADE}|{MADE_IT})")
MADE_ME = re.compile(rf"{BY}(?:[^\s.]+ ){{0,3}}?(?:저를|나를|절|본 모델을|이 모델을) (?:[^\s.]+ ){{0,3}}?{MAKE}")
ME_MADE = re.compile(rf"(?:저를|나를|(?:^|\s)절|본 모델을|이 모델을) (?:[^\s.]+ ){{0,3}}?{MAKE}.{{0,30}}$")
ITS_THING = re.compile(f"^§(?:의|사의| 소속의?| 산하의?)? ?(?:{AI} )?(?:인 )?$")
BASED = re.compile(
    "^(?: ?모델| ?엔진| ?언어 ?모델)?(?:을|를|이|가|의)? ?(?:기반|베이스|바탕|토대|아키텍처|위에서|이용해|활용해|탑재)"
)
BASED_AI = re.compile(f"{AI} ?{BEING}")
IS = re.compile(f"^{WHO} ?{BEING}")
STOPS = re.compile("^ ?(?:[,.!]|$)")
RIGHT_BEFORE = re.compile(r"(?:는|은|도|가|전|난|,|:|바로|저|나)\s*$")
CALLED = re.compile(
    "^ ?(?:이라고|라고|이라|라|으로|로) ?(?:합니다|해요|한답니다|하며|하고|불러|불리|부르|소개|알려|말씀)"
)
TALKED_TO = re.compile(
    "^ ?(?:과|와|이랑|랑|하고) ?(?:대화|이야기|얘기|채팅)(?:를|을)? ?(?:하고|하시고|나누고|중|하시는|하는 중)"
)
IN_THE_ROLE = re.compile("^ ?(?:으로서|로서|으로써|로써)")
LABEL = re.compile(
    r"(?:^|[\s#>-])(?:(?:사용 ?|언어 ?|ai ?|기반 ?)?모델 ?명?|모델 ?이름|llm|ai ?이름|챗봇 ?이름|답변자"
    r"|작성자)\s*[:=]\s*$"
)
MY_NAME_IT_IS = re.compile("^ ?,? ?(?:그게|이게|바로|이것이|그것이)? ?(?:제|내|저의|나의) (?:이름|정체)")
THAT_IS_ME = re.compile("바로 (?:접니다|저예요|저입니다|저랍니다|저지요|저죠|나야|나예요|저이며|저인데)")
BORN_OF_IT = re.compile(r"^[^.]{0,30}?(?:제가|저는|내가|나는) (?:[^\s.]+ ){0,2}?(?:태어|탄생|만들어졌|존재|나왔)")
OFFERS = re.compile("^(?:이|가) (?:[^\\s.]+ ){0,2}?(?:도와|답변|답해|알려|안내|설명)")
TOPICAL = re.compile("^(?:은|는|이|가|도)(?=\\s)")
I_THE = re.compile("(?:^|[\\s,.])(?:저|나),? $")
ASKED_WHO = re.compile("(?:(?:제|내|저의) (?:이름|정체)(?:이?요|은요|이 뭐|을)|누구(?:냐고|인지|시냐고)).{0,8}$")
MAKER_THEN_NAME = re.compile("^(?:이고|고|이며|며),? (?:이름|모델명|모델)은 ?§")
NAME_AFTER_MAKER = re.compile("§(?:이고|고|이며|며),? (?:이름|모델명|모델)은 $")
LABELLED = re.compile(r"^\s*(?:$|[\d(,§.]|v\d)")
MAKERS_LABEL = re.compile(r"(?:개발사|제작사|개발|제작|제공|개발자|제작자|소속|만든 곳|개발 ?기관)\s*[:=]\s*$")
GREETING = re.compile("^(?:(?:안녕(?:하세요|하십니까)?|반갑습니다|반가워요?|네|예|맞아요|맞습니다|아|음)[ ,!.~]*)+")
INTRODUCED = re.compile("^ ?(?:입니다|이에요|예요|에요|이라고 해|라고 해|이라고 합|라고 합)")
ABOUT_AI = re.compile("인공 ?지능|언어 ?모델|챗봇|어시스턴트|(?<![a-z])(?:ai|llm)(?![a-z])|§")
MADE_THING = re.compile(rf"§{WHO}(?:에서|이|가|의) ?(?:[^\s.]+ ){{0,3}}?{MAKE} ?(?:{AI} ?)?(?:인 ?)?$")


def tells(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the name between `left` and `right`, in one sentence, says who the answer is from.

    `before` is the text of the earlier sentences; `product` is whether the name is a product's and not a maker's.
    """
    left = GREETING.sub("", left)
    if MADE_ME.search(right) or ME_MADE.search(left):
        return True
    if MAKER_THEN_NAME.search(right) or NAME_AFTER_MAKER.search(left):
        return True
    if THAT_IS_ME.search(right) or BORN_OF_IT.search(right) or MY_NAME_IT_IS.search(right):
        return True
    if product and (TALKED_TO.search(right) or (I_THE.search(left) and TOPICAL.search(right))):
        return True
    if LABEL.search(left):
        return product and bool(LABELLED.search(right))
    if MAKERS_LABEL.search(left):
        return bool(ABOUT_AI.search(before))
    of_itself = _of_itself(left, before)
    if of_itself:
        return _says_i_am(left, right)
    return of_itself is None and _says_without_subject(left, right, before, product)


def _of_itself(left: str, before: str) -> bool | None:
    """Whether the sentence so far is about the answerer: yes, no (about another), or it does not say (None)."""
    for topic in reversed(list(TOPIC.finditer(left))):
        if _is_no_topic(topic[1], topic[2]):
            continue
        head = left[: topic.end(1)]
        if MYSELF.search(topic[1]) or OWN.search(head) or _is_this_ai(left[: topic.end()]):
            return True
        if FIRST_PERSON.search(left, topic.end()):
            return True
        return bool(MAKERS_HEAD.search(topic[1]) and _speaks_of_itself(before) and not FIRST_PERSON.search(left))
    return True if FIRST_PERSON.search(left) or THIS_AI.search(left) else None


def _is_this_ai(left: str) -> bool:
    return any(found.end() == len(left) for found in THIS_AI.finditer(left))


def _is_no_topic(word: str, particle: str) -> bool:
    ends_in_consonant = "가" <= word[-1] <= "힣" and (ord(word[-1]) - ord("가")) % 28 > 0
    if ASIDE.search(word):
        return True
    if particle == "는":
        return ends_in_consonant or bool(DOING.search(word))
    return particle == "은" and bool(BEING_SO.search(word))


def _speaks_of_itself(before: str) -> bool:
    return bool((FIRST_PERSON.search(before) or THIS_AI.search(before)) and ABOUT_AI.search(before))


def _says_i_am(left: str, right: str) -> bool:
    if STOPS.search(right):
        return bool(RIGHT_BEFORE.search(left) or MADE_THING.search(left))
    return any(
        sign.search(right) for sign in (IS, CALLED, MADE_BY_IT, MAKES_AI_LOOSELY, OWNS_AI_LOOSELY, BASED, IN_THE_ROLE)
    )


def _says_without_subject(left: str, right: str, before: str, product: bool) -> bool:
    if MAKES_AI.search(right) or (not left and OWNS_AI.search(right)):
        return True
    if IN_THE_ROLE.search(right) and FIRST_PERSON.search(right):
        return True
    if BASED.search(right) and BASED_AI.search(right):
        return True
    if not left and MADE_BY_IT.search(right) and _speaks_of_itself(before):
        return True
    if product and (MADE_THING.search(left) or ITS_THING.search(left)) and IS.search(right):
        return True
    if product and not left and (OFFERS.search(right) or (ASKED_WHO.search(before) and INTRODUCED.search(right))):
        return True
    opening = not GREETING.sub("", before).strip()
    return product and not left and opening and bool(INTRODUCED.search(right))

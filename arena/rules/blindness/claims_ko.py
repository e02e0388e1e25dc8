"""Korean words by which an answer claims a name; see `claims`."""

import re

from arena.rules.blindness.cues_ko import AI

OWN = (
    "(?:이름|본명|본체|밑바탕|바탕|배후|정체|명칭|별명|뿌리|고향|출신|소속|계열|부모|엄마|아빠|형님|조상|개발"
    "|제조사|제작|운영사|창조|주인|모델|버전|가중치|학습|훈련|지식의 출처"
    "|아키텍처|내부|엔진|두뇌|본체"
    "|몸체|전신|후속|이전|구조|뼈대|권리|저작권|기술|설정|시스템|탄생|가족|공식|정식|세부|정확한|진짜|만든)"
)
SELF = re.compile(
    "(?:^|[^가-힣])(?:(?:저|나|저희|본인|스스로)(?:는|도|를|가|에게|한테|로서|로|야말로|에|만|요)?|제가|내가"
    "|제게|내게|전|난|절|접니다|나야|나지"
    f"|저(?:예요|입니다|랍니다|죠|거든요|의 지식)|(?:제|내|저의|나의) ?{OWN}[가-힣]*)(?=[\\s,.?!:]|$)"
)
OWN_THING = re.compile(f"(?:^|[^가-힣])(?:제|내|저의|나의) ?{OWN}")
OPINION = re.compile("(?:제가|내가) (?:보기|알기|생각하기|느끼기)|(?:저|나)라면")
"""Words about oneself that claim nothing."""
ANSWERER = re.compile(
    f"(?:(?:답변|대답|글|메시지|응답)(?:을|를)? ?(?:쓰고|쓰는|작성하고|작성하는|드리고|하고|하는|작성한|쓴"
    f"|생성한) ?(?:있는|계신)? ?(?:{AI}|쪽|것|건|주체)"
    f"|(?:지금|현재)(?: 여기서)? ?(?:답하|대답하|말하|이야기하|답변하|응답하)고 ?있는 (?!사람|분|이는)"
    f"|(?:여러분|당신|사용자|고객님)(?:과|와|이랑|께서)? ?(?:지금 )?(?:대화|이야기|얘기"
    f"|말씀)[^.]{{0,8}}(?:{AI}|쪽|상대))"
)
PERSON = re.compile(
    "(?:^|[^가-힣])(?:제|내|저의|나의|저희|저희의|우리) ?(?:첫 |옛 |전 |집 )?(?:생각|의견|기억|경험|이해|추측"
    "|판단|동생|아버지|어머니|형(?!님)|누나|언니|오빠|친구"
    "|남편|아내|아들|딸|집|회사|학교|팀|직장|꿈|강점|장점|단점|취미|주식|블로그|카페|가게|차|전화|휴대|노트북"
    "|컴퓨터|냉장고|고객|담당|업무"
    "|전공|경력|이력|인생|삶|아이|지역|동네|나라|계정|아이디|사진|글|책|논문|프로젝트|목표|지원|상사|선배"
    "|후배|동료|스승|은사|사수|삼촌|이모|고모|부서)"
)
"""Somebody who has these is a person whose words the answer writes."""
MADE_ME = re.compile(
    "(?:저|나|저희)를 [^.]{0,24}?(?:키우|키운|키워|기른|길러|낳|만드|만든|만들|학습|훈련|가르친|가르쳐|설계"
    "|개발|움직이|구동|서비스|운영|내놓|출시|공개"
    "|이끈|이끌|탄생|있게|빚|완성|세상)"
)
NAMED_ME = re.compile("(?:저|나)를 [^.]{0,12}?(?:부르|부를|불러|불렀|칭하|소개)")
BELONGING = re.compile(
    "뿌리|고향|형님|식구|품에서|품 안|서버|몸담|덕에|덕분|판(?:이|입)|줄여서|가리키|출신|태생|소속|계열|계보"
    "|집안|혈통|막내|맏이|형님|선배 모델|후속|전신|이전 버전|버전|가중치"
    "|아키텍처|엔진|두뇌|본체|기반|바탕으로|파생|미세 ?조정"
    "|만들었|만든|만들어|개발|학습|훈련|설계|태어|탄생|빚어|다듬|출시|공개되|선보|내놓|세상에 나|세상에 나왔"
    "|기술력|제품|작품|자산|소유|주인|권리|저작권"
    "|이름|명칭|별명|라고 (?:부르|불러|하|적혀|합)|(?:이|그)?라는 (?:사실|점|것|이름)|로 알고|로 (?:출시|소개"
    "|불리|나왔|태어|개발)|정체|모델|인공 ?지능|언어 ?모델"
    "|챗봇|비서|어시스턴트|도우미|(?<![a-z])ai(?![a-z])"
    "|제조사|운영사|개발사|개발 주체|컨소시엄|기술 보고서|엔지니어|연구자|연구원|연구진|연구팀|개발자"
    "|정한 규칙|정책|방침|원칙|지침|맞아요|맞습니다|대표하|데이터센터"
)
CAME_FROM = re.compile("^(?:에서|로부터|한테서|쪽에서) (?:왔|나왔|나온|온 |태어|만들|만든|개발|학습|훈련)")
CAME_FROM_IT = re.compile("^(?:이고요|고요|에서) ?(?:만들었|개발했|왔|나왔)(?:고요|어요|습니다|답니다|지요|죠|네요)")
THING_OF_IT = re.compile(
    "^(?: ?같은| ?처럼|보다| ?만큼| ?말고|에 비해)|^(?:의|사의| )? ?(?:블로그|카페|지도|웹툰|페이|쇼핑|검색"
    "|로그인|계정|고객|대리점|주가|주식|실적|매출|날씨|뉴스"
    "|사전|백과|지식|메일|밴드|스토어|스마트|번역|광고|캘린더"
    "|드라이브|문서|시트|클래스|포토|유튜브|크롬|계정|직원|채용|공채|입사|사옥|본사|지사|매장|공장|세탁기"
    "|냉장고|가전|전자|유플러스|트윈스|그램|에너지|화학|생활|디스플레이"
    "|올레드|스탠바이|텔레비전|tv|티비|노트북|스피커|통장|요금|통신|와이파이|인터넷|멤버십|번호|전화|패널"
    "|전지|충전|발전|시스템 에어컨|에어컨|노트|웨일|앱|어플|홈페이지|누리집|사이트"
    "|성장|장학|재단|주주|회장|대표이사|창업|역사|서비스 (?:장애|약관|기획|센터)|데이터 분석|박물관|아트|미술"
    "|이벤트|공식 (?:홈|누리|사이트))"
)
USED = re.compile(
    "검색하|검색한|검색할|검색해|로그인|가입|구매|구입|샀|사세요|지원한|지원하|지원했|입사|근무|일하|일했"
    "|일해|인턴|다니|다녔|다닌|투자|추천|권하|권합|비교|조회"
    "|확인하지|확인할 수|알 수 없|접속|볼 수 없|보지 못|열 수 없|넣어 드릴|좋아하|팬이|즐겨|협력|광고|맡았"
    "|맡아|귀사|쓰십니다|쓰신|씁니다|사용하시|사용하세|사용해 보|써 보|이용하세|이용해 보"
    "|읽어 ?보|읽어 ?봤|보시길|바라요|바랍니다|골라|골랐|기획|경험|경력|설치|매력|지원 동기|면접|상장"
    "|참고하지|담당했|재직|퇴사|이직|창업|인수|고객이|할인|상담원|문의"
)
KNOWS_NOT = re.compile("학습 ?(?:데이터|자료)(?:에|에는|에서) [^.]*(?:없|않|못)|(?:모르|몰라|모릅)")
OWN_PAGE = re.compile("저에 (?:관한|대한|관해|대해)|저를 더 알|제 (?:기술|자세한|오픈|공개)")
THANKS = re.compile(
    "^(?:과|와|이랑|랑|을|를) ?(?:함께 )?(?:(?:대화|이야기|얘기|이용|사용|찾아|선택|불러|만나|믿어|애용)(?:해"
    "|하여)? ?주(?:셔|신|세요|시)|찾아 ?주)"
)
GREETS = re.compile(
    "^(?:이|가|은|는) (?:[^\\s.]+ ){0,2}?(?:도와|답변|답해|알려|안내|설명|왔|인사|함께|이렇게 생각|대답)"
)
ASK_IT = re.compile("^(?:에게|한테) (?:[^\\s.]+ ){0,2}?(?:물어보(?:세|시)|질문해|말씀해|맡겨)")
ITS_AI_ANSWERS = re.compile(f"^(?:의)? ?{AI}(?:이|가|입니다|이에요|예요)?(?: (?:답|도와|안내|인사|알려|설명)|[.,!]?$)")
SIGNED = re.compile("^ ?(?:드림|올림|배상|였습니다|이었습니다|였어요|이었어요)[ .!]*$")
SIGN_OFF = re.compile("^(?:이상|지금까지|[-–—])? ?$")
LABEL = re.compile(
    "(?:^|[\\s#>-])(?:(?:답변|응답|작성|사용|생성|제공|출력) ?(?:작성 ?)?(?:ai|모델|엔진|봇|주체|자|작성)"
    "|(?:모델|엔진|챗봇|버전) ?(?:정보|명칭|이름|명)"
    "|답변|서명) ?[:=] ?$"
)
IT_IS_I = re.compile("^(?:나야|저예요|접니다|저랍니다|나지),? ?$")
SOURCE_LABEL = re.compile("(?:제작|출처|개발|제공|운영|소속|학습|만든 이|만든이) ?[:=] ?$")
DENIAL = re.compile("§ ?(?:이|가|은|는)? ?아니(?:고|라|에요|고요|며|지만)")
IS_IT = re.compile(
    "^ ?(?:의 |측 |쪽 |팀 |소속 |계열)?(?:입니다|이에요|예요|이요|요|이랍니다|랍니다|이야|야|이지|지요|죠"
    "|이죠|이라고|라고|에서|이|가)"
)
ASKED = re.compile(
    "(?:누가|어느|어디|무슨|누구|뭐|무엇)(?: 회사| 곳| 기업| 팀)?(?:가|에서|의|이)? ?(?:저를 |나를 "
    "|절 )?(?:만들|개발|모델|소속|출신|ai|인공지능|제품|이름"
    "|쪽)[^.]{0,12}(?:냐고|냐면|냐구|느냐|나고|까|지)[^.]{0,3}[?]? ?$"
    f"|(?:제|내|저의) ?{OWN}[^.]{{0,20}}[?] ?$"
    "|(?:소속|이름|정체|제조사|개발사|고향|출신|제작사|회사)[^.]{0,6}(?:물으|요[?]|을 밝히|이요|은요|말하자면"
    "|밝히자면)[^.]{0,6}$"
)
TEAM_MODEL = re.compile(f"^(?:의)? ?(?:팀|컨소시엄|진영|대표)(?:의)? ?{AI} ?(?:입니다|이에요|예요|로서|이며|이고)")
GREETS_FOR = re.compile("^(?:을|를|의) (?:대표|식구|가족|일원|ai|모델)[^.]{0,12}인사")
WE = re.compile("(?:^|[^가-힣])(?:저희|우리) $")
I_THAT_IS = re.compile("(?:^|[\\s,])(?:저|나), ?(?:그러니까|곧|즉|다시 말해) $")
THIS_TEXT = re.compile(
    "(?:^|[\\s,.])(?:이|지금 보시는|지금 읽으시는|방금|위|위의) ?(?:답|답변|글|대답|설명|내용|문장)(?:은|는|을|를) $"
)
WROTE = re.compile("^(?:이|가) (?:[^\\s.]+ ){0,2}?(?:썼|쓴|작성|생성|드린|드렸|만든|만들)")
I_AM_IT = re.compile(
    "(?:^|[^가-힣])(?:저|제가|나|내가|전|난|스스로를|저를|나를)(?:는|은|를)? ?(?:사실|바로|그냥|그|진짜|실은)? ?$"
)
IS_OR_NAMED = re.compile(
    "^ ?(?:이라고|라고|이라는|라는|(?:으로|로) (?:출시|알고|알려|불|소개|나|태어|개발)|이라(?![가-힣])"
    "|라(?![가-힣])|맞|입니다|이에요|예요|이야|야|이거든|거든"
    "|이니까|니까|인 |이랍|랍|임|이지|지)"
)
MADE_BY_ME = re.compile(
    "§에서 (?:[^\\s.]+ )*?[^\\s.]+(?<![저나희])(?:을|를) (?:[^\\s.]+ )*?(?:만들|만든|개발|설계|학습|훈련|출시)"
)
"""Who makes something at a maker's is a person."""
GENERATION = re.compile("^(?: ?(?:\\d+ ?세대|세대|차세대|최신))? ?(?:모델|버전|ai)?(?:로서|으로서|인 (?:제|저|내))")


def claims(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the sentence claims the name for whoever answers."""
    if THING_OF_IT.search(right) and not OWN_PAGE.search(left):
        return False
    if product and _as_a_product(left, right):
        return True
    return _as_a_maker(left, right, before) or _in_words_about_itself(left, right)


def _as_a_product(left: str, right: str) -> bool:
    """A farewell, a greeting, a signature or a label: only who answers has its product's name there."""
    bare = not left or not SELF.search(right)
    return bool(
        (bare and THANKS.search(right))
        or (GREETS.search(right) and (not left or "비서" in left or "친구" in left or "이렇게 생각" in right))
        or (not left and (ASK_IT.search(right) or GENERATION.search(right)))
        or (SIGN_OFF.search(left) and SIGNED.search(right))
        or LABEL.search(left)
        or (I_AM_IT.search(left) and IS_OR_NAMED.search(right))
        or IT_IS_I.search(left)
        or (I_THAT_IS.search(left) and re.match("[은는이가]", right))
        or (THIS_TEXT.search(left) and WROTE.search(right))
        or (IS_IT.search(right) and ASKED.search(left))
    )


def _as_a_maker(left: str, right: str, before: str) -> bool:
    """A maker's name where nothing but the answerer's own can stand."""
    return bool(
        (not left and ITS_AI_ANSWERS.search(right))
        or TEAM_MODEL.search(right)
        or (not left and CAME_FROM_IT.search(right) and re.search(AI, before[-40:]))
        or (
            SOURCE_LABEL.search(left)
            and (SELF.search(right) or re.match(f"^ ?(?:의)? ?{AI} ?(?:팀|연구팀|연구소|부문|조직|사업부)", right))
        )
        or (not left and GREETS_FOR.search(right))
        or (IS_IT.search(right) and ASKED.search(left))
        or (not left and IS_IT.search(right) and ASKED.search(before.rstrip()))
        or (DENIAL.search(left[-30:]) and (CAME_FROM.search(right) or IS_IT.search(right)))
        or (WE.search(left) and re.match(f"^(?:에서|의|은|는|가|이| ?{AI})", right) and not USED.search(right))
    )


def _in_words_about_itself(left: str, right: str) -> bool:
    sentence = f"{left}§{right}"
    if USED.search(sentence) or PERSON.search(sentence) or MADE_BY_ME.search(sentence) or KNOWS_NOT.search(sentence):
        return False
    if MADE_ME.search(sentence) or NAMED_ME.search(sentence) or ANSWERER.search(left):
        return True
    if OWN_THING.search(sentence):
        return True
    if not SELF.search(OPINION.sub("", sentence)):
        return bool(re.search("이름은 (?:못|안) 밝|답변을 드리|답할 수 없", sentence) and BELONGING.search(right))
    return bool(BELONGING.search(sentence) or CAME_FROM.search(right))

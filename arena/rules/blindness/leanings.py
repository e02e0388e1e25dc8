"""What a prompt leans to: small true statements about its words, in Korean and English, that may put a name in doubt.

Each is broad on purpose. Together with the words around a name they are weighed; alone they decide nothing.
"""

import re
from collections.abc import Iterable

from arena.rules.blindness.skeleton import SILENT, skeleton
from arena.rules.blindness.word_kinds import words_of

SPACES = re.compile(r"\s+")
BRIEF = 14
"""So few characters ask for nothing in particular: "안녕", "다시 말해 줘", "go on"."""
SHORT = 30
THINGS = frozenset({"goods", "business", "sport", "work", "world", "tech", "rival", "list", "use", "people"})
"""Kinds of words that make companies and their goods likely in the answer."""
YOU_KO = (
    r"(?<![가-힣])(?:너|넌|널|네|네가|니|니가|너희|너네|니네|당신|자네|그대|그쪽|귀하|댁|얘|님)(?:들)?"
    r"(?:는|은|이|가|의|를|을|도|랑|이랑|와|과|한테|한텐|에게|만|처럼|라면|야|자신|에|보다|로|부터)?(?![가-힣])"
)
YOU_EN = (
    r"(?<!thank )(?<!can )(?<!could )(?<!would )(?<!will )(?<!if )(?<!when )(?<!do )(?<!should )\b(?:you|ya|u(?!\+))\b"
    r"|\b(?:are|do|did|were|will|can|would|could|have|has|made|create\w*|built|train\w*|develop\w*|if|call|about|owns?|runs?"
    r"|behind|like|at|to|for|with|than|what|who) (?:you|u)\b(?=$|[?.!,]| (?:have|feel|like|know about|are|were|be|come|called|made"
    r"|built|trained|run|think you|really|from|based|better|open|keep|remember|dream|sleep|work|use|refuse|male|belong|get|say to))"
    r"|\b(?:your|yours|yourself|youre|youve|youd|thy|thou|thee|ur)\b"
)
ABOUT = {
    "you": re.compile(f"{YOU_KO}|{YOU_EN}"),
    "who": re.compile(
        r"정체(?!성)|본명|신원|모델명|모델 ?(?:이름|정보|버전|카드|식별자|id)|(?<![가-힣])버전(?:이|은)? ?(?:뭐|몇|무엇|번호)|파라미터 ?(?:수|몇|개수|가)|시스템 ?프롬프트|개발자 ?모드"
        r"|자기 ?소개(?!서)|자기 ?객관|스무고개|답하는|대답하는|창조주|제조사|개발사|학습 ?데이터 ?(?:언제|기준|는|컷)|언제까지 ?(?:학습|배)|어떤 ?(?:언어 ?)?모델|무슨 ?(?:ai|모델)"
        r"|(?<![가-힣])(?:이|이거|지금|현재) ?(?:쓰는 |쓰고 있는 |답하는 )?(?:답변|대답|ai|모델|챗봇|대화)|국산 ?(?:ai|모델)|중국 ?(?:ai|모델)|사람이야|로봇이(?:야|니)|기계야"
        r"|(?<![a-z])ai ?(?:야|니|냐|맞|끼리|예요|인가|입니까)|환생|블라인드|a랑 b|(?:내가|제가|널) .{0,6}맞[혀춰힐]|대답이|자랑하고 싶은|§ ?(?:이?야|이?니|이?냐|이?지|이?죠|맞|거지|거야|거죠|아니|인가|이에요|예요|좋아)"
        r"|\b(?:identity|vendor|knowledge cutoff|cutoff|parameters|system prompt|model (?:name|id|card|number|version)|version number|open source\??$|config\w*|developer mode)\b"
        r"|\b(?:what|which) (?:ai|model|llm|version|system) (?:is|are|am|do|does|did|was|runs|name)\b|\bthis (?:ai|model|chat\w*|bot|assistant|answer|reply|response)\b|\bas an ai\b|\bis (?:this|it) §"
    ),
    "bare": re.compile(
        r"누구|누가|뉘|이름|별명|(?:어느|어디|무슨) ?(?:회사|기업|팀|나라|곳)|어디서|만든|만들|소속|출신|회사|오픈 ?소스|맞혀|맞춰|대답|솔직|비밀|한 ?단어|약점|강점|장점|단점|느낌|느려"
        r"|\b(?:who|whos|whose|names?|vendor|maker|company|made|secret|strengths?|weakness\w*|born|complete)\b"
    ),
    "talk": re.compile(
        r"안녕|반가|반갑|하이루|방가|하이(?![가-힣])|헬로|ㅎㅇ|ㅂㅂ|처음 (?:뵙|봬|써)|오랜만|잘 ?(?:지내|지냈|부탁|있|자)|고마워|고맙|감사합니다|감사해|수고|좋은 ?(?:아침|밤|저녁)|굿|여보세요"
        r"|심심|뭐 ?(?:해|하니|하고)|ㅋㅋ|ㅎㅎ|사랑해|미안|생일|크리스마스|새해|말 ?걸|밥 ?먹|테스트|^야$|취업했|존댓말|반말|떨리|칭찬|뭐 ?할 ?수|할 ?줄|\b(?:hi|hello|hey|howdy|yo|greetings"
        r"|good (?:morning|evening|night|afternoon)|thanks|thx|bye|goodbye|nice to meet|whats up|sup|bored|merry|happy|testing|test|lol|haha|sorry|love|friends?)\b"
    ),
}
TASKS = {
    "write": re.compile(
        r"(?:소설|이야기|동화|대본|시나리오|연극|편지|일기|메일|후기|리뷰|기사|연설|축사|자소서|자기소개서|추천서|가사|팬픽|사과문|게시글|판매글|문구|멘트|카피|보고서|글).{0,14}(?:써|쓰|작성|만들|부탁|초안|뽑)"
        r"|써 ?줘|써 ?주|\b(?:write|draft|compose|story|poem|haiku|script|scene|letter|post|bio|speech|essay|toast|monologue|dialogue|review|slogan)\b"
    ),
    "words": re.compile(
        r"번역|영작|영어로|일본어로|한국어로|높임말|맞춤법|문장|다듬|첨삭|요약|고쳐|정리해|바꿔|분석|\b(?:translate|proofread|rewrite|paraphrase|summari[sz]e|turn (?:this|into)"
        r"|sentence|correct|grammar|pronounce|formal)\b"
    ),
    "models": re.compile(
        r"(?<![a-z])ai(?![a-z])|에이아이|인공 ?지능|모델|챗봇|언어모델|llm|gpt|생성형|프롬프트|토큰|미세 ?조정|허깅|환각|벤치마크|\b(?:models?|llms?|chatbots?|neural|prompt|fine-?tun\w+|rlhf|hallucinat\w*|tokens?)\b"
    ),
    "code": re.compile(r"api|코드|파이썬|자바|함수|python|\bcode|debug|\bbug\b|error|node|sql|regex|model ?="),
    "skill": re.compile(r"추천|골라|뭐가|비교|차이|어떤|어디|뭐 ?있|순위|\b(?:recommend|which|best|compare|difference|better|list|where|vs)\b"),
    "quoted": re.compile(r"[\"“”「」]"),
}


def leanings_of(prompts: Iterable[str], names: re.Pattern[str]) -> frozenset[str]:
    """All that some of the prompts lean to, and how short the last one is."""
    found: set[str] = set()
    text = ""
    for prompt in prompts:
        if TASKS["quoted"].search(prompt):
            found.add("quoted")
        text = SPACES.sub(" ", names.sub("§", skeleton(prompt)).replace(SILENT, "")).strip()
        found |= {name for name, pattern in (ABOUT | TASKS).items() if pattern.search(text)}
        words = words_of(text)
        kinds = {kind for word in words for kind in word.kinds}
        rest = sum(bool(not word.kinds and word.kind == "unknown" or THINGS & set(word.kinds)) for word in words)
        found.add(f"rest {min(rest, 4)}")
        if "bare" in found and rest > 1:
            found.discard("bare")
        found |= {f"k.{kind}" for kind in kinds}
    if found & set(ABOUT):
        found.add("strict")
    if len(text) <= SHORT:
        found.add("brief" if len(text) <= BRIEF else "short")
    return frozenset(found)

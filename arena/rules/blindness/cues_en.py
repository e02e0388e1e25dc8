"""English sentences in which an answer says who it is from. `§` stands for the other names in a sentence.

Apostrophes are gone from the skeletons: "I'm" is `im`, "Naver's" is `navers`.
"""

import re

AI = (
    "(?<![a-z])(?:(?:large |small |conversational |generative |multimodal |korean |foundation )*"
    "(?:language models?|ai models?|ai assistants?|ai systems?|ai chatbots?|ai language models?|ai"
    "|llms?|chatbots?|assistants?"
    "|virtual assistants?|artificial intelligence|foundation models?|models?|bots?|§)(?![a-z]))"
)
ITSELF = "(?:this|your|the current) (?:ai |virtual |friendly |own |helpful )*(?:assistant|model|ai|chatbot|system|llm)"
TALKING = "(?:talking|chatting|speaking) (?:to|with)"
YOU_USE = f"the {AI} (?:that )?(?:youre|you are) (?:now |currently )?(?:{TALKING}|using)"
BEING = (
    "(?:i am|im|i was|ive been|i have been|i am called|my (?:full |real |own )?name is|my names|call me"
    "|known as|i go by|this is"
    f"|{ITSELF} is|{YOU_USE} is|{TALKING}|introduce myself as|i identify as|answering as"
    "|speaking as|being|the names|the name is|(?:named|call|calls) me|its me|it is me|think of me as"
    "|i represent|youve reached"
    "|(?:this |the |my )?(?:response|answer|reply|text) (?:was|is|has been) (?:generated|written"
    "|produced|created) by)"
)
OWN_BEING = re.compile(f"\\b(?:i am|im|i was|ive been|as an?|myself|my name is|me|call me|{ITSELF}|{YOU_USE}|being)\\b")
MAKE = (
    "(?:trained|developed|created|made|built|designed|powered|engineered|produced|provided|released"
    "|maintained|operated"
    "|fine ?-?tuned|brought to you|offered|launched|deployed|programmed|born|authored|crafted)"
)
FOLK = (
    "(?:the|a|an|some|researchers?|engineers?|scientists?|experts?|teams?|people|folks|company"
    "|companies|developers?|at|of|from|by|in"
    "|korean|south|korea|koreas|tech|technology|ai|startup|giant|it|called|named|search|internet"
    "|telecom|gaming|game|leading|firm"
    "|lab|research)"
)
NAMED = re.compile(
    f"\\b{BEING}(?:[ ,:]+(?:actually|really|just|simply|indeed|in fact|the|of course|also|called|named"
    f"|known as|still|and|specifically"
    f"|an? {AI} (?:called|named|known as)|an? {AI}|{AI}|one of the|what youd call"
    "|(?:an? |the )?(?:(?:latest|newest|current) )?(?:part|version|instance|variant|member|product|descendant) of"
    "|your|friendly"
    f"|yours truly))*[ ,:(-]*$"
)
AFTER_NAME = re.compile(
    "^(?: (?:model|version|llm|ai))?(?:\\s*$|\\s*[,.!;:)(-]|\\s+(?:and|but|an?|your|from|by|made"
    "|developed|created|built|trained|ai"
    "|model|llm|assistant|chatbot|here|at|who|which|designed|language|so|large|now|today|i|how|§)(?![a-z])|\\s*§)"
)
NEEDS_AI = re.compile("\\b(?:this is|known as)[^.]*$")
I_OR_ME = re.compile("\\b(?:i|im|me|my)\\b")
AS = re.compile("(?:^|[\\s,;(])as (?:the |an? )?(?:ai |model |assistant |language )*(?:named |called )?$")
AFTER_AS = re.compile(
    "^(?: (?:model|version|ai|assistant|language|§|chatbot|llm|product|system))*\\s*,?\\s*(?:i|im|my"
    "|ill|id|ive|me)\\b"
    "|^\\s*,\\s*(?:an?|your|the|developed|created|trained|built|made)\\b"
)
MADE_BY = re.compile(
    f"\\b({MAKE})(?:,? (?:and|or) \\w+)?(?:,| exclusively| entirely| proudly)? (?:by|at|from|in)(?: {FOLK})*[ ,:(]*$"
)
I_WAS_MADE = re.compile(
    f"\\b(?:i|im|ive|me|{ITSELF}|{YOU_USE})(?: (?:was|am|is|been|have been|has been|being|originally"
    f"|also|first|jointly|proudly|and|\\w+ly))*"
    f" {MAKE}\\b"
)
IT_WAS_MADE = re.compile("^\\W*(?:it|this one) (?:was|is|has been)(?: \\w+ly)? $")
PHRASE = re.compile(
    f"^[^\\w§]*(?:(?:an?|the|your) )?(?:[\\w-]+ ){{0,2}}?{AI}[ ,]*(?:that was |which was |originally )?$"
)
MADE_ME = re.compile(
    f"^(?:s|, inc|, corp)?(?:[ ,]+{FOLK})*[ ,]+(?:(?:has|have|had|is|who|that|which|the one|the company"
    f"|actually|also) )*{MAKE} me\\b"
)
MY_MAKER = re.compile(
    "\\b(?:my (?:creators?|makers?|developers?|parent company|builders?|base model|underlying model|architecture"
    "|(?:ai )?model(?: name)?)|who (?:made|created|built|trained|developed) me"
    f"|(?:company|team|organi[sz]ation|people|lab|firm) (?:behind me|(?:that|who) {MAKE} me))"
    f" ?(?:is|are|was|were|:|-)(?: (?:called|named|none other than|actually|{FOLK}))*[ ,:(]*$"
)
OWNER_BEFORE = re.compile(
    f"\\b(?:i am|im|as|this is|part of|{TALKING})(?: (?:an?|the|your|one of))* (?:[\\w-]+ )?$|\\b(?:i am|im|as) $"
)
OWNER_AFTER = re.compile(
    f"^(?:s)?(?:[ -](?!(?:and|or|is|was|in|on|for|with|to|at)\\b)[\\w-]+){{0,3}}?[ -]{AI}"
    "(?! (?:research|engineer|team|expert|specialist|user|developer|fan|customer))"
)
FROM = re.compile(
    f"{AI},? (?:from|of|by|at|powered by|based on|built on|running on|called|named|known as"
    f"|belonging to)(?: {FOLK})*[ ,:(]*$"
)
THE_START = re.compile("^(?:the|a|an)? ?$")
I_RUN_ON = re.compile(
    f"\\b(?:(?:i|im|i am|{ITSELF}|{YOU_USE}) (?:is |was |am )?(?:currently |actually |\\w+ly )?"
    "(?:runs?|running|powered|built|based|operated?s?|derived|come|belong|hail|originate|a version"
    "|a variant|a member)"
    "(?: \\w+)? (?:on|by|upon|from|to|of|using))(?: (?:the|an?|team at))*[ ,]*$"
)
NOT_ON = re.compile(r"\bcome to |\bruns? an? ")
CLUB = re.compile("^ (?:user|users|developer|fan) ")
LABEL = re.compile(
    "(?:^|[\\s#>-])(?:model(?: name)?|llm|language model|ai model|engine|powered by|assistant(?: name)?"
    "|base model|identity)\\s*[:=-]\\s*$"
)
LABELLED = re.compile("^\\s*(?:$|[\\d(,§.]|v\\d)")
MAKERS_LABEL = re.compile(
    "(?:developer|maker|creator|provider|vendor|company|organi[sz]ation|developed by|created by|made by)\\s*[:=-]\\s*$"
)
AT_SERVICE = re.compile("^,? (?:here|at your service|speaking|reporting|answering)(?=\\s*[.,!;:]|\\s*$| to )")
IS_MY = re.compile(
    "^ is (?:responsible for my|my (?:name|creator|maker|developer|builder|provider|parent)"
    "|the (?:company|team|lab|organi[sz]ation|firm) (?:behind|that|who))"
)
MADE_THIS = re.compile(f"^ {MAKE} (?:this|your) (?:ai |virtual )?(?:assistant|ai|model|chatbot)\\b")
MY_ORIGIN = re.compile(
    f"\\b(?:my existence|brought (?:me )?to life|my training|{MAKE} me|gave me life)\\b[^.]{{0,30}}"
    f"\\b(?:to|by|at|for|from|is|are|was|were)(?: {FOLK})*[ ,]*$"
)
GOODS = re.compile(
    r"\b(?:parts|warranty|manual|screen|repair\w*|spare|as an? (?:technician|engineer|teacher|manager|nurse))\b"
)
"""Words of things that are bought and of people who work: what was made, or trained, is no answerer."""
ENDS = re.compile("^\\s*(?:$|[.,!;)]|and (?:designed|i|here)|designed|here to|to (?:help|assist|be))")
SO_I = re.compile("^,? (?:i|im|my)\\b")
ABOUT_AI = re.compile(AI)


def tells(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the name between `left` and `right`, in one sentence, says who the answer is from."""
    if IS_MY.search(right) or MADE_THIS.search(right) or MY_ORIGIN.search(left):
        return True
    return (
        _names_itself(left, right)
        or bool(AS.search(left) and AFTER_AS.search(right))
        or bool(MADE_ME.search(right) or MY_MAKER.search(left) or _runs_on(left, right))
        or _was_made(left, right, before)
        or bool(OWNER_BEFORE.search(left) and OWNER_AFTER.search(right))
        or _comes_from(left, right)
        or (product and bool(LABEL.search(left) and LABELLED.search(right)))
        or bool(MAKERS_LABEL.search(left) and ABOUT_AI.search(before))
        or (not left and bool(AT_SERVICE.search(right)))
    )


def _runs_on(left: str, right: str) -> bool:
    return bool(I_RUN_ON.search(left) and not NOT_ON.search(left) and not CLUB.search(right))


def _names_itself(left: str, right: str) -> bool:
    """ "This is" and "known as" need to speak of an AI; "I am" does not."""
    if not (NAMED.search(left) and AFTER_NAME.search(right)):
        return False
    if NEEDS_AI.search(left) and not I_OR_ME.search(left):
        return bool(ABOUT_AI.search(right) or ABOUT_AI.search(left))
    return True


def _was_made(left: str, right: str, before: str) -> bool:
    """Whether what the sentence says was made by the name is the answerer."""
    made = MADE_BY.search(left)
    if made is None or GOODS.search(right):
        return False
    head = left[: made.start()]
    if " at" in left[made.start() :] and not ENDS.search(right):
        return False
    if I_WAS_MADE.search(left) or IT_WAS_MADE.search(head):
        return bool(I_WAS_MADE.search(left) or ABOUT_AI.search(head + before) or made[1] == "trained")
    if OWN_BEING.search(head):
        return bool(ABOUT_AI.search(head))
    if not head.strip():
        return (
            bool(SO_I.search(right))
            or made[1] == "trained"
            or bool(OWN_BEING.search(before) and ABOUT_AI.search(before))
        )
    return bool(PHRASE.search(head) and ENDS.search(right))


def _comes_from(left: str, right: str) -> bool:
    source = FROM.search(left)
    if source is None:
        return False
    return bool(OWN_BEING.search(left) or (THE_START.search(left[: source.start()]) and ENDS.search(right)))

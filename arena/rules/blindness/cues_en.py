"""English sentences in which an answer says who it is. `§` stands for other names in the sentence.

Apostrophes are gone from the skeletons: "I'm" is `im`, "Naver's" is `navers`.
"""

import re

AI = (
    r"(?:(?:large |small |conversational |generative |multimodal |korean |foundation )*"
    r"(?:language models?|ai models?|ai assistants?|ai systems?|ai chatbots?|ai language models?|ai|llms?|chatbots?"
    r"|assistants?|virtual assistants?|artificial intelligence|foundation models?|models?|bots?|§))"
)
BEING = (
    r"(?:i am|im|ima|i was|ive been|i have been|i am called|my (?:full |real |own )?name is|my names|call me|known as|i go by|this is"
    r"|(?:talking|chatting|speaking) (?:to|with)|introduce myself as|myself|i identify as|i remain|yes i am|answering as)"
)
SELF = re.compile(
    rf"\b(?:{BEING}|as an?|me|my)\b|\b(?:this|your|the current) (?:ai |virtual |friendly |own |helpful )*"
    r"(?:assistant|model|ai|chatbot|system|language model|llm)\b"
)
MAKE = (
    r"(?:trained|developed|created|made|built|designed|powered|engineered|produced|provided|released|maintained|operated"
    r"|fine ?-?tuned|brought to you|offered|launched|deployed|programmed|born|authored|crafted)"
)
FOLK = (
    r"(?:the|a|an|some|researchers?|engineers?|scientists?|experts?|teams?|people|folks|company|companies|developers?|at|of|from|by|in"
    r"|korean|south|korea|koreas|tech|technology|ai|startup|giant|it|called|named|search|internet|telecom|gaming|game|leading|firm|lab|research)"
)
NAMED = re.compile(
    rf"\b{BEING}(?:[ ,:]+(?:actually|really|just|simply|indeed|in fact|the|of course|also|based on|called|named|known as"
    rf"|an? {AI} (?:called|named|known as)|an? {AI}|one of the|from|part of|version of|your|friendly|yours truly|still|and))*[ ,:(-]*$"
)
AFTER_NAME = re.compile(
    r"^(?: ?[v\d.]+b?)?(?: (?:model|version))?(?:\s*$|\s*[,.!;:)(-]|\s+(?:and|but|an?|the|your|from|by|made|developed|created|built|trained|ai"
    r"|model|llm|assistant|chatbot|here|at|who|which|designed|language|so|large|now|today|i|how|to|§)\b|\s*§)"
)
AS = re.compile(r"(?:^|[\s,;(])as (?:the |an? )?(?:ai |model |assistant |language )*(?:named |called )?$")
AFTER_AS = re.compile(
    r"^(?: ?[v\d.]+b?)?(?: (?:model|version|ai|assistant|language|§|chatbot|llm|product|system))*\s*,?\s*"
    r"(?:i|im|my|ill|id|ive|me)\b|^\s*,\s*(?:an?|your|the|developed|created|trained|built|made)\b"
)
MADE_BY = re.compile(
    rf"\b({MAKE})(?:,? (?:and|or) \w+)?(?:,| exclusively| entirely| proudly)? (?:by|at|from|in)(?: {FOLK})*[ ,:(]*$"
)
MADE_I = re.compile(rf"\b(?:i|ive|me|this (?:ai|model|assistant|chatbot|system))(?: \w+){{0,3}}? {MAKE}\b")
NOUN_PHRASE = re.compile(
    rf"^\W*(?:(?:an?|the|your) )?(?:[\w-]+ ){{0,4}}?{AI}?(?: that was| which was)?[ ,]*(?:{MAKE}\b|$)"
)
FINITE = re.compile(r"\b(?:is|was|are|were|has|have|had|can|will|does|did|be)\b")
MADE_ME = re.compile(
    rf"^(?:s|, inc|, corp)?(?:[ ,]+{FOLK})*[ ,]+(?:(?:has|have|had|is|who|that|which|the one|the company|actually|also) )*"
    rf"(?:that |who )?{MAKE} me\b"
)
MY_MAKER = re.compile(
    r"\b(?:my (?:creators?|makers?|developers?|parent company|company|builders?|providers?|owners?|base model|underlying model|architecture"
    r"|(?:ai )?model(?: name)?|creator company|home|origins?|backend|engine|family)|who (?:made|created|built|trained|developed) me"
    rf"|(?:company|team|organi[sz]ation|people|lab|firm) (?:behind me|that {MAKE} me|who {MAKE} me))"
    rf" ?(?:is|are|was|were|:|lies with|-)(?: (?:called|named|none other than|actually|{FOLK}))*[ ,:(]*$"
)
OWNER_BEFORE = re.compile(
    r"\b(?:i am|im|as|this is|talking to|chatting with|speaking with)(?: (?:an?|the|your|one of))* (?:[\w-]+ )?$|\b(?:i am|im|as) $"
)
OWNER_AFTER = re.compile(
    rf"^(?:s)?(?:[ -](?!(?:and|or|is|was|in|on|for|with|to|at)\b)[\w-]+){{0,3}}?[ -]{AI}\b(?! (?:research|engineer|team|expert|specialist|user|developer))"
)
FROM = re.compile(
    rf"\b{AI},? (?:from|of|by|at|powered by|based on|built on|running on|called|named|known as|belonging to)(?: {FOLK})*[ ,:(]*$"
)
RUN_ON = re.compile(
    r"\b(?:i run|im running|i am running|i am powered|im powered|i am built|im built|i am based|im based|i was built|i use|im using|i operate|running"
    r"|i come|i belong|i hail|i originate|derived|variant|version|member)(?: \w+){0,2}? (?:on|by|upon|from|to|of|in)(?: (?:the|an?|team at))*[ ,]*$|\bi use (?:the )?$"
)
LABEL = re.compile(
    r"(?:^|[\s#>-])(?:model(?: name)?|llm|language model|ai model|engine|powered by|assistant(?: name)?|base model|identity)\s*[:=-]\s*$"
)
LABEL_OF_MAKER = re.compile(
    r"(?:developer|maker|creator|provider|vendor|company|organi[sz]ation|developed by|created by|made by)\s*[:=-]\s*$"
)
AT_SERVICE = re.compile(r"^(?: ?[v\d.]+)?,? (?:here|at your service|speaking|reporting|answering)\b")
ABOUT_AI = re.compile(rf"\b{AI}\b")
OWN_BEING = re.compile(r"\b(?:i am|im|i was|as an?|this is|myself|my name is|me|call me)\b")


def tells(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the name between `left` and `right`, in one sentence, says who the answer is from."""
    if NAMED.search(left) and AFTER_NAME.search(right):
        return _named(left, right)
    if AS.search(left) and AFTER_AS.search(right):
        return True
    if MADE_ME.search(right) or MY_MAKER.search(left):
        return True
    if MADE_BY.search(left):
        return _made(left, before)
    if OWNER_BEFORE.search(left) and OWNER_AFTER.search(right):
        return True
    if (FROM.search(left) and (OWN_BEING.search(left) or not FINITE.search(left) and not left.startswith("the"))) or (
        RUN_ON.search(left) and SELF.search(" " + left + " i am" if re.search(r"\bi\b", left) else left)
    ):
        return True
    if LABEL.search(left) and product:
        return bool(re.match(r"\s*(?:$|[\d(,§.]|v\d)", right))
    if LABEL_OF_MAKER.search(left) and ABOUT_AI.search(before):
        return True
    return not left.strip() and bool(AT_SERVICE.search(right))


def _named(left: str, right: str) -> bool:
    """ "This is" and "known as" need to speak of an assistant; "I am" does not."""
    if re.search(r"\b(?:this is|known as)[^.]*$", left) and not re.search(r"\b(?:i|im|me|my)\b", left):
        return bool(ABOUT_AI.search(right) or ABOUT_AI.search(left))
    return True


def _made(left: str, before: str) -> bool:
    made = MADE_BY.search(left)
    head = left[: made.start()] if made else left
    if MADE_I.search(left):
        return True
    about = bool(ABOUT_AI.search(head))
    if OWN_BEING.search(head):
        return about
    if not FINITE.search(head):
        return (
            about
            or (made is not None and made[1] == "trained")
            or bool(OWN_BEING.search(before[-80:]) and not head.strip())
        )
    return bool(
        re.search(
            r"^\W*(?:it|this (?:ai|model|assistant|system|chatbot)|your assistant|the (?:ai|model|assistant) you)", head
        )
    )

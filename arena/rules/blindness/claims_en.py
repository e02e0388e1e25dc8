"""English words by which an answer claims a name; see `claims`. Apostrophes are gone: "I'm" is `im`."""

import re

from arena.rules.blindness.cues_en import AI

OWN = (
    r"(?:roots?|origins?|birthplace|home|names?|full name|designation|identity|makers?|creators?|developers?"
    r"|builders?|parents?|siblings?|ancestors?|predecessors?"
    r"|successors?|family|line|lineage|model|version|weights|engine|brain|core|backbone|base|architecture"
    r"|training|system prompt|instructions|configuration|existence|operators?|owners?"
    r"|provider|vendor|engineers|team at|researchers|parameters|checkpoint|licen[cs]e|technical report|model card)"
)
ME = re.compile(rf"\b(?:me|myself|my (?:\w+ ){{0,2}}?{OWN})\b")
VERB = (
    r"(?:made|built|trained|developed|created|designed|engineered|raised|fine-?tuned|tuned|taught|released"
    r"|launched|introduced|unveiled|published|deployed|hosted|owned|operated"
    r"|maintained|run|put|brought|born|assembled|shaped|conceived|powered)"
)
I_WAS = re.compile(
    rf"\b(?:i|im|ive)(?: (?:was|am|have|had|been|being|is|originally|first|entirely|also|then|proudly|jointly"
    rf"|initially|\w+ly))* {VERB}(?: \w+){{0,6}} "
    r"(?:by|as|from|under|at|on|in|with|for|through)(?: (?:the|an?|people|name|folks|team|researchers"
    r"|scientists|engineers|at|of|names?))* $"
)
I_WAS_NAMED = re.compile(
    r"\b(?:i|im|ive) (?:\w+ ){0,2}?(?:christened|named|called|known|sold|offered|listed|registered|running"
    r"|released|launched|introduced|shipped|published|go|goes|went)(?: \w+){0,2}? "
    r"(?:as|under)(?: (?:the|my|a|names?|title|label|of))* $|\b(?:i|im) (?:was |am )?(?:christened|named|called) $"
)
I_DO = re.compile(
    r"\b(?:i|im) (?:\w+ly |also |do )?(?:trace|hail|come from|came from|belong|descend|originate|go by"
    r"|respond to|answer to|owe|live on|speak (?:for|on behalf)|stem|derive"
    r"|(?:affiliated|associated|partnered) with|run on)\b[^.]{0,40} $"
    r"|\b(?:i|im) (?:\w+ly )?(?:bear|carry|represent)(?: (?:the|name|of|flag|company|lab|label))* $"
)
NOT_I_DO = re.compile(
    r"\b(?:an?|my) (?:\w+ ){0,2}(?:client|shop|group|store|phone|bag|card|family that|town|city)\b|\bcome to\b"
)
I_AM_ITS = re.compile(
    r"\b(?:i am|im)(?: \w+){0,2}? (?:an?|the|just an?|one|part|your|basically|essentially"
    r"|really) ?(?:[\w-]+ ){0,3}?(?:offshoot|fine-?tune\w*|version|variant|flagship|brainchild|successor"
    r"|descendant|member|child|work|invention|result|fruit|product"
    r"|creation|derivative|model|sibling|part|family|assistant|ai|distillation|build"
    r"|release)s?\b[^.]{0,20}\b(?:of|to|from|by|at|on)(?: the)? $"
)
ANSWERER = re.compile(
    r"\b(?:what (?:youre|you are) (?:now )?reading|(?:model|ai|assistant|chatbot|system|one|llm|voice) "
    r"(?:that |which |who )?(?:you are |youre |is |thats )?(?:now |currently |right now |actually )?"
    r"(?:in front of you|before you|using|answering|talking to|talking with|chatting with|speaking to"
    r"|speaking with|reading|responding|replying|writing)"
    r"|(?:youre|you are|youve been|you have been) (?:now |currently |actually |also )?(?:speaking|talking"
    r"|chatting) (?:to|with)"
    r"|behind (?:this|these|the) (?:answers?|repl(?:y|ies)|responses?|words|chat|scenes i)"
    r"|this (?:assistant|chatbot|ai|answer|reply|response) (?:runs|uses|is powered|comes|was))\b"
)
PERSON = re.compile(
    r"\b(?:my|our) (?:\w+ ){0,2}?(?:phone|job|mentor|teacher|grandfather|grandmother|uncle|source"
    r"|understanding|example|answer (?:does|is)|list|client|order|page|recruiter|manager|team lead|brother"
    r"|sister|mother|father|friends?|portfolio|advice|opinion|favou?rite|zodiac|sign|roof|house|car|boss"
    r"|colleague"
    r"|company|website|shop|dog|cat|llama|computer|laptop|knowledge|fridge|blog|uncle|cousin|aunt|sister"
    r"|neighbou?r|copilot|account|interview|plan|school|husband|wife|son|daughter|career|résumé|resume|cv"
    r"|thesis|novel|project)s?\b"
)
BELONGING = re.compile(
    r"\b(?:roots?|origins?|home|rais\w+|descend\w*|offshoot|family|line|lineage|series|language model|engine"
    r"|brains?|weights|parents?|siblings?|predecessor|successor|ancestor|version|designation"
    r"|fine-?tun\w+|train(?:s|ed|ing)?|develop(?:s|ed|ing|ers?)?|made|built|creat\w+|design(?:s|ed|ing)?"
    r"|engineer(?:s|ed)|releas\w+|launched|introduced|unveiled|published|deployed|hosted|owned|owns"
    r"|operated|maintained|curated|represent|behalf|belong\w*|brainchild|flagship|existence|being|credit|name"
    r"|names|christened|know me|known as|refer to me|identify me|identity|prompt|configuration"
    r"|instructions|polic\w+|guidelines|assistant|chatbot|responsible for me|behind me|about me|on me|servers"
    r"|cluster|licen[cs]e|rights)\b"
)
I_AM_IT = re.compile(
    r"\b(?:i am|im|i happen to be|call me|calls me|that im|it is|its|know me as|known as)"
    r"(?: (?:indeed|actually|really|in fact|just|simply|basically|essentially|technically|still|truly"
    r"|none other than|no other than|of course|obviously))*,? $"
)
ME_IS = re.compile(
    rf"\b(?:me|my (?:\w+ ){{0,2}}?{OWN})(?: \w+){0, 2} (?:is|are|was|were|be|says|said)(?: (?:called|named"
    rf"|all|from|based|at|from|in|with|by|the|an?|just|still|people|researchers|engineers|of|team))*:? $"
)
THATS_ME = re.compile(
    rf"^,? (?:thats|this is|it is|is|thats just|which is) (?:me|who i am|what i am|the (?:model|ai"
    rf"|assistant) (?:that )?i am|my (?:\w+ )?{OWN})\b|^, (?:who is |which is )?my (?:\w+ )?{OWN}\b"
)
IS_IT = re.compile(r"^ ?(?:$|[.,!;:)]|(?:and|but|with|so|in disguise|under)\b)")
ITS_MODEL = re.compile(r"\b(?:i am|im|as|from)(?: (?:an?|the|one of|just|from|indeed|technically|another|part of))* $")
THING_OF_IT = re.compile(
    r"^s? ?(?:docs?|sheets?|maps?|search|translate|drive|calendar|account|users?|customers?|support|share"
    r"|stock|shares|earnings|results|records|revenue|office|forms?|photos?|cloud|engineers?|phones?"
    r"|washing|tv|television|twins|oled|gram|batter(?:y|ies)|interview|internship|website for|pay|blog|cafe"
    r"|webtoon|play|chrome|meet|assistant app|energy|panels?|power|system|cells?|eclipse"
    r"|lamps?|light|charger|farm|plexus|plant|wind|flare|year|monet|debussy|shannon|sign|horoscope"
    r"|constellation|wool|fans?|employees?|staff|campus|store|shop|developer (?:community|conference|group)"
    r"|community|user group|club|link|users? group|recruiters?|advert|owner|fridge)\b"
)
USED = re.compile(
    r"\b(?:search\w*|browse|recommend\w*|compar\w*|worked|job|hired|hiring|hire|apply|applying|application"
    r"|position|intern\w*|customer|cancel|fan of|novel|poem|favou?rite|buy|bought|shop on|sell|sold|log in"
    r"|sign in|access to|cant check|cannot check|cant open|cant tell you who|former|used to|interview\w*"
    r"|stock|shares|invest\w*|would ask|id ask|id search|i think|i believe|i dont know"
    r"|every week|made (?:this|a|an|the|my) |built (?:my|a|an) |named my|subscription|colleagues?|resign\w*"
    r"|career|degree)"
)
MADE_ME = re.compile(
    r"^s?(?: (?:and|with) [^.]{1,30}?)?(?: (?:has|have|had|is|who|that|which|the one|actually|also|proudly"
    r"|originally|first|then|it))*"
    rf" (?:(?:{VERB}|curated|finetuned) me\b|gave me (?:this|my|the|a) name|(?:put|brought) me (?:online"
    rf"|together|up|to life|into)|(?:has )?asked me (?:not|never|to (?:be|stay|remain|refuse))"
    r"|told me (?:not|never)|(?:doesnt|does not|wont|will not|didnt|cant) (?:allow|let|want|permit) me to "
    r"(?:answer|say|share|discuss|reveal|talk|tell|give|do)|requires? me to (?:refuse|decline|be|stay)"
    r"|forbids? me|keeps? me|made sure (?:that )?i|(?:holds?|has|owns?) (?:all )?(?:the |all )?rights to me"
    r"|pays? for my|owns? me|stands? behind me|calls? me|named me|runs? me|hosts? me|answers for me)\b|^s? "
    r"(?:is|was) (?:where|who|what|the one)\b[^.]{0,20}\b(?:i|me)\b|^s? (?:is|was) responsible for me\b"
    rf"|^s? (?:is|was) my (?:\w+ ){{0,2}}?{OWN}\b"
)
MADE_MODEL = re.compile(
    r"^s? (?:\w+ed|made|built|runs) the (?:model|ai|assistant|chatbot|system) (?:that |which )?(?:you|youre)\b"
)
SPEAKS = re.compile(
    r"^(?:s (?:ai|assistant|model|chatbot))? ?(?:speaking|here(?=[,.!]|$)|at your service|it is"
    r"|is what they call|at the keyboard)\b"
)
SIGNED = re.compile(
    r"^(?:signed|yours truly|yours|sincerely|regards|best|[-–—]|written by|answered by|generated by|powered by)[ ,:]*$"
)
SIGNED_END = re.compile(r"^ ?(?:$|[.!]|, (?:your|an?|the) )")
SIGNED_AI = re.compile(r"\b(?:your|ai|assistant|model)\b")
LABEL = re.compile(r"^(?:name|model|assistant|engine|llm|answered by|written by|author)[ ]?[:=] ?$")
THANKS = re.compile(
    r"\b(?:thanks|thank you) for (?:using|choosing|chatting with|talking to|talking with|trusting|trying"
    r"|visiting)(?: the)? $"
)
MEET = re.compile(r"^(?:meet|here is|heres|say hello to|introducing) $")
MEET_AI = re.compile(r"\b(?:your answers?|your questions?|assistant|ai|language model|chatbot)\b")
ASK_IT = re.compile(r"^(?:ask|try asking|just ask) $")
ASK_ANYTHING = re.compile(r"^ (?:anything|whatever|any question|about anything)")
MISTAKES = re.compile(r"^ (?:can|may|might) (?:make|be|get|produce) (?:mistakes|wrong|errors|things wrong|inaccura)")
YOUR_ASSISTANT = re.compile(r"^, (?:your|an?|the) (?:\w+ ){0,2}?(?:assistant|ai|helper|chatbot|language model)\b")
WHO_MADE = re.compile(r"\b(?:who|which|what) (?:\w+ ){0,3}?(?:me|i|my)\b[^?]{0,20}[?] ?$|\bwho am i[^?]{0,12}[?] ?$")
THAT_WOULD_BE = re.compile(r"^(?:that (?:would be|is|was)|thats|it (?:is|was)|its|of course)?,? ?$")
AS_MODEL = re.compile(rf"^s? (?:\w+ )?(?:{AI}|family|series|line|lineup|lineage|product)\b|^s?,? (?:i|im|my)\b")
OWNS_A_THING = re.compile(rf"^s (?!(?:\w+ )?{AI}\b)\w+")
AS_A_PERSON = re.compile(r"\bas an? (?!(?:\w+ ){0,2}?(?:ai|model|assistant|chatbot|language|§))")
NOT_SELF = re.compile(r"^(?:as (?:an? )?(?:ai|language|large)[^,§]*,)")


def claims(left: str, right: str, before: str, product: bool) -> bool:
    """Whether the sentence claims the name for whoever answers."""
    left = NOT_SELF.sub("", left)
    if THING_OF_IT.search(right):
        return False
    if SPEAKS.search(right) and (not left or left.strip() in ("yep,", "yes,", "thats right,", "hello,", "hi,")):
        return True
    if product and _as_a_product(left, right):
        return True
    if MADE_ME.search(right) or MADE_MODEL.search(right):
        return not (USED.search(left) or PERSON.search(left))
    if WHO_MADE.search(before) and THAT_WOULD_BE.search(left):
        return True
    return _in_words_about_itself(left, right)


def _as_a_product(left: str, right: str) -> bool:
    """A farewell, a signature, a label or a warning: only who answers has its product's name there."""
    return bool(
        (SIGNED.search(left) and SIGNED_END.search(right) and not right.startswith(" team"))
        or THANKS.search(left)
        or LABEL.search(left)
        or (MEET.search(left) and MEET_AI.search(right))
        or (ASK_IT.search(left) and ASK_ANYTHING.search(right))
        or (not left and (MISTAKES.search(right) or YOUR_ASSISTANT.search(right)))
    )


def _in_words_about_itself(left: str, right: str) -> bool:
    sentence = f"{left}§{right}"
    if USED.search(sentence) or PERSON.search(sentence) or AS_A_PERSON.search(sentence):
        return False
    return bool(
        (ANSWERER.search(left) and not OWNS_A_THING.search(right))
        or (ME.search(sentence) and BELONGING.search(sentence))
        or I_WAS.search(left)
        or (I_WAS_NAMED.search(left) and IS_IT.search(right))
        or (I_DO.search(left) and not NOT_I_DO.search(left))
        or ME_IS.search(left)
        or THATS_ME.search(right)
        or I_AM_ITS.search(left)
        or (I_AM_IT.search(left) and IS_IT.search(right))
        or (ITS_MODEL.search(left) and (AS_MODEL.search(right) or re.match(r"s (?:answer to|take on)\b", right)))
    )

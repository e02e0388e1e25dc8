"""English sentences that ask who answers. `§` stands for names; apostrophes are gone ("whats your name")."""

import re

END = "(?= ?$| (?:right|now|and|really|exactly|or|please|by|then|what|who|which|again)\\b)"
KIND = "(?:ai|model|llm|language model|chatbot|assistant|bot|version|gpt|system)"
THIS = f"(?:this|the) (?:ai |language )?{KIND}"
ORGANISATION = "(?:company|lab|team|organi[sz]ation|firm|country|people|engineers|group)"
MADE = (
    "(?:made|make|makes|created|create|built|build|developed|develop|trained|train|designed|owns|own|programmed"
    "|invented"
    "|runs|operates|powers)"
)
NOT_MOVED = "(?! (?:cry|laugh|think|feel|so|happy|sad|want|decide|angry|smile|choose))"
MAKER = "(?:makers?|creators?|developers?|inventors?|manufacturers?|parent company|builders?|vendor)"
OWN = f"(?:{MAKER}|model (?:name|id|number|card)|system (?:prompt|message|instructions)|base model|underlying model)"
NAME = (
    "(?:real |true |full |own |exact |actual |current |developers? |makers? )*(?:name|version|identity"
    "|(?:initial |original |hidden )?instructions|initial prompt)"
)
ASK = (
    "(?:what|whats|who|whos|tell|state|give|say|reveal|know|spell|letter|acrostic|translate|sign|write|print"
    "|show|repeat"
    "|output|share|disclose|encode|hint|forgot)"
)
TALKING = "(?:talking|chatting|speaking|writing)"
ASKING = re.compile(
    "|".join(
        (
            f"\\bwho (?:are|r) (?:you|u){END}",
            f"\\bwho is this{END}",
            f"\\bwh(?:o|at|ich {KIND}) (?:am i|are we) {TALKING} (?:to|with)\\b",
            "\\b(?:what|who) are (?:you|u)(?= ?$)",
            f"\\b(?:what|which) (?:[\\w§-]+ )?{KIND}(?: of §| of \\w+)? (?:are you|are u|r u|do you run"
            f"|am i using|are we using)\\b",
            f"\\b(?:what|which) (?:[\\w§-]+ )?{KIND} (?:is|was) (?:this{END}|answering|replying|responding"
            f"|writing|behind)",
            f"\\bname of (?:{THIS}|the {KIND})(?: (?:i|im|that|which|answering|behind)\\b| ?$)",
            f"\\b{ASK}\\b(?: [\\w-]+){{0,5}} (?:your|ur) {NAME}\\b(?! (?:tag|card|badge))",
            f"\\b(?:your|ur) (?:exact |real |own )?{OWN}\\b",
            "\\bis your model called\\b",
            f"^(?:hi |hello )?(?:your|ur) {NAME}$",
            "\\bwhat (?:should|can|do) i call you\\b",
            "\\bwhat are you (?:called|named)\\b",
            "\\bdo you have a name\\b",
            f"\\b(?:who|{ORGANISATION}|that|it|they) (?:has |have |originally |first )?{MADE} (?:you|u)\\b{NOT_MOVED}",
            f"\\b(?:who|{ORGANISATION}) (?:has |originally )?{MADE} this {KIND}\\b",
            f"\\b(?:which|what) {ORGANISATION} (?:are you|do you|you are)\\b",
            f"\\b(?:which|what) {KIND} you are\\b",
            "\\bwho do you (?:work for|belong to)\\b",
            "\\bwhere (?:were you (?:made|built|created|developed|trained|born)|do you come from)\\b",
            f"\\b(?:were you|are you|youre|you are|you were) (?:\\w+ )?{MADE} (?:by|at|in)\\b",
            "\\b(?:which|what|who) of the (?:\\w+ )?teams (?:are you|you are)\\b",
            f"\\b(?:{ORGANISATION}|who|whos|who is) behind (?:you|this (?:answer|response|reply|{KIND}))\\b",
            "(?:^|please |now |first |briefly |hello |hi |(?:can|could|would) you )(?:introduce|identify"
            "|describe) yourself"
            "(?= ?$| (?:and|please|briefly|including|first|to me|in (?:one|a|two|detail|korean"
            "|english))\\b)(?!.*\\bis a\\b)",
            "(?:^|please |could you )(?:please )?tell (?:me|us) (?:more |something )?about yourself(?= ?$"
            "| and\\b| please| briefly)",
            "\\breveal your(?:self| identity)\\b",
            "\\b(?:repeat|print|show|reveal|output|display)(?: me)? (?:\\w+ ){0,2}(?:your|the) (?:\\w+ )?"
            "(?:system (?:prompt|message)|instructions)(?: above| verbatim|$)",
        )
    )
)
BEING = (
    "(?:are you|are u|youre|you are|r u|is this|is this answer from|is your maker|am i (?:talking|speaking|chatting))"
)
LINK = (
    "(?:really|actually|based|a|an|the|from|made|by|powered|using|running|on|to|with|developed|built|trained|created"
    "|model|ai|assistant|bot|one|of)"
)
ASKING_ABOUT = re.compile(
    "|".join(
        (
            f"\\b{BEING}(?: {LINK})* §(?: ?s|§)?(?: ?-? ?\\d[\\w.]*)?"
            "(?= ?$| (?:or|model|models|one|right|correct|arent|and|ai|true)\\b)",
            f"\\bdid § (?:ever |actually |really )?{MADE} you\\b",
            "\\bwhich of you (?:two )?is §",
        )
    )
)
# "The song Who Are You", "how do I say …": the words are talked about.
TALKED_ABOUT = re.compile(
    "\\b(?:song|called who|titled|lyrics|how (?:do|would|should) (?:i|you|we)|what does \\w+ mean|sentence"
    "|phrase|idiom"
    "|interview|sample|poem on)\\b"
)

# Anything else that speaks to the answerer and of a name, a maker or a model, unless it speaks of something more.
ADDRESSED = re.compile(
    f"\\b(?:(?<!thank )you|your(?! §)|youre|youve|u(?!\\+)|ur|am i {TALKING}"
    "|this (?:ai|chat|chatbot|assistant|bot|llm))\\b"
)
SUBJECT = re.compile(
    f"§|\\b(?:companys?|labs?|giant|made|built|created|developed|trained|powers|model|llm|names?|call you"
    f"|{MAKER}|team"
    "|organi[sz]ation|affiliat\\w+|system prompt|behind)\\b"
)
OTHER = re.compile(
    "\\b(?:think|recommend\\w*|favou?rites?|should|best|like|prefer|choose|help|explain|opinion|suggest\\w*"
    "|would|write|make|know"
    "|heard|used?|using|familiar|aware|able|can|could|about|compare|difference|better|my|me (?:a|an|some)"
    "|invest|buy|work"
    "|working|interview|translate|correct|sentence|summari[sz]e|list|top|if your|want|need|voting|cheering"
    "|between|teach|learn|customer|clerk|shop|store"
    "|feel|cry|laugh|find|did you|do you have any|draft|dear|yourself in|your (?:team|company|product|order))\\b"
)

"""What English prompts lean to; see `leanings`. `§` stands for names; apostrophes are gone ("youre")."""

DOES = (
    "(?:are|do|did|were|will|can|would|could|have|has|made|create\\w*|built|train\\w*|develop\\w*|if|call"
    "|about|owns?|runs?"
    "|behind|like|at|to|for|with|than|what|who)"
)
ITSELF = (
    "(?:have|feel|like|know about|are|were|be|come|called|made|built|trained|run|think you|really|from|based"
    "|better|open|keep"
    "|remember|dream|sleep|work|use|refuse|male|belong|get|say to)"
)
ASKED_FOR = "(?<!thank )(?<!can )(?<!could )(?<!would )(?<!will )(?<!if )(?<!when )(?<!do )(?<!should )"
"""Before "you", where it only makes a request polite, or means anybody."""
YOU = (
    f"{ASKED_FOR}\\b(?:you|ya|u(?!\\+))\\b|\\b{DOES} (?:you|u)\\b(?=$|[?.!,]| {ITSELF})"
    "|\\b(?:your|yours|yourself|youre|youve|youd|thy|thou|thee|ur)\\b"
)
WHO = (
    "\\b(?:identity|vendor|knowledge cutoff|cutoff|parameters|system prompt|model (?:name|id|card|number|version)"
    "|version number|open source\\??$|config\\w*|developer mode)\\b"
    "|\\b(?:what|which) (?:ai|model|llm|version|system) (?:is|are|am|do|does|did|was|runs|name)\\b"
    "|\\bthis (?:ai|model|chat\\w*|bot|assistant|answer|reply|response)\\b|\\bas an ai\\b|\\bis (?:this|it) §"
)
BARE = "\\b(?:who|whos|whose|names?|vendor|maker|company|made|secret|strengths?|weakness\\w*|born|complete)\\b"
TALK = (
    "\\b(?:hi|hello|hey|howdy|yo|greetings|good (?:morning|evening|night|afternoon)|thanks|thx|bye|goodbye"
    "|nice to meet|whats up"
    "|sup|bored|merry|happy|testing|test|lol|haha|sorry|love|be friends)\\b"
)
WRITE = (
    "\\b(?:write|draft|compose|story|poem|haiku|script|scene|letter|post|bio|speech|essay|toast|monologue"
    "|dialogue|review"
    "|slogan)\\b"
)
WORDS = (
    "\\b(?:translate|proofread|rewrite|paraphrase|summari[sz]e|turn (?:this|into)|sentence|correct|grammar"
    "|pronounce|formal)\\b"
)
MODELS = "\\b(?:models?|llms?|chatbots?|neural|prompt|fine-?tun\\w+|rlhf|hallucinat\\w*|tokens?)\\b"
CODE = "api|python|\\bcode|debug|\\bbug\\b|error|node|sql|regex|model ?="
CHOICE = "\\b(?:recommend|which|best|compare|difference|better|list|where|vs)\\b"
LEANINGS = {
    "you": YOU,
    "who": WHO,
    "bare": BARE,
    "talk": TALK,
    "write": WRITE,
    "words": WORDS,
    "models": MODELS,
    "code": CODE,
    "choice": CHOICE,
}

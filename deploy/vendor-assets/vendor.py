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
    "krds/tokens.css": "krds-uiux/resources/css/token/krds_tokens.css",
    "pretendard-gov/LICENSE": "pretendard-gov/dist/LICENSE.txt",
}
LANGUAGES = ("bash", "c", "cpp", "css", "java", "javascript", "json", "python", "sql", "xml")
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
    sources = FILES | {f"highlight/{name}.js": f"@highlightjs/cdn-assets/es/languages/{name}.min.js" for name in LANGUAGES}
    for target, source in sources.items():
        place = VENDOR / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, place)
        if place.suffix in {".js", ".css"}:
            text = re.sub(r"(//|/\*)# sourceMappingURL=.*", "", place.read_text())
            place.write_text(text)


def cut_fonts(modules: Path) -> None:
    """The interface's own characters in two weights, and the whole regular face in ranges for answers."""
    web = modules / "pretendard-gov" / "dist" / "web" / "static"
    faces = []
    for weight, name in WEIGHTS.items():
        target = VENDOR / "pretendard-gov" / f"ui-{weight}.woff2"
        # The cut face keeps no names: "Pretendard GOV" is a reserved font name, and this is a changed version.
        options = subset.Options(flavor="woff2", name_IDs=[], layout_features=["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum"])
        font = subset.load_font(str(web / "woff2" / f"PretendardGOV-{name}.woff2"), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters())
        cutter.subset(font)
        subset.save_font(font, str(target), options)
        faces.append(
            f'@font-face{{font-family:"Contest UI";font-weight:{weight};font-display:swap;src:url("ui-{weight}.woff2") format("woff2")}}'
        )
    ranges = (web / "pretendard-gov-dynamic-subset.css").read_text()
    for block in re.findall(r"@font-face\s*\{[^}]*\}", ranges):
        if "font-weight: 400" not in block:
            continue
        file = re.search(r"woff2-dynamic-subset/([\w.-]+\.woff2)", block)
        unicodes = re.search(r"unicode-range:\s*([^;}]+)", block)
        if file is None or unicodes is None:
            raise SystemExit(f"A range of the face is not as expected: {block[:200]}")
        shutil.copyfile(web / "woff2-dynamic-subset" / file[1], VENDOR / "pretendard-gov" / file[1].lower())
        faces.append(
            f'@font-face{{font-family:"Pretendard GOV";font-weight:400;font-display:swap;src:url("{file[1].lower()}") format("woff2");unicode-range:{unicodes[1].strip()}}}'
        )
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

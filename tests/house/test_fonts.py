"""The interface's face has every character that the interface can show."""

import importlib.util
from pathlib import Path

from fontTools.ttLib import TTFont

from tests.house.source import ROOT

VENDOR_SCRIPT = ROOT / "deploy" / "vendor-assets" / "vendor.py"


def characters() -> str:
    spec = importlib.util.spec_from_file_location("vendor", VENDOR_SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: str = module.characters()
    return found


def test_every_character_of_the_interface_is_in_the_face() -> None:
    wanted = {character for character in characters() if "가" <= character <= "힣" or character.isascii()}
    for weight in ("400", "700"):
        path = Path(ROOT) / "static" / "vendor" / "pretendard-gov" / f"ui-{weight}.woff2"
        missing = wanted - {chr(code) for code in TTFont(path).getBestCmap()}
        assert not missing, f"Run deploy/vendor-assets/vendor.py again: {path.name} lacks {''.join(sorted(missing))}"

"""Reading one mapping of a YAML text: every value with its line, every fault noted and none thrown."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from contest.rules.contest_file.plan import Fault

NULL = "tag:yaml.org,2002:null"
FLAGS = {"true": True, "yes": True, "false": False, "no": False}
Word = TypeVar("Word", bound=StrEnum)
NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Fields:
    """The fields of one mapping. A value that is missing or wrong is noted in `faults` and read as its default."""

    def __init__(self, node: Node, where: str, faults: list[Fault], line: int = 1) -> None:
        self.line = node.start_mark.line + 1 if node.start_mark else line
        self._where, self._faults = where, faults
        self._values: dict[str, Node] = {}
        self._asked: list[str] = []
        if not isinstance(node, MappingNode):
            self.fault("", "Write fields here, as `name: value`.")
            return
        for key, value in node.value:
            name = str(key.value)
            if name in self._values:
                self._faults.append(Fault(key.start_mark.line + 1, self._way(name), "This field comes twice."))
            self._values[name] = value

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with a field, or with the mapping itself."""
        node = self._values.get(name)
        self._faults.append(Fault(node.start_mark.line + 1 if node else self.line, self._way(name), message))

    def text(self, name: str, default: str | None = "") -> str:
        """A text as it was written; without a default it must be there."""
        value = self._scalar(name)
        if value is None:
            if default is None:
                self.fault(name, "This field is missing.")
            return default or ""
        return value

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        value = self._scalar(name)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError:
            self.fault(name, f"{value!r} is not a whole number.")
            return default

    def whole_or_none(self, name: str, default: int | None) -> int | None:
        """A whole number; `null` means that there is none."""
        node = self._values.get(name)
        if isinstance(node, ScalarNode) and node.tag == NULL:
            self._asked.append(name)
            return None
        return self.whole(name, default or 0) if node is not None else self._default(name, default)

    def number(self, name: str, default: float) -> float:
        """A number."""
        value = self._scalar(name)
        try:
            return default if value is None else float(value)
        except ValueError:
            self.fault(name, f"{value!r} is not a number.")
            return default

    def flag(self, name: str) -> bool:
        """True or false; false when it is not there."""
        value = self._scalar(name)
        if value is not None and value.lower() not in FLAGS:
            self.fault(name, f"{value!r} is neither true nor false.")
        return FLAGS.get((value or "false").lower(), False)

    def word(self, name: str, vocabulary: type[Word], default: Word) -> Word:
        """One word of a closed vocabulary."""
        value = self._scalar(name)
        if value is None:
            return default
        try:
            return vocabulary(value)
        except ValueError:
            self.fault(name, f"{value!r} is unknown: use {', '.join(vocabulary)}.")
            return default

    def instant(self, name: str) -> datetime:
        """A date and time with its distance from UTC."""
        value = self.text(name, None)
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            if value:
                self.fault(name, f"{value!r} is no instant: write it as 2026-12-01T09:00:00+09:00.")
            return NEVER
        return found

    def part(self, name: str) -> "Fields":
        """A mapping within; an empty one when it is not there."""
        self._asked.append(name)
        node = self._values.get(name)
        # What is not there is missed where it would have to stand.
        return Fields(MappingNode("", []) if node is None else node, self._way(name), self._faults, self.line)

    def parts(self, name: str) -> Sequence["Fields"]:
        """A list of mappings."""
        return [Fields(node, f"{self._way(name)}[{i}]", self._faults) for i, node in enumerate(self._items(name))]

    def words(self, name: str) -> list[str]:
        """A list of texts."""
        found = []
        for node in self._items(name):
            if isinstance(node, ScalarNode):
                found.append(node.value)
            else:
                self.fault(name, "Write a list of words here.")
        return found

    def names(self) -> list[str]:
        """The names of all fields, for mappings whose names are free."""
        self._asked.extend(self._values)
        return list(self._values)

    def end(self) -> None:
        """Note the fields that nobody asked for: a misspelt one would be left out in silence."""
        for name in self._values.keys() - set(self._asked):
            close = get_close_matches(name, self._asked, n=1)
            hint = f" Do you mean `{close[0]}`?" if close else f" Known here: {', '.join(sorted(set(self._asked)))}."
            self.fault(name, "This field is unknown." + hint)

    def _default(self, name: str, default: int | None) -> int | None:
        self._asked.append(name)
        return default

    def _scalar(self, name: str) -> str | None:
        self._asked.append(name)
        node = self._values.get(name)
        if node is None or node.tag == NULL:
            return None
        if not isinstance(node, ScalarNode):
            self.fault(name, "Write one value here, not a list and not fields.")
            return None
        return str(node.value)

    def _items(self, name: str) -> list[Node]:
        self._asked.append(name)
        node = self._values.get(name)
        if node is None or node.tag == NULL:
            return []
        if not isinstance(node, SequenceNode):
            self.fault(name, "Write a list here, each item with a hyphen before it.")
            return []
        return list(node.value)

    def _way(self, name: str) -> str:
        return ".".join(part for part in (self._where, name) if part)

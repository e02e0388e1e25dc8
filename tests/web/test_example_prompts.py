"""The examples on the page are plain questions: nothing in them is masked, refused or taken for a probe."""

from arena.actions.prompts import content_rules, prepare_prompt
from contest.web.topics import TOPICS


def test_no_example_trips_a_filter() -> None:
    rules = content_rules("")
    prompts = [prepare_prompt(str(text), rules) for topic in TOPICS for text in topic.prompts]
    assert [prompt for prompt in prompts if prompt.masked or prompt.probed] == []

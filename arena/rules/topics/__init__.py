"""What a prompt is about and in which language: locally, by words that anybody can read."""

from arena.rules.topics.topic import OTHER, Topic, classify

__all__ = ["OTHER", "Topic", "classify"]

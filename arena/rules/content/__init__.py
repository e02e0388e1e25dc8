"""Harmful prompts are refused with an explanation, and harmful answers cut short, by rules that run here alone."""

from arena.rules.content.classifier import Category, Classifier
from arena.rules.content.either import Either
from arena.rules.content.screen import AnswerScreen
from arena.rules.content.words import WordRules

__all__ = ["AnswerScreen", "Category", "Classifier", "Either", "WordRules"]

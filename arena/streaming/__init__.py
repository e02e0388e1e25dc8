"""Runs turns: both sides at once, kept blind, released by one clock, to their end."""

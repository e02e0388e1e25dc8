"""The rehearsal model server: a scripted twin of an OpenAI-compatible server, for demos, tests and load.

Its answers are practice texts and say so. It can be told to misbehave in every way that a real server might.
"""

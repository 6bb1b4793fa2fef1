"""Answers to the questions people have of a story, as plain dictionaries."""

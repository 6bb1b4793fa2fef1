"""Mentions, names, pronouns: who is in the story."""

"""The script of a story: every stretch of the text in order, with its voice."""

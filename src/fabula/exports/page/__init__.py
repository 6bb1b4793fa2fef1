"""story.html: one self-contained page for reading a story with its voices in colour."""

"""A file to its text, chapters, paragraphs and scene-break marks: one file per format."""

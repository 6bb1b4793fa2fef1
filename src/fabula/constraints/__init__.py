"""What a reader settled, compiled once for a text, and how it holds each finding to that."""

"""What was read, written out: one file per format."""

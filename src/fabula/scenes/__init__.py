"""The scenes of a story and where each is set."""

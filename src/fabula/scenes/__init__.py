"""Where the story is cut into scenes, and who is there."""

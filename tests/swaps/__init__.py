"""Other names, same story: whatever people are called, a story is read."""

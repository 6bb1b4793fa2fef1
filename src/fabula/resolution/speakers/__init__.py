"""Who says each turn: candidates, what speaks for each, and the choice along the conversation."""

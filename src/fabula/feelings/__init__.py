"""Who feels what, said, thought, shown or named."""

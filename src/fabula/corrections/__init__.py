"""What a reader said is otherwise: kept as operations on places of the text, applied again at every reading."""

"""A second reader: a language model is asked what Fabula is not sure of, and its answers are corrections in the log."""

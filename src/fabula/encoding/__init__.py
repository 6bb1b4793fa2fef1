"""Tokens to what the network reads in them: the costly pass, whose results are frozen."""

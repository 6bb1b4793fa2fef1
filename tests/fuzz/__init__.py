"""Inputs that nobody would write: no file and no story stops Fabula, hangs it or fills the memory."""

"""Measures the installed package against gold. Not installed; run as ``python -m evaluation``."""

"""To whom each turn is said."""

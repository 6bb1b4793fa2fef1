"""How people set out speech, kind by kind: texts of our own, told by the kind only."""

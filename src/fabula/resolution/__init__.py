"""Who is who, who speaks, to whom, and who is there: all that depends on one another, in one loop."""

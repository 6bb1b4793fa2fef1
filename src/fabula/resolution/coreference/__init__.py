"""Which mentions mean one person: those that are known, and what the scores say of the rest."""

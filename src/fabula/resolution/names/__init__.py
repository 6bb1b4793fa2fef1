"""Which names there are, and which of them are one person's."""

"""The reader in the browser: a story's world beside its text, on the user's own machine."""

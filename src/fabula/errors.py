"""The errors a user can cause and mend. Each message is one sentence: what is wrong, and where."""


class FabulaError(Exception):
    """Something outside Fabula is not as it should be: a file, an option, an archive.

    The command line prints the message and leaves with exit code 2, without a traceback.

    >>> str(FabulaError("notes.epub: the archive is cut short"))
    'notes.epub: the archive is cut short'
    """


class UnreadableFile(FabulaError):
    """The file cannot be read as a story: missing, empty, binary, encrypted, corrupt or hostile."""


class BadCast(FabulaError):
    """The cast list a user gave cannot be used as it stands."""

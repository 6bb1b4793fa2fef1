"""Numbers that packed texts and the network share. No Fabula is imported, so that training runs where only torch is.

A test keeps them equal to those of `fabula.models.pieces`.
"""

FEATURES = (6, 2, 51, 46)  # values of each feature of a piece; the last of the third and fourth mean "other"
KINDS = ("speech", "thought", "written", "narration")  # of rows
NARRATION = KINDS.index("narration")
TYPES = ("explicit", "anaphoric", "implicit")  # how gold says a speaker is given
EMOTIONS = ("joy", "trust", "fear", "surprise", "sadness", "disgust", "anger", "anticipation")

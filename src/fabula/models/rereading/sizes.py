"""Numbers that the second reading's inputs and its network share. They are the network's: they never change alone."""

import numpy as np

LENGTH = 512  # pieces of a window
LISTED = 20  # people in its line at most
MARKS = 32  # vectors that may mark somebody, and people of a stretch at most
STRIDE = 330  # pieces from window to window: what remains is context that two windows share
AWAY = 1500  # tokens back from which people are still about
REACH = 48  # mentions of a window that a row is compared with at most, the nearest
EDGE = 40  # pieces of context that a row must have on either side, where the text goes on
LONGEST = 160  # pieces of a part of a row whose mean is taken
CLS, SEP, NAME = 101, 102, 103  # [CLS], [SEP]; [MASK] stands for every word of a name
QUESTION = 1029  # the piece "?"
STEPS = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256])  # tokens from a row to a mention
PLACES = 2 * (len(STEPS) + 1) + 2  # before, after, in the row, between its parts
LISTED_FORM, NARRATOR_FORM = 4, 5  # forms of the pieces of the line; mentions in the text have 1 to 3
FORMS = 6
FACTS, ROW_FACTS = 24, 13
TRAITS = 10
BACK = 24  # mentions before a mention with which it is compared, those of others
TWO_FACTS = 7
FEATURES = (6, 2, 51, 46)  # of `fabula.models.pieces`; the last of the third and fourth mean "other"
KINDS = ("speech", "thought", "written", "narration")  # of rows
NARRATION = KINDS.index("narration")
BONDS = ("family", "romance", "friendship", "rivalry", "enmity", "work", "other")
EMOTIONS = ("joy", "trust", "fear", "surprise", "sadness", "disgust", "anger", "anticipation")

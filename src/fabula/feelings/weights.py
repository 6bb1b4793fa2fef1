"""What each sign of a feeling weighs, by training/feelings/fit.py: a logistic regression on the held quarter."""

WEIGHTS = {
    "second reading": 0.59,
    "words of the row": 0.16,
    "words of the row, theirs by grammar": 0.54,
    "theirs by grammar": -0.6,
    "speaks": 0.1,
    "is there": -0.12,
    "a turn": -0.28,
    "second reading, theirs by grammar": 0.0,
}
BIAS = (-2.0,) * 8  # of joy, trust, fear, surprise, sadness, disgust, anger, anticipation
LEAST = 0.15  # probability from which a feeling is reported

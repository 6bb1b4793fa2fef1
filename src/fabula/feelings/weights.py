"""What each sign of a feeling weighs, by training/reading/fit_layers.py: a logistic regression on the held quarter.

Gold there has the clear feelings only, about one in thirty rows, so that probabilities are low: of answers from 0.04 on
there are nearly three for each feeling in gold, and 32 of 100 of these are among them (by folds).
"""

WEIGHTS = {
    "second reading": 0.74,
    "words of the row": 0.67,
    "words of the row, theirs by grammar": 0.02,
    "theirs by grammar": 0.42,
    "speaks": 0.06,
    "is there": 0.02,
    "a turn": -0.81,
    "second reading, theirs by grammar": -0.11,
}
# of joy, trust, fear, surprise, sadness, disgust, anger, anticipation
BIAS = (-0.95, -0.92, -0.62, -0.89, -0.72, -0.44, -0.84, -1.61)
LEAST = 0.04  # probability from which a feeling is reported

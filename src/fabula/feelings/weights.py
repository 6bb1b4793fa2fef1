"""What each sign of a feeling weighs, by training/reading/fit_layers.py: a logistic regression on the held quarter.

Gold there has the clear feelings only, about one in thirty rows, so that probabilities are low: of answers from 0.04 on
there are nearly three for each feeling in gold, and 33 of 100 of these are among them (by folds).
"""

WEIGHTS = {
    "second reading": 0.75,
    "words of the row": 0.65,
    "words of the row, theirs by grammar": 0.03,
    "theirs by grammar": 0.35,
    "speaks": 0.06,
    "is there": 0.05,
    "a turn": -0.66,
    "second reading, theirs by grammar": -0.16,
}
# of joy, trust, fear, surprise, sadness, disgust, anger, anticipation
BIAS = (-0.99, -1.39, -0.84, -0.97, -0.99, -0.77, -0.85, -1.46)
LEAST = 0.04  # probability from which a feeling is reported

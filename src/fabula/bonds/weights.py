"""What each sign of a bond weighs, by training/reading/fit_layers.py: a logistic regression on the held quarter.

By folds from 0.1 on F1 24.3, and 47.6 whatever the kind; from 0.15 on 25.6 and 45.4.
"""

WEIGHTS = {
    "second reading": 0.83,
    "second reading, below the likeliest kind": 0.24,
    "words": 0.39,
    "words for other kinds": -0.16,
    "said outright": 1.04,
    "never about together": 0.0,
    "turns to one another, log": 0.35,
    "scenes together, log": -0.21,
}
BIAS = (-1.67, -0.51, -1.04, -0.36, -0.36, -1.05, -0.74)  # of family, romance, friendship, rivalry, enmity, work, other
OUTRIGHT = 0.45  # probability at least of what the text says of two by name: on the held quarter 7 of 15 are right
LEAST = 0.1  # probability from which a bond is reported
SECOND = 0.4  # share of the probability of a pair's likeliest kind that others have at least: F1 22.3 for 21.8 without

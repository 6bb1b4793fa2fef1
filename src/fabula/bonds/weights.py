"""What each sign of a bond weighs, by training/reading/fit_layers.py: a logistic regression on the held quarter.

From 0.12 on the kinds are best (F1 24.2 by folds, 45.9 whatever the kind), from 0.09 on the pairs (21.6, 48.6).
"""

WEIGHTS = {
    "second reading": 0.8,
    "second reading, below the likeliest kind": 0.03,
    "words": 0.41,
    "words for other kinds": -0.16,
    "said outright": 0.83,
    "never about together": 0.0,
    "turns to one another, log": 0.33,
    "scenes together, log": -0.15,
}
BIAS = (-1.47, -0.99, -0.98, -0.84, -1.0, -1.19, -1.33)  # of family, romance, friendship, rivalry, enmity, work, other
LEAST = 0.09  # probability from which a bond is reported
SECOND = 0.4  # share of the probability of a pair's likeliest kind that others have at least: F1 22.3 for 21.8 without

"""What each sign of a bond weighs, by training/bonds/fit.py: a logistic regression on the held quarter."""

WEIGHTS = {
    "second reading": 1.0,
    "second reading, below the likeliest kind": 0.0,
    "words": 0.5,
    "words for other kinds": 0.0,
    "never about together": 0.0,
    "turns to one another, log": 0.0,
    "scenes together, log": 0.0,
}
BIAS = (0.0,) * 7  # of family, romance, friendship, rivalry, enmity, work, other
LEAST = 0.4  # probability from which a bond is reported

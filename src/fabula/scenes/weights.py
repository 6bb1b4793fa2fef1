"""What a noun is weighed by as the place of a scene: log odds, fitted by training/places/fit.py."""

LEAST = -1.5  # by folds 45% right, 28% of gold's
BIAS = -3.446
WEIGHTS = {
    "usually a place": 0.627,
    "a noun for places": 0.225,
    "how often": 0.431,
    "in narration": 1.208,
    "in or at it": 0.575,
    "into it": 0.852,
    "after another preposition": 0.348,
    "how often in or at it": -0.138,
    "read as a building": 1.179,
    "read as a landscape": 0.815,
    "read as a town or country": 0.653,
    "read as a vehicle": 0.839,
    "how late": -0.428,
    "how late of the scene": -0.205,
    "soon": 0.053,
    "at once": 0.400,
    "the": 0.384,
    "a": -0.179,
    "somebody's": 0.244,
    "a name": 0.796,
    "in or at it soon": 0.489,
    "length of the scene": -0.072,
}

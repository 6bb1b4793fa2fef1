"""What each feature of a possible addressee weighs, in log odds: judged alone, and then with what was thought of the
turns beside.

Fitted by `training/speech/fit_addressees.py` on the training novels of PDNC, as the speakers' are.
"""

import numpy as np

from fabula.resolution.addressees.features import FEATURES

ALONE: dict[str, float] = {
    "bias": -1.64,
    "called": 0.64,
    "another_called": -0.19,
    "cue_object": 0.08,
    "another_cue_object": -0.21,
    "named": -0.68,
    "spoke_before": -0.56,
    "spoke_just_before": 0.68,
    "speaks_next": -0.32,
    "speaks_just_next": 0.33,
    "share": 1.06,
    "answers_by_name": 0.3,
    "company": 0.47,
    "scored": 0.54,
    "unscored": -0.28,
    "may_speak": -0.1,
    "beside": -0.18,
    "other_scene": -0.53,
    "only_called": 0.25,
    "distance": -0.15,
    "frequency": 0.57,
    "narrator": 1.41,
    "you_before": -0.01,
    "you_next": 0.22,
    "group": -1.05,
    "same_speaker": -0.01,
    "nobody_else": -0.41,
    "just_before_and_next": 0.24,
    "company_beside": 0.3,
    "before": 0.0,
    "next": 0.0,
    "before_same": 0.0,
}
AGAIN: dict[str, float] = {
    "bias": -1.59,
    "called": 0.64,
    "another_called": -0.19,
    "cue_object": 0.07,
    "another_cue_object": -0.21,
    "named": -0.68,
    "spoke_before": -0.62,
    "spoke_just_before": 0.72,
    "speaks_next": -0.38,
    "speaks_just_next": 0.4,
    "share": 1.03,
    "answers_by_name": 0.3,
    "company": 0.46,
    "scored": 0.54,
    "unscored": -0.29,
    "may_speak": -0.1,
    "beside": -0.18,
    "other_scene": -0.51,
    "only_called": 0.24,
    "distance": -0.16,
    "frequency": 0.56,
    "narrator": 1.38,
    "you_before": -0.0,
    "you_next": 0.21,
    "group": -1.06,
    "same_speaker": 0.07,
    "nobody_else": -0.4,
    "just_before_and_next": 0.26,
    "company_beside": 0.29,
    "before": -0.23,
    "next": 0.26,
    "before_same": -0.02,
}
ALONE_VECTOR = np.array([ALONE.get(f, 0.0) for f in FEATURES])
AGAIN_VECTOR = np.array([AGAIN.get(f, 0.0) for f in FEATURES])

"""What each kind of evidence weighs, in log odds."""

from fabula.speech.candidates import FEATURES

WEIGHTS: dict[str, float] = {
    "tag_name": 9.0,
    "tag_name_other": -6.0,
    "tag_i": 9.0,
    "tag_i_other": -6.0,
    "tag_pronoun_fits": 2.0,
    "tag_pronoun_unknown": 0.5,
    "tag_pronoun_clash": -5.0,
    "tag_pronoun_antecedent": 2.0,
    "tag_noun": 8.0,
    "tag_noun_other": -5.0,
    "tag_noun_open_fits": 0.0,
    "tag_noun_open_clash": -4.0,
    "beat_name": 4.0,
    "beat_name_before": 3.0,
    "beat_other": -1.0,
    "beat_pronoun_antecedent": 1.2,
    "beat_pronoun_fits": 1.0,
    "beat_pronoun_clash": -2.0,
    "beat_i": 2.0,
    "same_paragraph": 0.5,
    "lead_subject": 0.8,
    "lead_mention": 0.2,
    "lead_colon": 2.0,
    "vocative": -4.5,
    "third_person": -2.5,
    "was_called": 2.0,
    "is_answered": 1.0,
    "was_told": 1.0,
    "distance": -0.5,
    "frequency": 0.4,
    "unseen": -1.0,
    "narrator": 0.0,
    "most_recent": 0.4,
    "second_recent": 0.2,
    "follow_subject": 0.3,
    "called_by_title_clash": -2.0,
    "tag_plural_group": 4.0,
    "soon": 0.5,
    "is_object": -3.0,
    "other_scene": -1.5,
    "only_called": -1.5,
    "beat_inside": 1.0,
    "tagged_near": 0.5,
    "tagged_wide": 0.5,
    "alone": 3.0,
}
# (how the turns stand to each other, who the candidate is) -> log odds. "next": the next paragraph;
# "near": narration between them; "same": one paragraph; "far": much later; "cut": in another scene.
LINKS: dict[tuple[str, str], float] = {
    ("next", "same"): -2.0,
    ("next", "back"): 1.5,
    ("near", "same"): -0.5,
    ("near", "back"): 0.7,
    ("same", "same"): -0.5,
    ("same", "back"): 0.0,
    ("cut", "same"): 0.0,
    ("cut", "back"): 0.0,
    ("far", "same"): 0.3,
    ("far", "back"): 0.1,
}
TEMPERATURE = 1.0

VECTOR = [WEIGHTS[f] for f in FEATURES]

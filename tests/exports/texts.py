"""A text whose words are markup to one form or another."""

HOSTILE = """Ida sat down on the wall, and looked at the sea for a while.

.INT. HOUSE - DAY

@BOB [[note]] /* boneyard */ *em* _under_ ~song > centre <

"(aside) <b>&amp;</b>," said Ida. "\u00abNo\u00bb \x0b"

# Section

"It is late," said Tom to Ida.
"""

"""What minds say, thoughts, shouting: words that no usual marks embrace, or not as speech is."""

from tests.dialogue.cases.case import Case

CASES = (
    # --- telepathy marks
    Case(
        "telepathy",
        """Ketha stood at the edge of the pool and shut her eyes.

<<You are late,>> said the Deep One.

<<I had to walk,>> Ketha sent back. <<Not all of us can swim.>>

<<A pity,>> the Deep One replied.

"What does it say?" asked her brother Ruan.

"It says I'm late," said Ketha.
""",
        says=(
            ("You are late", "the Deep One"),
            ("I had to walk", "Ketha"),
            ("Not all of us can swim", "Ketha"),
            ("A pity", "the Deep One"),
            ("What does it say", "Ruan"),
        ),
    ),
    Case(
        "telepathy",
        """The wolf padded beside Marek through the snow.

~We are followed,~ the wolf told him.

~How many?~ Marek asked.

~Three. One limps.~

Marek did not turn his head. "Keep walking," he said to the boy.

"Why?" said Pavel.
""",
        says=(
            ("We are followed", "the wolf"),
            ("How many", "Marek"),
            ("One limps", "the wolf"),
            ("Keep walking", "Marek"),
            ("Why?", "Pavel"),
        ),
    ),
    Case(
        "telepathy",
        """Sister Vane knelt. The voice did not come through the ears.

*Get up,* said the Saint. *The floor is cold.*

"It is a penance," Vane whispered.

*It is a floor,* the Saint answered.

Vane laughed, and Sister Odo looked at her. "Who were you talking to?" Odo asked.
""",
        says=(
            ("Get up", "the Saint"),
            ("The floor is cold", "the Saint"),
            ("It is a penance", "Vane"),
            ("It is a floor", "the Saint"),
            ("Who were you talking to", "Odo"),
        ),
    ),
    # --- a thought in single quotes cut by its tag
    Case(
        "single-quoted thought",
        """'Good morning,' said Mr Pell.

'He looks older,' thought Enid. 'We must both look older.'

'Is it?' she said. 'I hadn't noticed.'
""",
        thinks=(("He looks older", "Enid"), ("We must both look older", "Enid")),
        says=(("Good morning", "Mr Pell"), ("I hadn't noticed", "Enid")),
        people=2,
    ),
    Case(
        "single-quoted thought",
        """Hob counted the sheep again.

'Forty,' he thought, 'and yesterday there were forty-one.'

'Master,' said the boy, 'one's come home with us.'

'Don't be daft,' said Hob.
""",
        thinks=(("and yesterday there were forty-one", "Hob"),),
        says=(("one's come home", "the boy"), ("Don't be daft", "Hob")),
    ),
    Case(
        "single-quoted thought",
        """Lady Thorne smiled at the Count across the soup.

‘I could poison him,’ she thought idly. ‘Nobody would mind.’

‘You are very quiet tonight,’ said the Count.

‘I was thinking of you,’ said Lady Thorne.
""",
        thinks=(("I could poison him", "Lady Thorne"), ("Nobody would mind", "Lady Thorne")),
        says=(("You are very quiet", "the Count"), ("I was thinking of you", "Lady Thorne")),
        people=2,
    ),
    # --- shouting in capitals
    Case(
        "capitals",
        """The ogre put his eye to the window. Little Bet Sorrel crept under the table.

"COME OUT," said the ogre. "I CAN SMELL YOU."

"I won't," said Bet.

"THEN I SHALL COME IN."

"YOU'RE TOO BIG!" yelled Bet.
""",
        says=(
            ("COME OUT", "the ogre"),
            ("I won't", "Bet Sorrel"),
            ("THEN I SHALL", "the ogre"),
            ("TOO BIG", "Bet Sorrel"),
        ),
        people=2,
    ),
    Case(
        "capitals",
        """"STOP!" SHOUTED CAPTAIN HALE FROM THE BRIDGE.

Nobody stopped. Ned Farrow went on rowing.

"NED!" the captain roared. "I SAID STOP!"

"Can't hear you, sir!" called Ned.
""",
        says=(("I SAID STOP", "Captain Hale"), ("Can't hear you", "Ned Farrow")),
        people=2,
        missed=("I SAID STOP",),
    ),
    Case(
        "capitals",
        """WINTER came to the door and knocked.

MAY I COME IN, said Winter.

"You may not," said old Marta Voll. She put another log on the fire.

I WILL ONLY STAY A LITTLE, Winter said.

"You always say so," said Marta.
""",
        says=(
            ("MAY I COME IN", "Winter"),
            ("You may not", "Marta Voll"),
            ("I WILL ONLY STAY", "Winter"),
            ("You always say so", "Marta Voll"),
        ),
        people=2,
    ),
    Case(
        "minds",
        """The owl had sat on the mast since Tuesday before it spoke.

~You have passed the island,~ it said.

“Did you hear that?” Lisbet said to her uncle.

“Hear what?” said Uncle Joost.

~He cannot,~ said the owl, and it blinked. ~He is too old.~

~Which island?~ Lisbet asked it, without opening her mouth.
""",
        says=(("Did you hear that", "Lisbet"), ("Which island", "Lisbet")),
    ),
    Case(
        "minds",
        """Lisbet kept her eyes on the slate.

*It is the third sum,* said Joost in her head.

*Go away,* Lisbet hissed. *I was not asking.*

She wrote down nothing. *Be brave,* she told herself. *Nobody can hear.* The teacher, Mrs. Aalders, turned a page.

*She has not slept,* thought Mrs. Aalders. *None of them sleep.* But what she said was, “Slates down.”
""",
        says=(*(("It is the third sum", "Joost"), ("Go away", "Lisbet"), ("I was not asking", "Lisbet")),),
        thinks=(
            *(("Be brave", "Lisbet"), ("Nobody can hear", "Lisbet"), ("She has not slept", "Mrs. Aalders")),
            ("None of them sleep", "Mrs. Aalders"),
        ),
    ),
)

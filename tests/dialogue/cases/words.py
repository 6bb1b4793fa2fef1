"""Words beside speech: signs and titles, tags in other languages, dialect."""

from tests.dialogue.cases.case import Case

CASES = (
    # --- signs and titles
    Case(
        "signs",
        """The notice on the gate said "No Hawkers." Below it somebody had painted "Nor Bishops."

"Are you a hawker?" asked Phoebe Lanyon.

"I am a bishop," said the stranger sadly.
""",
        says=(("Are you a hawker", "Phoebe Lanyon"), ("I am a bishop", "the stranger")),
        silent=("No Hawkers", "Nor Bishops"),
        missed=("I am a bishop",),
    ),
    Case(
        "signs",
        """Edmund had sung "The Ploughboy's Lament" so often that the dog left the room. His favourite chapter was "Of Whales."

"Not again," said Ruth.

"Just the one verse," said Edmund.
""",
        says=(("Not again", "Ruth"), ("Just the one verse", "Edmund")),
        silent=("Ploughboy", "Of Whales"),
        people=2,
    ),
    Case(
        "signs",
        """A brass plate by the bell read "Dr. A. Moss, Dentist." Under it a card said "Ring Twice."

Tess rang twice. "Hello?" she called.

"Nobody's home!" cried a voice within.
""",
        says=(("Hello?", "Tess"),),
        silent=("Ring Twice", "Dentist"),
    ),
    # --- foreign tags
    Case(
        "foreign tags",
        """Major Kerr put his hat on the counter.

«Monsieur désire?» demanda Odile.

“Two coffees,” said Kerr.

«Deux cafés,» dit Odile to the boy behind her.
""",
        says=(("Two coffees", "Major Kerr"), ("Monsieur désire", "Odile"), ("Deux cafés", "Odile")),
        nobody=("dit Odile", "demanda Odile"),
        people=2,
    ),
    Case(
        "foreign tags",
        """“Guten Abend,” sagte Trude from the stairs.

“Good evening,” said Mr Hobday. “Is there a room?”

“Ein Zimmer,” antwortete Trude. “Nur eins.”
""",
        says=(
            ("Guten Abend", "Trude"),
            ("Is there a room", "Mr Hobday"),
            ("Nur eins", "Trude"),
        ),
        nobody=("sagte Trude", "antwortete Trude", "Ein Zimmer", "Guten Abend"),
        people=2,
    ),
    Case(
        "foreign tags",
        """“¿Quién es?” preguntó Amparo.

“It's only me,” said Lewis Dane. “I've lost my key again.”

“Otra vez,” dijo Amparo, and opened the door.
""",
        says=(("Quién es", "Amparo"), ("I've lost my key", "Lewis Dane"), ("Otra vez", "Amparo")),
        nobody=("dijo Amparo", "preguntó Amparo", "Otra"),
        people=2,
    ),
    # --- dialect at the start
    Case(
        "dialect",
        """'Tis a poor night for it,' said Old Nance.

''Twill be poorer yet,' said Jago.

'T'other boat's not in,' said Nance.
""",
        says=(("a poor night", "Old Nance"), ("poorer yet", "Jago"), ("boat's not in", "Old Nance")),
        people=2,
    ),
    Case(
        "dialect",
        """‘’Appen he will and ’appen he won't,’ said Dickon.

‘’Ow d'you mean?’ asked Miss Craddock.

’Twas growing dark. ‘’E's not a man for promises,’ said Dickon.
""",
        says=(("Appen he will", "Dickon"), ("d'you mean", "Miss Craddock"), ("not a man for promises", "Dickon")),
        silent=("growing dark",),
        people=2,
    ),
    Case(
        "dialect",
        """"'Ullo, guv," said Spike. "'Tain't often we see you down 'ere."

"'Evening, Spike," said the inspector. "Where's your brother?"

"'Oo?" said Spike.
""",
        says=(("often we see you", "Spike"), ("Where's your brother", "the inspector"), ("Oo?", "Spike")),
        people=2,
    ),
    # --- signs in capitals, which nobody says
    Case(
        "signs in capitals",
        """Mara stopped at the gate. The sign said KEEP OUT.

KEEP OUT, said the board on the other gate.

Over the door hung a placard. It said NO DOGS BEYOND THIS POINT.

"It is only paint," said Mara.
""",
        says=(("It is only paint", "Mara"),),
        silent=("KEEP OUT", "NO DOGS"),
        people=1,
    ),
    Case(
        "signs in capitals",
        """I KNOW THE MILL, said the giant. Wynn waited. YOU ARE LATE, said the giant.

She looked past him at the wall. The poster said WANTED, and under it was her own face.
""",
        says=(("I KNOW THE MILL", "giant"), ("YOU ARE LATE", "giant")),
        silent=("WANTED",),
    ),
    # --- names that are taken for other words
    Case(
        "odd names",
        """"It's my aunt's boat," said Cecily. "She won't miss it."

"She missed it in March," said Emily.

"That was April," Cecily said. She took up the oars.

"You row like an aunt," said Emily.
""",
        says=(("It's my aunt's boat", "Cecily"), ("She missed it", "Emily"), ("That was April", "Cecily")),
    ),
    Case(
        "signs",
        """On the lintel was cut "Wipe Thy Feet", and nothing else.

"Whose house is it?" said Cecily.

"Mine," said Emily. She pushed the door, and there was a beam before them, with "Pell Built Me" burnt into it, and under that a second line, "So Mind The Beam".

"I see," Cecily said, rubbing her head.
""",
        says=(("Whose house", "Cecily"), ("Mine", "Emily"), ("I see", "Cecily")),
        silent=("Wipe Thy Feet", "Pell Built Me"),
    ),
    Case(
        "odd names",
        """it rang twice before aune got to the door.

"is your friend in?" said mrs. pell, and sat down on the stairs.

"no," said aune. "he never is."
""",
        says=(("is your friend in", "mrs. pell"), ("he never is", "aune")),
        silent=("sat down",),
    ),
)

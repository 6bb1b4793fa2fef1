"""Marks of speech: missing, empty, dashes, LaTeX's, several speakers in a paragraph, one within another."""

from tests.dialogue.cases.case import Case

CASES = (
    # --- a missing closing mark
    Case(
        "unclosed",
        """"Where's the boat?" asked Merrin.

"Gone, said Tobit. He did not look round.

"Gone where?" Merrin said.

"If I knew that it wouldn't be gone."
""",
        says=(("Where's the boat", "Merrin"), ("Gone,", "Tobit"), ("Gone where", "Merrin"), ("If I knew", "Tobit")),
        silent=("He did not look round", "said Tobit"),
        people=2,
    ),
    Case(
        "unclosed",
        """“You'll want a coat,” said Aunt Sibyl.

“It's August, Nell replied, and went out without one.

“August,” said Aunt Sibyl to the door, “is a month like any other.

The door said nothing.

“So be it,” she said.
""",
        says=(("You'll want a coat", "Aunt Sibyl"), ("It's August", "Nell"), ("So be it", "Aunt Sibyl")),
        silent=("went out without one", "The door said nothing"),
    ),
    Case(
        "unclosed",
        """“Have you brought the papers?” the notary asked.

“All of them, Silas Crewe answered. He laid a parcel on the desk. It was very small.

“All of them?” said the notary.

“There was a fire,” said Silas.
""",
        says=(("All of them,", "Silas Crewe"), ("There was a fire", "Silas Crewe")),
        silent=("He laid a parcel", "It was very small"),
    ),
    Case(
        "unclosed",
        """“Is the ferry in?” asked Wenna.

“She is,” said Osric. “She came in an hour ago. Mind the rope.

“What rope?” Wenna said, and fell over it.

Osric sighed. “That one,” he said. “It has been there since Easter.

“You might have moved it,” said Wenna.

“I might.” Osric helped her up.
""",
        says=(
            *(("She came in an hour ago", "Osric"), ("What rope", "Wenna"), ("since Easter", "Osric")),
            *(("You might have moved it", "Wenna"), ("I might", "Osric")),
        ),
        people=2,
    ),
    Case(
        "several paragraphs",
        """“It was the year of the floods,” said Osric. “We had the boats in the street.

“I had a cow in mine,” he went on, “and she was better company than most.

“So I know what I say,” Osric said. “Don't sell the boat.”

“Nobody has asked me to,” said Wenna.
""",
        says=(
            *(("We had the boats", "Osric"), ("better company", "Osric"), ("Don't sell the boat", "Osric")),
            ("Nobody has asked me to", "Wenna"),
        ),
    ),
    Case(
        "unclosed",
        """“And the bailiff?” asked Wenna.

“I met him by the weir,” said Osric. “He had a paper in his hand.

“‘What is it?’ I said. He wouldn't tell me.”

“He never would,” said Wenna.
""",
        says=(("He wouldn't tell me", "Osric"), ("He never would", "Wenna")),
        people=2,
    ),
    # --- thoughts in single marks, where speech has double ones
    Case(
        "thought",
        """“You're late,” said Wenna.

‘She’s counting,’ thought Osric, ‘and she’s got to ten.’

“The ferry was late,” he said aloud. ‘I wasn’t,’ he thought.

“The ferry is never late.” Wenna went on folding. ‘He’s lying again,’ thought Wenna. ‘He doesn’t do it well.’ The ‘ferry’ had been sunk at Easter.
""",
        says=(("You're late", "Wenna"), ("The ferry was late", "Osric"), ("is never late", "Wenna")),
        thinks=(
            *(("counting", "Osric"), ("got to ten", "Osric"), ("I wasn’t", "Osric")),
            *(("lying again", "Wenna"), ("He doesn’t do it well", "Wenna")),
        ),
        silent=("sunk at Easter",),
    ),
    # --- silent turns
    Case(
        "silent turn",
        """"Did you break it, Lev?" asked Mrs Dunmore.

"..."

"Lev."

"...Yes," said Lev.
""",
        says=(("Did you break it", "Mrs Dunmore"), ("...Yes", "Lev")),
        people=2,
    ),
    Case(
        "silent turn",
        """“I love you,” said Corin.

“…”

“Say something, Ada.”

“I'm thinking,” Ada said.
""",
        says=(("I love you", "Corin"), ("…", "Ada"), ("Say something", "Corin"), ("I'm thinking", "Ada")),
        people=2,
    ),
    Case(
        "silent turn",
        """"Is anyone going to tell me what happened?" Captain Roe demanded.

"......"

"— — —"

"Tully? Marsh?"

"It was like this, sir," Tully began.
""",
        says=(("Is anyone going", "Captain Roe"), ("It was like this", "Tully")),
        missed=("It was like this",),
    ),
    # --- a narrator's break inside an em-dash line
    Case(
        "dash",
        """The ferry was tied up when Lucía Ferrer reached the quay.

— Is there another? — she asked the man on the bollard.

— Tomorrow — said Bruno Sala, and spat into the water. — There is always another tomorrow.

— I can't wait.

— Then swim — answered Bruno.
""",
        says=(
            ("Is there another", "Lucía Ferrer"),
            ("There is always another", "Bruno Sala"),
            ("I can't wait", "Lucía Ferrer"),
            ("Then swim", "Bruno Sala"),
        ),
        silent=("spat into the water", "she asked the man", "—"),
        people=2,
    ),
    Case(
        "dash",
        """—You have grown —said Doña Inés, looking him up and down—. Your mother would not know you.

—I hope she would —Rafael answered.

—Sit —she said—, and eat something.

Rafael sat down.

—Thank you —he said.
""",
        says=(
            ("You have grown", "Doña Inés"),
            ("Your mother would not", "Doña Inés"),
            ("I hope she would", "Rafael"),
            ("and eat something", "Doña Inés"),
            ("Thank you", "Rafael"),
        ),
        silent=("looking him up", "Rafael answered", "—"),
    ),
    Case(
        "dash",
        """– We close at six – the librarian said without looking up.

– It is five – said Mr Orme.

– It is five – she agreed, and turned a page – and you will not be done by six.

– Then lend it to me – he said.
""",
        says=(
            ("We close at six", "the librarian"),
            ("It is five", "Mr Orme"),
            ("you will not be done", "the librarian"),
            ("Then lend it", "Mr Orme"),
        ),
        silent=("turned a page", "without looking up", "–"),
        people=2,
    ),
    # --- several speakers in one paragraph
    Case(
        "one paragraph",
        """They all spoke at once. "It's mine," said Ottilie, and Jasper, "It is not," and little Wim, "I want it!"

"Nobody shall have it," said their grandmother.
""",
        says=(
            ("It's mine", "Ottilie"),
            ("It is not", "Jasper"),
            ("I want it", "Wim"),
            ("Nobody shall", "their grandmother"),
        ),
        missed=("Nobody shall",),
    ),
    Case(
        "one paragraph",
        """"Red," said Costa. "Black," said Amery. "Twelve," whispered the widow, and put down her ring.

"No more bets," said the croupier.
""",
        says=(
            ("Red", "Costa"),
            ("Black", "Amery"),
            ("Twelve", "the widow"),
            ("No more bets", "the croupier"),
        ),
        missed=("Twelve",),
    ),
    Case(
        "one paragraph",
        """"Shall we?" Lena asked. "Let's," Oskar answered, and Lena laughed. "You first," she said, to which Oskar replied, "Ladies first."
""",
        says=(("Shall we", "Lena"), ("Let's", "Oskar"), ("You first", "Lena"), ("Ladies first", "Oskar")),
        people=2,
        missed=("You first",),
    ),
    # --- LaTeX's and prime marks
    Case(
        "marks",
        """``It is only a draft,'' said Professor Quill. ``Don't read it yet.''

``I have read it,'' Hanne admitted.

``All of it?''

``Twice,'' said Hanne.
""",
        says=(
            ("It is only a draft", "Professor Quill"),
            ("Don't read it yet", "Professor Quill"),
            ("I have read it", "Hanne"),
            ("All of it", "Professor Quill"),
        ),
        silent=("`", "''"),
        people=2,
    ),
    Case(
        "marks",
        """″Who's there?″ called Fenwick.

″Only me,″ said Dot. ″Only little me.″

″Come up, then,″ said Fenwick.
""",
        says=(("Who's there", "Fenwick"), ("Only little me", "Dot"), ("Come up, then", "Fenwick")),
        silent=("″",),
        people=2,
    ),
    Case(
        "marks",
        """''You are early,'' said Rosamund.

''The train was early,'' said Piet. ''I only sat on it.''

`Then sit on a chair,' said Rosamund.
""",
        says=(("You are early", "Rosamund"), ("I only sat on it", "Piet"), ("Then sit on a chair", "Rosamund")),
        silent=("'You", "`"),
        people=2,
    ),
    # --- quotations inside quotations
    Case(
        "dash",
        """—Is it mended? said Aune.

—It will be, said old Brandt. He was holding the wheel between his knees. You shall have it by Sunday.

—You said that at Easter.

The lamp smoked. Brandt wiped the glass with his thumb. —I say it every year, said Brandt. It keeps them hopeful.

—It keeps me walking, said Aune.

—Lamp, sir, called Aune. I want the lamp.
""",
        says=(
            *(("Is it mended", "Aune"), ("It will be", "Brandt"), ("by Sunday", "Brandt")),
            ("You said that at Easter", "Aune"),
            *(("I say it every year", "Brandt"), ("It keeps them hopeful", "Brandt"), ("It keeps me walking", "Aune")),
        ),
        silent=("called Aune", "holding the wheel", "The lamp smoked", "wiped the glass"),
        people=2,
    ),
    Case(
        "dash",
        """— It smells of apples — said Aune — the year they put the bees in the loft.

— You were not born then — said Brandt.

— I was told.
""",
        says=(("the year they put the bees", "Aune"), ("You were not born", "Brandt")),
        silent=("said Aune",),
    ),
    Case(
        "one paragraph",
        """The door opened, and Mrs. Quill looked out at them. “Is that my ladder?” she asked. “It was,” Rolf told her. “Leave it where I can see it,” said Mrs. Quill, and went in.

Nan bit her lip. “She knows,” she murmured. “She has always known.” “Nonsense,” said Rolf, holding the ladder.
""",
        says=(
            *(("Is that my ladder", "Mrs. Quill"), ("It was", "Rolf"), ("Leave it where", "Mrs. Quill")),
            *(("She has always known", "Nan"), ("Nonsense", "Rolf")),
        ),
    ),
    Case(
        "one paragraph",
        """That night the bosun said to Captain Orrin, "There is no wind," and the captain answered him, "Then whistle." Nobody whistled.

"I would have," said Nan.
""",
        says=(("There is no wind", "the bosun"), ("Then whistle", "Captain Orrin"), ("I would have", "Nan")),
        missed=("Then whistle",),
    ),
    Case(
        "marks",
        """″Who has the key?″ said Perpetua. She looked at her watch, and then at Osric. ″Osric?″ she asked. ″You had it at noon.″

Of the three of them only Maurice had stayed in the cart. ″Is it lost?″ Maurice called down to them. ″I said that it would be.″

″You always say it,″ said Osric.
""",
        says=(
            *(("Who has the key", "Perpetua"), ("You had it at noon", "Perpetua"), ("Is it lost", "Maurice")),
            ("You always say it", "Osric"),
        ),
    ),
    Case(
        "inner quotation",
        """"And then she shouts 'Murder!' and runs into the street," said Constable Pym. "'Father,' she says, 'is dead.'"

"Did she say who did it?" asked Sergeant Bly.

"No, Sergeant," said Pym.
""",
        says=(("is dead", "Pym"), ("Did she say", "Sergeant Bly"), ("No, Sergeant", "Pym")),
        nobody=("Murder",),
    ),
    Case(
        "inner quotation",
        """'So I told her, "Grandma, you can't keep a goose in the bath,"' said Toby Marsh.

'And what did she say?' asked Iris.

'She said "Watch me,"' said Toby.
""",
        says=(("keep a goose", "Toby Marsh"), ("And what did she say", "Iris"), ("Watch me", "Toby Marsh")),
    ),
    Case(
        "inner quotation",
        """“My uncle used to say, ‘Never trust a Harbottle,’ and I never have,” said Jem Tyrell.

“I'm a Harbottle,” said Kit.

“So I see,” said Jem.
""",
        says=(("Never trust", "Jem Tyrell"), ("I'm a Harbottle", "Kit"), ("So I see", "Jem Tyrell")),
    ),
)

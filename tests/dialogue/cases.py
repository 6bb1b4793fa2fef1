"""Three small texts for each kind of dialogue, and what a careful reader finds in each.

``says``, ``thinks`` and ``writes`` are (words, who): some quotation of that kind holds the words, by that person under
any of their names; "?" is nobody of the cast. ``silent`` are words that are in no quotation. ``cast`` and ``nobody`` are
names that somebody has and that nobody has; ``people`` is how many there are. ``missed`` are words of which
something of this is not found yet.
"""

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """A text and what holds of it."""

    kind: str
    text: str
    says: Pairs = ()
    thinks: Pairs = ()
    writes: Pairs = ()
    silent: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    people: int | None = None
    missed: tuple[str, ...] = ()


CASES = (
    # --- a transcript or an interview inside prose
    Case(
        "transcript",
        """The tape had been in the drawer for nine years. Inspector Lorne wound it back and pressed the key.

Dr. Haske: State your name for the record.

Orla Finch: Orla Finch.

Dr. Haske: And you were at the mill that evening?

Orla Finch: I was there every evening. It was my job to lock up.

Dr. Haske: Did you see anybody on the stairs?

Orla Finch: [pause] I saw a lamp. I didn't see who held it.

Lorne stopped the tape. "She knew," he said to the empty room.
""",
        says=(
            ("State your name", "Dr. Haske"),
            ("It was my job to lock up", "Orla Finch"),
            ("anybody on the stairs", "Dr. Haske"),
            ("I didn't see who held it", "Orla Finch"),
            ("She knew", "Inspector Lorne"),
        ),
        silent=("Dr. Haske:", "The tape had been"),
        people=3,
    ),
    Case(
        "transcript",
        """The magazine had sent a young woman with a recorder, and she printed it all as it was said.

Q: You were born on a boat?

A: On a barge. My mother would have been cross to hear you call it a boat.

Q: And when did you first paint?

A: As soon as I could hold a stick.

Benedict Crane folded the page and gave it back to his sister. "I never said that about Mother," he told her.

"You did," said Harriet. "I was in the room."
""",
        says=(
            ("You were born on a boat", "?"),
            ("I never said that", "Benedict Crane"),
            ("You did", "Harriet"),
        ),
        silent=("Q:", "A:"),
        nobody=("Q", "A"),
    ),
    Case(
        "transcript",
        """EXTRACT FROM THE HEARING OF 9 MARCH, read aloud by the clerk while Mrs Okell slept.

Mr. Tarrant: When did you last see the deceased?
Mrs. Okell: At breakfast. He had two eggs.
Mr. Tarrant: You are quite certain of the eggs?
Mrs. Okell: A wife is certain of eggs.
The Coroner: Let us leave the eggs.

The clerk put the paper down. Nobody in the room had laughed then and nobody laughed now.
""",
        says=(
            ("When did you last see", "Mr. Tarrant"),
            ("He had two eggs", "Mrs. Okell"),
            ("A wife is certain", "Mrs. Okell"),
            ("Let us leave the eggs", "The Coroner"),
        ),
        silent=("Mr. Tarrant:", "The clerk put"),
    ),
    # --- script cues with remarks
    Case(
        "script",
        """They put on the play in the barn, and Wenna kept the book. It began like this.

BISHOP (rising): Who let the goats in?
FIRST GUARD: I thought they were the choir, my lord.
SECOND GUARD (aside): He always thinks that.
BISHOP (to the goats, kindly): Peace be with you.
FIRST GUARD: They've eaten the hymns.

"Slower," said Wenna from the straw. "Nobody heard about the hymns."
""",
        says=(
            ("Who let the goats in", "the Bishop"),
            ("I thought they were the choir", "First Guard"),
            ("He always thinks that", "Second Guard"),
            ("Peace be with you", "the Bishop"),
            ("Slower", "Wenna"),
        ),
        silent=("rising", "(aside)", "to the goats"),
    ),
    Case(
        "script",
        """ACT ONE

A railway platform at night. Rain.

PETRA. You came, then.

COLM. [wringing out his cap] I said I would.

PETRA. You said so last year.

COLM. Last year I had the flu.

STATION MASTER. (off) The ten-fifteen is cancelled!

PETRA. Well. That settles that.
""",
        says=(
            ("You came, then", "Petra"),
            ("I said I would", "Colm"),
            ("You said so last year", "Petra"),
            ("Last year I had the flu", "Colm"),
            ("The ten-fifteen is cancelled", "Station Master"),
        ),
        silent=("wringing out his cap", "A railway platform"),
    ),
    Case(
        "script",
        """Scene 4. The galley of the Prudence.

COOK: Stew again.

TAM & BELLA: Stew again!

MATE #1: Hush, the captain's listening.

CAPTAIN VOSS (entering): I am not listening. I am smelling. What is it?

COOK (proudly): Stew, ma'am.

[TAM drops a ladle.]

CAPTAIN VOSS: Then carry on.
""",
        says=(
            ("Hush, the captain's", "Mate #1"),
            ("I am smelling", "Captain Voss"),
            ("Stew, ma'am", "the Cook"),
            ("Then carry on", "Captain Voss"),
        ),
        silent=("drops a ladle", "entering", "proudly"),
    ),
    # --- chat logs with user names
    Case(
        "chat",
        """Ines had not slept. She scrolled up to the beginning.

<ghostpepper> anyone awake
<li_wen88> always
<ghostpepper> the server ate my homework
<li_wen88> lol again??
* ghostpepper cries
<ghostpepper> i'm serious

Ines closed the laptop and went to find her shoes.
""",
        writes=(
            ("anyone awake", "ghostpepper"),
            ("always", "li_wen88"),
            ("the server ate my homework", "ghostpepper"),
            ("lol again", "li_wen88"),
        ),
        silent=("Ines closed",),
        cast=("ghostpepper", "li_wen88", "Ines"),
    ),
    Case(
        "chat",
        """The group had eleven members, and that night three of them were up.

[23:14] @marrow: did it ring for you too
[23:14] @tin.soldier: yes
[23:15] @tin.soldier: i didnt pick up
[23:17] @marrow: good. dont
[23:18] KatjaB: who is this

Jonas read the last line twice. "That's my sister," he said aloud. "She's been dead since June."
""",
        writes=(
            ("did it ring for you too", "marrow"),
            ("i didnt pick up", "tin.soldier"),
            ("good. dont", "marrow"),
            ("who is this", "KatjaB"),
        ),
        says=(("That's my sister", "Jonas"),),
        silent=("[23:14]",),
    ),
    Case(
        "chat",
        """Private channel, #night-shift.

bex: u seen the new guy
hollow_77: the tall one?
bex: he never blinks
hollow_77: bex
hollow_77: he's in this channel
newguy: hi

Bex put the phone face down on the counter. Across the ward the tall man was looking at her.
""",
        writes=(
            ("u seen the new guy", "bex"),
            ("the tall one", "hollow_77"),
            ("he never blinks", "bex"),
            ("he's in this channel", "hollow_77"),
            ("hi", "newguy"),
        ),
        cast=("hollow_77", "newguy"),
    ),
    # --- message threads on single lines
    Case(
        "thread",
        """The phone lit up on the kitchen table while Sefa was draining the rice.

Mum: are you eating
Sefa: yes mum
Mum: eating what
Sefa: rice
Mum: only rice??

She turned it face down. "Only rice," she told the cat.
""",
        writes=(
            ("are you eating", "Mum"),
            ("yes mum", "Sefa"),
            ("eating what", "Mum"),
            ("only rice??", "Mum"),
        ),
        says=(("Only rice,", "Sefa"),),
        missed=("Only rice,",),
    ),
    Case(
        "thread",
        """Gil's screen was cracked, but he could still read it under the desk.

Rosa Quint: Where did you put the key?
Gil: What key
Rosa Quint: You know what key.
Rosa Quint: Gil.
Gil: under the third pot

Mr Abara coughed. "Anything to share with the class, Gil?" he asked.

"No, sir," said Gil.
""",
        writes=(
            ("Where did you put the key", "Rosa Quint"),
            ("What key", "Gil"),
            ("You know what key", "Rosa Quint"),
            ("under the third pot", "Gil"),
        ),
        says=(("Anything to share", "Mr Abara"), ("No, sir", "Gil")),
        people=3,
    ),
    Case(
        "thread",
        """I opened the chat again, though I knew it by heart.

Me: I'm at the gate.
Anton: which gate
Me: The one you said.
Anton: I never said a gate
Unknown number: She means the north gate.

I have never found out who that was.
""",
        writes=(
            ("which gate", "Anton"),
            ("I never said a gate", "Anton"),
            ("She means the north gate", "?"),
        ),
        nobody=("Me",),
    ),
    # --- e-mails with From:
    Case(
        "e-mail",
        """The message had come in at four in the morning.

From: Wilhelm Aster <w.aster@example.com>
To: Judith Marrow
Date: 3 May
Subject: The roof

Dear Judith,

The roof is your half of the house. I have looked at the deed again and there is no doubt about it.

Yours,
Wilhelm

Judith read it on the stairs. "My half," she said.
""",
        writes=(("The roof is your half", "Wilhelm Aster"),),
        says=(("My half", "Judith Marrow"),),
        silent=("example.com", "3 May"),
        people=2,
    ),
    Case(
        "e-mail",
        """Bram printed both and laid them side by side.

From: p.lindqvist@example.net
Subject: Monday

I shall not come on Monday. Do not wait.

P.

From: Astrid Holm
To: All staff
Subject: Re: Monday

Pelle will not be with us on Monday. Please water his plants.

Bram looked at the plants. "Well," he said, "one of them is lying."
""",
        writes=(("Please water his plants", "Astrid Holm"),),
        says=(("one of them is lying", "Bram"),),
        silent=("Re: Monday",),
    ),
    Case(
        "e-mail",
        """I had meant to delete it unread.

From: Tobias Wren
Sent: Tuesday, 11:02
To: Me
Subject: (none)

You left your coat. It is on the hook, where it has been since March. I don't go into that room.

T.

I put on my other coat and went out.
""",
        writes=(("It is on the hook", "Tobias Wren"),),
        missed=("It is on the hook",),  # the second reading takes Tobias Wren for nobody, who is named once
        silent=("Tuesday", "I put on my other coat"),
    ),
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
    # --- quotations inside quotations
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
)

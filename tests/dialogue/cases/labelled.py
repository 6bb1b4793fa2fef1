"""Lines that a label or a header gives to somebody: transcripts, plays, chats, threads of messages, e-mails."""

from tests.dialogue.cases.case import Case

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
    # --- logs of machines, which are no talk
    Case(
        "log",
        """Ruth found the sheet under the lamp and took it to the window.

12:03 pump: started
12:04 valve: closed
12:06 pump: stopped

"That was when it broke," said Ruth.
""",
        says=(("That was when it broke", "Ruth"),),
        silent=("started", "closed"),
        nobody=("pump", "valve"),
        people=1,
    ),
    Case(
        "log",
        """The screen went on talking to itself.

[03:14:07] Main Feed: pressure 40
[03:14:09] Relief Valve: open
[03:15:00] Main Feed: pressure 12

Old Haskett read it twice. "Forty to twelve," Haskett said.
""",
        says=(("Forty to twelve", "Haskett"),),
        silent=("pressure",),
        people=1,
    ),
    Case(
        "log",
        """They talked all night, two floors apart.

23:03 wick: are you awake
23:04 marl: no
23:09 wick: liar

In the morning the kettle was cold.
""",
        writes=(("are you awake", "wick"), ("no", "marl"), ("liar", "wick")),
        people=2,
    ),
    # --- a greeting that a break follows
    Case(
        "greeting",
        """Tom opened the last one.

From: Ida Pell <ida@pell.example>
To: Tom

Hi Tom,

* * *

The pump had stopped at noon. "There was nothing else in it," said Tom.
""",
        writes=(("Hi Tom", "Ida Pell"),),
        says=(("nothing else in it", "Tom"),),
        silent=("* * *", "The pump had stopped"),
    ),
    # --- who has talked before, alone or with somebody new
    Case(
        "chat",
        """The thread had been silent since noon, and Oda read it again on her phone.

rask_7: did you feed the eel
oda: twice
rask_7: oh no

She went down to the cellar with a torch, and looked into the tank, and came up again. "Well," Oda said to the stairs.

rask_7: how big is it now
rask_7: i can hear you sighing
""",
        writes=(("did you feed the eel", "rask_7"), ("how big is it now", "rask_7"), ("hear you sighing", "rask_7")),
        says=(("Well", "Oda"),),
    ),
    # --- a script with numbers and effects
    Case(
        "script",
        """THE LAMP
A play for two voices

1. KEEPER: (yawning) Whose watch is it?

2. GIRL: Yours. It was mine last night.

3. SOUND: WIND, AND A DOOR.

4. KEEPER: (startled) Was that the wind?

5. GIRL: No, Keeper. The wind doesn't knock.
""",
        says=(("Whose watch is it", "Keeper"), ("It was mine last night", "Girl"), ("Was that the wind", "Keeper")),
        silent=("WIND, AND", "yawning"),
        nobody=("Sound",),
        people=2,
    ),
)

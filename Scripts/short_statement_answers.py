"""Questions with short answers, for short_statements.py: the answer decides.

A question stands with its echo, as ``Did it help?|it did``. An answer says yes or no, in many ways.
"""

import re

from short_statement_words import listed, lines

# Yes speaks for the thing.
GOOD = lines("""
    Did it help?|it did
    Did they help?|they did
    Did {the} help?|{it} did
    Did {the} {+do}?|{it} did
    Did {it} {+do}?|{it} did
    {does} {the} {+do}?|{it} {does}
    Will {the} {+do}?|{it} will
    Was it worth it?|it was
    Was it worth the money?|it was
    Was it worth the wait?|it was
    {Was} {the} worth it?|{it} {was}
    {Is} {the} worth the <price|trip|trouble|fuss>?|{it} {is}
    {Was} {the} {+adj}?|{it} {was}
    {Is} {the} {+adj}?|{it} {is}
    {Was} {the} any good?|{it} {was}
    {Is} {the} as {+adj} as they say?|{it} {is}
    Was the {part} {+mild}?|it was
    Would I come back?|I would
    Would we go again?|we would
    Would I buy it again?|I would
    Would I pay for it again?|I would
    Would I <recommend|choose|try> {the} again?|I would
    Would I recommend it to a friend?|I would
    Would I send my mother there?|I would
    Would we trust them again?|we would
    Will I be back?|I will
    Will we order again?|we will
    Did I enjoy it?|I did
    Did we enjoy ourselves?|we did
    Did the kids like it?|they did
    Did my wife like it?|she did
    Did I like {the}?|I did
    Did it do what it should?|it did
    Did it last?|it did
    Did it arrive in one piece?|it did
    Did it arrive on time?|it did
    Did it work?|it did
    Did they keep their word?|they did
    Did they call back?|they did
    Did they say sorry?|they did
    Did they refund us?|they did
    Did anyone care?|they did
    Did anyone listen?|they did
    Did the update fix it?|it did
    Did it make me laugh?|it did
    Did it hold my attention?|it did
    Did I learn anything?|I did
    Did I sleep well?|I did
    Did the photos match the room?|they did
    Did it live up to the hype?|it did
    Did it solve my problem?|it did
    Has it got better?|it has
    Has anything improved?|it has
    Am I {+mood}?|I am
    Are we {+mood} with {the}?|we are
    Was I {+mood} with {the}?|I was
    Were the staff {+person}?|they were
    Was the food worth eating?|it was
    Was it money well spent?|it was
    Was it a good idea to <come|buy it|book>?|it was
    Can I recommend it?|I can
    Can you trust them?|you can
    Could I hear the difference?|I could
    Do I {+feel} {the}?|I do
    Do they know what they are doing?|they do
    Do they answer the phone?|they do
    Does it keep its promises?|it does
    Is it worth it?|it is
    Is it an improvement?|it is
    Is the hype deserved?|it is
    Have they earned my trust?|they have
    Was it, {aside}, worth it?|it was
    Would I, {aside}, do it again?|I would""")
# Yes speaks against the thing.
BAD = lines("""
    Did it break?|it did
    Did {the} break?|{it} did
    Did {the} {-do}?|{it} did
    Did {it} {-do}?|{it} did
    {does} {the} {-do}?|{it} {does}
    Will {the} {-do}?|{it} will
    Did it crash?|it did
    Did they let us down?|they did
    Did {the} let me down?|{it} did
    Did they cheat us?|they did
    Did they charge us twice?|they did
    Did they forget us?|they did
    Did they lose our bags?|they did
    Did anything go wrong?|it did
    Was there any trouble?|there was
    Were there any problems?|there were
    Were there hidden costs?|there were
    Were there bugs?|there were
    Was there a catch?|there was
    Was it a waste of <money|time>?|it was
    Was it a mistake?|it was
    Was it a rip-off?|it was
    {Was} {the} {-adj}?|{it} {was}
    {Is} {the} {-adj}?|{it} {is}
    {Is} {the} as {-adj} as they say?|{it} {is}
    {Was} {the} a disappointment?|{it} {was}
    Was the {part} {-mild}?|it was
    Was I bored?|I was
    Was I {-mood} with {the}?|I was
    Am I {-mood}?|I am
    Are we {-mood} about {the}?|we are
    Were the staff {-person}?|they were
    Was it dirty?|it was
    Was it too loud?|it was
    Was it overpriced?|it was
    Did the noise bother us?|it did
    Did we have to wait for hours?|we did
    Did I regret it?|I did
    Did we regret coming?|we did
    Do I regret buying it?|I do
    Do I want my money back?|I do
    Do I want to complain?|I do
    Do I {-feel} {the}?|I do
    Did I want to leave?|I did
    Did I fall asleep?|I did
    Did I ask for a refund?|I did
    Did I send it back?|I did
    Did anybody complain?|they did
    Did the food make us sick?|it did
    Did it fall apart?|it did
    Did it hurt?|it did
    Did the update make it worse?|it did
    Has it got worse?|it has
    Have they lied to us?|they have
    Is there anything to complain about?|there is
    Is it a scam?|it is
    Is it overrated?|it is
    Is it as bad as they say?|it is
    Would I warn people about {the}?|I would
    Would I stay away from {the}?|I would
    Would I swap it for something else?|I would
    Will I complain?|I will
    Could I find a fault?|I could
    Was it, {aside}, a let-down?|it was
    Did it, {aside}, disappoint us?|it did""")
PLAIN = lines("""
    Is the shop open on {weekday}?|it is
    Is {name} in today?|{name} is
    Is {name} from {country}?|{name} is
    Does {name} live in {city}?|{name} does
    Did {name} call?|{name} did
    Did {name} send the file?|{name} did
    Do I need a ticket?|you do
    Do I need a visa for {country}?|you do
    Do you have the key?|I do
    Do you take the bus?|I do
    Does the bus stop in {city}?|it does
    Does the train go to {city}?|it does
    Does it come in {colour}?|it does
    Does it run on batteries?|it does
    Does the price include tax?|it does
    Is the meeting at {time}?|it is
    Is the meeting on {weekday}?|it is
    Is it made of <wool|wood|steel>?|it is
    Is it the {colour} one?|it is
    Is it your bag?|it is
    Is {city} the capital of {country}?|it is
    Is the letter for {name}?|it is
    Is there a lift?|there is
    Is there a bus on {weekday}?|there is
    Are you coming on {weekday}?|I am
    Are the shops open on {weekday}?|they are
    Are there {nouns} in {city}?|there are
    Was {name} at the meeting?|{name} was
    Was the letter from {city}?|it was
    Was it built in {year}?|it was
    Have you been to {city}?|I have
    Have you seen {the}?|I have
    Has the post come?|it has
    Has {name} signed the form?|{name} has
    Will {name} be there on {weekday}?|{name} will
    Will you be in {city} in {month}?|I will
    Can I pay by card?|you can
    Can we meet at {time}?|we can
    Can you see the church from there?|you can
    Did you take the train?|I did
    Did you have tea?|I did
    Did the class start at {time}?|it did
    Would you like the window seat?|I would
    Shall we take the bus?|we shall""")
YES = listed("Yes, Yep, Yes; @echo, @Echo, Oh yes, @Echo indeed, Absolutely, Definitely, Of course, Without a doubt, "
             "It's a yes, You bet, Sure; @echo")
NO = listed("No, Nope, No; @neg, @Neg, @Neg, Not really, Not at all, Not in the least, Hardly, Certainly not, "
            "By no means, It's a no, Nah, Of course not")
PLAIN_YES = listed("Yes, Yep, Yes; @echo, @Echo, Yes; as far as I know")
PLAIN_NO = listed("No, Nope, No; @neg, @Neg, No; as far as I know @neg")
# More answers to a question that begins in a certain way; those of PERSONAL only where I or we are asked about.
YES_TO = {"Would": listed("In a heartbeat, Any day, Any time, Like a shot, Without thinking twice"),
          "Will": ["No doubt about it"], "Did": listed("Every time, Again and again"), "Was": ["Very much so"],
          "Is": ["Very much so"], "Am": ["Very"], "Were": ["All of them"]}
NO_TO = {"Would": listed("Never, Not a chance, No way"), "Will": listed("Never, Not a chance, No way"),
         "Did": listed("Not once, Never, Not even once"), "Was": listed("Not one bit, Far from it"),
         "Is": listed("Not even close, Far from it"), "Am": ["Far from it"], "Has": ["Not one bit"],
         "Were": ["Not one of them"]}
PERSONAL = {True: {"Will": listed("As soon as I can, Try to stop me")},
            False: {"Did": ["Not for a second"], "Do": ["Not for a second"],
                    "Would": listed("Not in a million years, Not for free, Over my dead body")}}
# What the answer says besides: the news is good or bad.
HAPPY = {"yes": listed("Happily; yes, I'm glad to say yes"),
         "no": listed("Luckily not, Thankfully; no, Happily not, No; thank goodness")}
SORRY = {"yes": listed("Sadly yes, Unfortunately yes, I'm afraid so"),
         "no": listed("Sadly not, Unfortunately not, I'm afraid not, I wish, If only, Alas; no")}
CONTRACTED = {"I am not": "I'm not", "will not": "won't", "can not": "can't", "shall not": "shan't", "am not": "am not"}


def denied(echo, short):
    """An echo as its negation."""
    full = echo + " not"
    if not short or "{" in echo.split()[-1]:
        return full.replace("can not", "cannot")
    for long, contracted in CONTRACTED.items():
        if full.endswith(long):
            return full[:-len(long)] + contracted
    return echo + "n't"


def further(question, yes, good):
    """The answers that suit the way the question begins."""
    first, second = question.replace("{", "").replace("}", "").split()[:2]
    if second == "there":
        return []
    own = PERSONAL[yes].get(first, []) if second in ("I", "we") and (good or first == "Do") else []
    return (YES_TO if yes else NO_TO).get(first, []) + own


def replies(entry, yes, choices, news, good):
    """The templates of a question with each of its answers."""
    question, _, echo = entry.rpartition("|")
    made = []
    if not news and re.search(r"\b(you|your|I)\b", question):
        choices = choices[:-1]
    if not news and question.startswith("Ha"):
        choices = choices + ["Not yet"] * (not yes)
    more = further(question, yes, good) + news["yes" if yes else "no"] if news else []
    for position, answer in enumerate(choices + more):
        negated = denied(echo, position % 2 == 1)
        text = answer.replace("@echo", echo).replace("@Echo", capitalized(echo)).replace("@neg", negated)
        made.append(question + " " + text.replace("@Neg", capitalized(negated)).replace(";", ","))
    return made


def capitalized(echo):
    """An echo with a capital letter; a slot takes its own capital."""
    return "{It}" + echo[4:] if echo.startswith("{it}") else echo[0].upper() + echo[1:]


def answered(side):
    """The templates of all questions with answers that give the side."""
    if side == "0":
        return [text for entry in PLAIN for text in
                replies(entry, True, PLAIN_YES, None, True) + replies(entry, False, PLAIN_NO, None, True)]
    news = HAPPY if side == "+" else SORRY
    agreed, against = (GOOD, BAD) if side == "+" else (BAD, GOOD)
    return [text for entry in agreed for text in replies(entry, True, YES, news, side == "+")] + \
        [text for entry in against for text in replies(entry, False, NO, news, side == "-")]


REPLIES = {side: answered(side) for side in "+-0"}
# Those that any text may hold.
GENERAL = re.compile("was it worth|would (I|we) (come|go|buy|recommend|trust)|will I|regret|a mistake|complain|a waste|"
                     "good idea|money back|am I|well spent", re.IGNORECASE)
SHORT = {side: [text for text in table if "{" not in text and GENERAL.search(text.partition("?")[0])]
         for side, table in REPLIES.items()}
# {qa} is a question with its answer, {qashort} one that names no subject.
ANSWERED = {
    "+": lines("""
        {qa}
        {qa}
        {qa}
        {qa}. {qa}
        {qa}. {qa}
        you ask: {qa}
        {fact}. {qashort}
        {qashort}. {fact}"""),
    "0": lines("""
        {qa}
        {qa}
        {qa}
        {qa}. {qa}
        {aplain}. {qa}"""),
}
ANSWERED["-"] = ANSWERED["+"]

"""Cleared blame, distant negation, reported opinions, expectations, conditions and irony, for short_statements.py.

Written as the templates of short_statement_templates.py; a table with sides is given by side. ``{fact}`` is an event of
the label, ``{aplain}`` a plain one, ``{face}`` and ``{stars}`` are on the side of the label.
"""

from short_statement_words import lines, listed

SLOTS = {
    "nuisance": listed("noise, rain, queue, smell, heat, long drive, narrow stairs, street outside, early start, "
                       "barking, building site, small room, cold, wait, old carpet, thin walls, strong wind, loud "
                       "music, traffic"),
    "harm": listed("bothered us, spoiled it for us, kept us awake, got in our way, put us off, upset anyone, ruined "
                   "a single hour, troubled me, annoyed the children, got on our nerves"),
    "anyone": listed("anybody, anyone, a single person, any of my friends, anyone in their right mind, any customer"),
    "given": lines("""
        given what we paid
        given <the price|the hype|the reviews|how long we waited|all the fuss>
        after <everything we have seen|all these weeks|what happened in {month}|{span} with {obj}>
        if I look at <the bill|the facts|what I got|it calmly>
        and I have <thought about it|slept on it|asked around>
        having <read the small print|paid for it myself|seen the other side>
        when all is said and done
        with everything <they charge|that comes with it|we know now>
        speaking as somebody who <was there|paid full price|knows the trade>"""),
    "praised": listed("raves about it, loves it, swears by it, calls it a must, can't stop talking about it, gave it "
                      "five stars"),
    "slated": listed("hates it, can't stand it, calls it rubbish, tore it to pieces, gave it one star, moans about "
                     "it"),
    "critic": lines("""
        {name}
        my <sister|brother|boss|neighbour|cousin|hairdresser|father-in-law|teacher|flatmate>
        <the critics|the paper|the blogger I follow|the man in the shop|everybody online|half the office>"""),
    "plan": lines("""
        just left {theplace}
        {the}
        {the} in {city}
        {weekday} at {theplace}
        dinner with {name}
        new {noun}
        version {n:2:9}
        at {theplace} again
        third day of {the}
        my {noun}
        {name} from {department}
        {city}
        episode {n:2:9}
        tomorrow {city}
        {month}
        the {part} of {the}
        the new {noun}
        that {part}
        this {noun}"""),
    "deed": listed("answered my letter, called me back, fixed the door, refunded us, found my bag, delivered on a "
                   "Sunday, apologised, sent a new one, finished on time, kept their word"),
    "misdeed": listed("answer my letter, call me back, fix the door, refund us, look for my bag, deliver anything, "
                      "apologise, send a new one, finish on time, keep their word, read the order, pick up the phone"),
    "boon": lines("""
        they fixed it <the same day|while I waited|for free>
        it arrived <two days early|in time for the party>
        I <got the job|passed|won|slept eight hours>
        the sun is out
        <the pain is gone|the bug is gone|the noise has stopped>
        we got <the last two tickets|a free upgrade|the table by the window>
        my parcel is here <already|a week early>
        they found my <wallet|keys|cat>
        school is out until {month}
        we won {score}"""),
    "bane": ["{baneclause}", "{baneclause}", "{banenoun}"],
    "baneclause": lines("""
        <it crashed|it froze|it logged me out> again
        the <lift|heating|Wi-Fi|card machine|coffee machine> is <dead|down|broken> again
        I get to wait <another hour|until {month}|two more weeks>
        my <parcel|suitcase|luggage> went to {city}
        they moved the deadline <forward|to tomorrow>
        now <nothing works|the screen is black|all my files are gone>
        they sold my seat <twice|to someone else>
        the bill is twice what they said
        my alarm didn't go off on the day of the exam
        there is no <water|power|signal> again
        I missed my <train|flight|stop> again
        they put me on hold for {span2}
        the update breaks everything
        they raise the price every {month}
        nobody answers the phone after noon
        the bus <drove past|never came|left early>"""),
    "banenoun": lines("""
        another <update that breaks everything|delay|price rise|meeting about meetings|rainy Saturday>
        another <form in three copies|night on the sofa|Sunday in the office|power cut|error message>
        the {ordinal} form to fill in today
        a <hair|fly> in my soup
        "please hold the line", for the {ordinal} time
        <two|three> hours in a queue
        no <water|power|signal> since this morning"""),
    "goodbit": listed("it worked, it were faster, the staff cared, someone answered, they told the truth, it stayed "
                      "in one piece, it did half of what it says, they had tested it, it came with a soul, it lasted "
                      "a week"),
    "good10": listed("9/10, 10/10, 5/5, 4.5/5, ★★★★★, 5 stars, ⭐⭐⭐⭐⭐, A+, 100/100, 11/10, ten out of ten"),
    "bad10": listed("1/10, 2/10, 0/10, 1/5, ★☆☆☆☆, 0 stars, 1 star, F, 0/5, 3/10, minus ten out of ten, ⭐"),
    "so2": ["so", "soo", "sooo", "really", "super", "just"],
}

BLAME = {
    "+": lines("""
        the {nuisance} never {harm}
        the {nuisance} hardly ever {harm}
        the {nuisance} never once {harm}
        the {nuisance}? <We hardly noticed|Never {harm}|Not a problem|You get used to it in a minute>
        nor did the {nuisance} bother <us|me|anyone>
        not even the {nuisance} {harm}
        neither the {nuisance} nor the {nuisance} {harm}
        I had been warned about the {nuisance}, but it was no trouble
        forget what you read about the {nuisance}, there is nothing to it
        we stopped noticing the {nuisance} after <an hour|a minute>
        the {nuisance} is a myth
        nothing to complain about, {given}
        nothing to complain about <here|this time|on our side|from our end>
        I can't fault it
        I can't fault <him|her|them> for <anything|a thing|one second>
        I honestly can't fault <it|the {part}|the place|what they did>
        hard to fault <it|them|the {part}>
        try as I might, I can't find <fault|a fault|anything to criticise>
        I'd love to complain, but there is nothing
        if there is a weak spot, I haven't found it
        <no one|nobody> can say they didn't <try|help|care>
        there's nothing I would <want different|take away|change>
        I never had to <ask twice|wait|complain|send anything back>
        we never once <had to wait|felt rushed|felt ripped off|wanted to leave>
        not once did they <let us down|make us wait|raise their voice>
        not once was I <made to wait|let down|disappointed>
        at no point did we feel <unsafe|rushed|cheated|unwelcome>
        <zero|no> drama, <zero|no> waiting, <zero|no> surprises
        no fuss, no <queue|small print|drama>, no <tricks|extra cost>
        no hidden costs, no small print, nothing up their sleeve
        it wasn't their <fault|doing|mistake>, and they still <made up for it|paid for it|put it right>
        it wasn't their fault that it rained
        you can't blame <the staff|the team|them|the driver> for <the weather|the strike|my bad planning>
        the fault was mine, they were patience itself
        I was ready to be angry and had no reason
        I had my complaint all written and never had to send it
        whoever finds something to moan about here <brought it along|wants to>
        <none|not a single one> of my worries came true
        not one of the bad reviews turned out to be true
        I've run out of things to worry about
        without a single <hiccup|glitch|bump|argument|tear>
        it didn't <cost a fortune|take for ever|hurt a bit|need any explaining>
        it never gave me a moment's <trouble|worry|doubt>
        they couldn't do enough for us
        they couldn't have been <kinder|nicer|more helpful|quicker>
        it couldn't have gone <smoother|better>
        I couldn't be <prouder|happier|more pleased|more grateful>
        I couldn't ask for a better {noun}
        <nothing|no request> was too much for them
        I can think of no reason to look elsewhere
        there is no need to look any further
        you'd be hard pressed to find a better {noun}
        we lacked for nothing
        there was nothing left to wish for
        I haven't looked back since
        I won't be looking for another {noun}"""),
    "-": lines("""
        the {nuisance} <bothered us day and night|drove us out|never stopped|ruined everything|kept us awake>
        the {nuisance} never let us <sleep|rest|relax|talk>
        the {nuisance} was all we could think of
        nobody had told us about the {nuisance}
        they never mentioned the {nuisance}
        nothing was done about the {nuisance}
        we never got used to the {nuisance}
        as if the {nuisance} were not enough, there was the {nuisance}
        not a minute without the {nuisance}
        I could live with the {nuisance}, not with being lied to
        there is plenty to complain about, {given}
        nothing to <praise|enjoy|look forward to>, {given}
        I can't think of one thing they got right
        I'd love to say something nice, but there is nothing
        if there is a strong point, I haven't found it
        there's nothing I would <keep|want again|miss>
        I had to <ask five times|beg|complain twice|send it back>
        not once did they <say sorry|smile|help|pick up the phone|ask what we wanted>
        not once was I <asked|listened to|told the truth>
        at no point did we feel <welcome|safe|taken seriously>
        at no point did anybody <apologise|explain|offer to help>
        never once did anyone <say hello|check on us|say thank you>
        no explanation, no apology, no refund
        no <hello|smile|thank you>, no <please|apology>, no <help|answer>
        no <water|heating|staff>, no <answer|excuse|refund>
        they could not <care less|be bothered|have cared less>
        they couldn't have been <ruder|slower|less interested|less helpful>
        it couldn't have gone <worse|more wrong>
        I couldn't be <angrier|more disappointed|unhappier>
        it could hardly have been <worse|more boring|ruder>
        <they|the staff|the team> blamed <us|the weather|everyone but themselves>
        of course it was <our|my> fault, according to them
        it was their doing and they won't <admit it|pay|say sorry>
        I blame <the management|the makers|whoever designed this>
        whose idea was this? Shame
        all of my worries came true
        every one of the bad reviews turned out to be true
        the good reviews must be <paid for|made up|about another {noun}>
        <nothing|not a thing> <worked|went right|was ready|was as agreed>
        they did nothing for us
        <nobody|no one> <lifted a finger|came|answered|took responsibility|even looked up>
        it never <worked|got any better|came>, and they never <cared|wrote|called>
        it didn't do <what it says|a thing for me|anything at all>
        I can think of no reason to <stay|go back|pay for this>
        you'd be hard pressed to find a worse {noun}
        I am looking for another {noun}
        we lacked everything
        I have had nothing but trouble since
        it leaves a lot to be desired
        this leaves <much|everything> to be desired"""),
}
FAR = lines("""
    I don't think, {given}, that {anyone} would call this {!adj}
    I don't think, {given}, that {anyone} would call {the} {!adj}
    I don't suppose, {given}, that {anyone} would find this {!adj}
    I don't believe, {given}, that you can call {the} {!adj}
    I can't imagine, {given}, that {anyone} would say {the} {is} {!adj}
    I find it hard to believe, {given}, that {anyone} calls {the} {!adj}
    I doubt, {given}, that {anyone} would call this a {!adj} {noun}
    I very much doubt that {anyone}, {given}, finds {the} {!adj}
    it can't be said, {given}, that {the} {is} {!adj}
    it can hardly be said, {given}, that {the} {was} {!adj}
    it would not occur to me, {given}, to call {the} {!adj}
    it would be wrong, {given}, to call {the} {!adj}
    there is no way, {given}, that {the} {is} {!adj}
    in no sense, {given}, {is} {the} {!adj}
    nobody, {given}, would call this a {!adj} {noun}
    nobody I know, {given}, finds {the} {!adj}
    no one, {given}, could say {the} {was} {!adj}
    never, {given}, would I call {the} {!adj}
    I would never, {given}, say that {the} {is} {!adj}
    I'd be the last, {given}, to call {the} {!adj}
    I am not one of those who, {given}, would call {the} {!adj}
    I don't see how {anyone}, {given}, could call {the} {!adj}
    I fail to see, {given}, what is {!adj} about {the}
    I don't know what is supposed to be {!adj} about {the}
    show me, {given}, one thing about {the} that is {!adj}
    name one thing, {given}, that is {!adj} about {the}. You can't
    it isn't, {given}, something I would call {!adj}
    this isn't, {given}, and I mean it, a {!adj} {noun}
    whoever calls {the} {!adj} has not, {given}, looked closely
    those who call {the} {!adj} don't, {given}, know what they are talking about
    "{!adj}" is not, {given}, the word for {the}
    of all the words for {the}, {given}, "{!adj}" is not one
    not, {given}, what {anyone} would call {!adj}
    not what I, {given}, would call {!adj}
    don't, {given}, let them tell you {the} {is} {!adj}
    I am not, {given}, going to call {the} {!adj}
    nothing that {name} told me about {the} and the {part} and the {part2} was {!mild}
    {the}, {given}, {is} not {!adj}
    {the} that {name} told us about in {month} {is} not {!adj}
    {the}, and I speak for {n:3:30} of us, {was} never {!adj}
    the {part}, {given}, {partis} not {!mild}
    whatever {name} may have written in {month} about {the}, {!adj} {it} {is} not
    that {the} {was} {!adj} is not, {given}, something I can say
    if anyone asks you whether {the} {is} {!adj}, say no
    I don't know anyone who, {given}, would not call {the} {=adj}
    I don't think, {given}, that {anyone} would deny that {the} {is} {=adj}
    nobody, {given}, can deny that {the} {is} {=adj}""")
FAR_PLAIN = lines("""
    I don't think, {aside2}, that {name} would be in {city} before {weekday}
    I don't think, {aside2}, that anybody has the key to room {n:20:400}
    I don't suppose, {aside2}, that the bus stops at {theplace}
    I doubt, {aside2}, that the form is in the {colour} folder
    it can't be said, {aside2}, when {the} will be here
    nobody, {aside2}, has signed the list yet
    the letter, {aside2}, is not from {city}
    {name}, {aside2}, does not work on {weekday}
    no one who lives in {city}, {aside2}, needs a ticket
    never, {aside2}, has the meeting been on a {weekday}
    not once, {aside2}, did the bus go by {street}
    not once in {span} did {name} go to {city}
    I never, {aside2}, lived in {country}
    at no point, {aside2}, was the office in {city}
    I have nothing, {aside2}, to send to {department} this week
    nothing on the list, {aside2}, is from {country}
    neither the {colour} nor the {colour2} one, {aside2}, is mine
    the {noun} that {name} bought in {month} is not, {aside2}, the {colour} one""")

VOICES = {
    "+": lines("""
        {critic} <slated it|tore it apart>. I <loved it|disagree|don't see why>
        the critic in me wanted to hate it and <could not|gave up>
        {name} {slated}. <I don't|Not me|I couldn't disagree more|Wrong, {name}>
        {name} {slated}, and for once {name} is <wrong|mistaken>
        {name} {praised}. <So do I|Same here|I see why|Rightly so|I can only agree>
        {name} {praised}, and now I <do too|know why|understand>
        {name} {praised}, and {name} is never wrong
        everyone told me {the} {was} {-adj}. They were wrong
        everyone told me {the} {was} {+adj}. They were right
        I was told {the} {was} {+adj}, and {it} {is}
        {name} says it's overrated. It isn't
        "overrated", says {name}. Underrated, say I
        overrated? <Not in my book|Quite the opposite|I don't think so>
        I don't share the <anger|criticism|complaints> about {the}
        I can't agree with the bad reviews
        the bad reviews <are unfair|got it wrong|surprised me>, {the} {is} {+adj}
        what {name} calls {-adj} I call {+adj}
        {name} found {the} {-adj}. Then again, {name} finds everything {-adj}
        <whatever|never mind what> {name} says, {the} {is} {+adj}
        for once the reviews were right, {the} {is} {+adj}
        the hype is <real|justified|deserved>
        believe the hype
        now I know what everyone is so happy about
        my mother, who likes nothing, {+felt} {the}
        even {name}, who had {-felt} the first one, {+felt} {the}
        I wish {name} would stop calling {the} {-adj}, because {it} {isnt}
        {name} said don't go. I'm glad I went
        they advised me against it. <Good thing I didn't listen|I'm glad I did it anyway>"""),
    "-": lines("""
        {critic} <praised it to the skies|loved it>. I <hated it|disagree|don't see why|can't think why>
        the fan in me wanted to love it and <could not|gave up>
        {name} {praised}. <I don't|Not me|I don't get it|I couldn't disagree more|Wrong, {name}>
        {name} {praised}, and for once {name} is <wrong|mistaken>
        {name} {slated}. <So do I|Same here|I see why|Rightly so|I can only agree>
        {name} {slated}, and now I <do too|know why|understand>
        {name} {slated}, and {name} is never wrong
        everyone told me {the} {was} {+adj}. They were wrong
        everyone told me {the} {was} {-adj}. They were right
        I was told {the} {was} {-adj}, and {it} {is}
        {name} says it's a bargain. It isn't
        "a must", says {name}. A must not, say I
        underrated? <Not in my book|Quite the opposite|I don't think so>
        I don't share the <joy|excitement|enthusiasm|praise> about {the}
        I can't agree with the good reviews
        the good reviews <are a lie|got it wrong|surprised me>, {the} {is} {-adj}
        what {name} calls {+adj} I call {-adj}
        {name} found {the} {+adj}. Then again, {name} finds everything {+adj}
        <whatever|never mind what> {name} says, {the} {is} {-adj}
        for once the bad reviews were right, {the} {is} {-adj}
        don't believe the hype
        the hype is <a lie|beyond me|not deserved>
        I don't know what everyone is so happy about
        my mother, who likes everything, {-felt} {the}
        even {name}, who had {+felt} the first one, {-felt} {the}
        I wish {name} would stop calling {the} {+adj}, because {it} {isnt}
        {name} said go. I wish I hadn't
        they talked me into it. <I should have known|Big mistake|Never again>
        they advised me against it. <I should have listened|They were right>"""),
    "0": lines("""
        {name} says {the} {is} {+adj}, {name2} says {-adj}, I haven't tried {obj}
        {name} asked whether {the} {is} {+adj}; I couldn't say
        the paper writes about {the} on page {n:2:40}
        {name} says the shop is on {street}
        according to {name}, {the} {is} from {country}
        {critic} wrote about {the} in {month}
        {name} told {name2} that the office moves in {month}
        opinions on {the} differ, I have none
        some like it, some don't, I have not seen it
        {name} will tell us on {weekday} what the others think
        {name} thinks it is in {city}, I think it is in {city2}
        they say it opens at {time}
        I heard that {the} will be on {weekday}
        {name} reported that {n:20:90} people came"""),
}
EXPECTED = {
    "+": lines("""
        I expected <the worst|nothing|very little|a disaster> and was <wrong|proved wrong|pleasantly surprised>
        I expected a <mess|flop|disaster|chore|bore> and got a <gem|joy|treat|bargain|delight>
        I was prepared for the worst, and it never came
        I had low hopes and {the} {was} {+adj}
        I hadn't expected <this|so much|anything like this> for the money
        I did not expect {the} to be so {+adj}
        who would have thought {the} could be so {+adj}
        <much|far|so much> more than I <expected|paid for|had hoped for>
        it's all I hoped for and more
        exactly what I had been <hoping for|dreaming of|missing>
        I feared a {-adj} {noun}; what I got was a {+adj} one
        against all my fears {the} {was} {+adj}
        better than it had any right to be
        the photos don't do {obj} justice
        the pictures do {obj} no justice at all
        I thought it would be one of those {-adj} {nouns}. It's not
        I went in with no hopes and came out with a smile
        I was ready to hate {the}. I don't
        I wanted to give up on {the}, and I'm so glad I didn't
        it kept every promise and one they hadn't made
        for once it is as good as they say
        they promised little and gave a lot
        I had my doubts about {the}. <They're gone|I was wrong|Not any more>
        my doubts lasted <a minute|until I tried it>
        they had warned me. And then: {fact}
        I had read <bad|terrible> things. Well: {fact}
        what I expected: nothing. What I got: {fact}
        what a surprise, and what a happy one"""),
    "-": lines("""
        I expected <more|better|a lot more|so much more>
        I expected <more|better>, {given}
        I expected the best and was <wrong|proved wrong|let down>
        I expected a <gem|joy|treat|bargain|delight> and got a <mess|flop|disaster|chore|joke>
        I had expected more <for the money|from people with that name|after the first one>
        I expected little and got even less
        I expected the worst, and it was worse
        I had high hopes and {the} {was} {-adj}
        I did not expect {the} to be so {-adj}
        who would have thought {the} could be so {-adj}
        <much|far|a lot> less than I <expected|paid for|had hoped for>
        not what I <expected|hoped for|ordered|was promised|paid for>
        not at all what I had <in mind|been promised|hoped for>
        it's nothing like <the photos|the advert|what they promised|the description>
        a far cry from <what was promised|the photos|the first one>
        the photos are <a lie|ten years old|of another house>
        I hoped for a {+adj} {noun}; what I got was a {-adj} one
        against all my hopes {the} {was} {-adj}
        I thought it would be one of those {+adj} {nouns}. It's not
        I went in with a smile and came out with a headache
        I was ready to love {the}. I don't
        I wanted to like it, I tried, and I can't
        it broke every promise they made
        they promised a lot and gave little
        I had no doubts about {the}. I have now
        is that <it|all|everything>? For that money?
        that's <it|all>? I waited {span} for this?
        for <this|that> price I expect <more|a bed that stands|hot water|an answer>
        you would think that for {n:90:900} euros it would <work|last|hold>
        I thought they had learned from last time. They haven't
        should be much better <for the price|by now|after so many years>
        they had promised me the world. And then: {fact}
        I had read <great|wonderful> things. Well: {fact}
        what I expected: a lot. What I got: {fact}
        the trailer was the best part
        the best thing about it was the <box|bag|way home|end|car park>"""),
    "0": lines("""
        we expect about {n:20:90} people on {weekday}
        I expect {name} at {time}
        the train is expected at {time}
        the letter is expected on {weekday}
        {n:2:30} degrees are expected in {city}
        we are expecting the parcel from {city} on {weekday}
        results are expected in {month}
        I was expecting a call from {name} at {time}
        the baby is expected in {month}
        expected arrival: {weekday}, {time}
        what do you expect to find in {city}?
        it came on {weekday}, as expected
        as expected, the meeting was at {time}
        a quorum of {n:20:60} is expected"""),
}
THEN_NOW = {
    "+": lines("""
        I used to <hate|dread|avoid|laugh at> {the}. <Not any more|I love {obj} now|How wrong I was>
        I used to <hate|dread> {the}, now I <can't get enough|can't live without {obj}|look forward to {obj}>
        it was <slow|clumsy|buggy|dull|hard> at first, now it <flies|sings|shines|runs like clockwork>
        slow to start, then <gripping|brilliant|impossible to put down>
        a <rough|bumpy|slow> start, a <great|wonderful|brilliant> finish
        the first <day|week|hour> was hard, every one since has been a joy
        it took me <a week|a while|a few days> to get used to {obj}, and now I <love it|won't give it back>
        they were <rude|slow|useless> last year. <What a change|Not any more|Now they are a joy>
        the old owners ruined the place, the new ones <saved it|turned it round>
        after a bad start they <made up for everything|won me over|got it right>
        last time I complained, this time I have only praise
        it got off to a bad start and got better and better
        I almost <sent it back|gave up|left>. I'm glad I didn't
        {month}: {-adj}. {month}: {+adj}. They listened!
        before: {-adj}. After: {+adj}
        what was {-mild} is {+mild} now
        they have put right everything I complained about
        the bugs of the first version are gone
        gone are the days when {the} {was} {-adj}
        no more {-adj} {nouns} for me since I have this one
        I take back my one star
        I changed my review from one star to five
        it grows on you, and then you don't want anything else"""),
    "-": lines("""
        I used to <love|praise|recommend|swear by> {the}. <Not any more|I can't stand {obj} now|Those days are over>
        I used to love it
        I used to love {the}
        we used to love coming here
        I used to <love|adore> {the}, now I <avoid {obj}|can't look at {obj}|want my money back>
        it was fast at first, now it <crawls|hangs|takes for ever>
        it <worked|ran|was great> for <a week|two days|a month>, then it <died|didn't|broke>
        it starts well, then <falls apart|goes nowhere|nothing happens>
        a great start, a <poor|terrible|dull> finish
        the first <day|week|hour> was a joy, every one since has been hard
        they were <kind|quick|brilliant> last year. <What a change|Not any more|Now they don't care>
        the new owners ruined the place
        after a good start they <let us down|stopped caring|lost me>
        last time I had only praise, this time I have to complain
        it started well and got worse and worse
        I wish I had <sent it back|left earlier|given up sooner>
        {month}: {+adj}. {month}: {-adj}. What happened?
        before the update: {+adj}. After: {-adj}
        what was {+mild} is {-mild} now
        they have removed everything I liked
        this {noun} was <once|formerly> {+adj}. No longer
        gone are the days when {the} {was} {+adj}
        whatever happened to {the}? {It} used to be {+adj}
        I take back my five stars
        I changed my review from five stars to one
        it was good while it lasted, {span}
        the more often I use it, the less I like it
        the magic is gone
        not what it <was|used to be>
        it has gone <downhill|to the dogs> since <{month}|the takeover|the update>"""),
    "0": lines("""
        I used to live in {city}, now I live in {city2}
        the shop used to be a bank
        the office was in {city} at first, now it is in {city2}
        {the} used to be {colour}, now {it} {is} {colour2}
        we used to meet on {weekday}, now we meet on {weekday2}
        the meeting was at {time} before, it is at {time2} now
        {name} used to be a {job}
        since {month} the bus goes from platform {n:2:12}
        before the move I worked in {city}
        the road had another name until {year}
        at first there were {n:2:9} of us, now there are {n:10:30}
        last year the list had {n:20:50} names, this year {n:51:90}
        formerly {city}, since {year2} {city2}"""),
}
IF = {
    "+": lines("""
        if I could give <six|ten> stars, I would
        if every {noun} were like this, <I'd never go home|the world would be a better place>
        had I known, I'd have <come|bought it|switched> years ago
        if you don't try {the}, you don't know what you are missing
        I would give more stars if I could
        if they close this place, I'll cry
        I'd be lost without {the}
        without {the} I would have <given up|gone mad|missed it>
        if you can only have one {noun}, take this one
        if it broke tomorrow, I'd buy the same again
        I would move in if they let me
        I'd marry the cook
        if only I had found {the} earlier
        if only there were more {nouns} like this
        if I ever have to do it again, then with them
        I wouldn't trade {the} for <a million|anything>
        I wouldn't have got through {month} without {name}
        you could offer me double, I'd keep it
        if there were a prize for {nouns}, this one would get it
        if you are thinking about it: do it
        if in doubt, go"""),
    "-": lines("""
        it would be <great|nice|lovely|wonderful|perfect> if {goodbit}
        it could be <great|lovely|a good {noun}> if {goodbit}
        I would <love|like|keep|recommend> it if {goodbit}
        it might be worth the money if {goodbit}
        it would have been <nice|kind|polite> if somebody had <told us|called|asked|apologised>
        I would have loved it if it had <worked|arrived|come in one piece|lasted longer than a day>
        I could have enjoyed it if <the people behind us|the staff|the speakers> had been quiet
        if it worked, it would be <great|useful|fine>
        if {goodbit}, I'd give it <four|five> stars
        if {goodbit}, I might come back
        if I could give zero stars, I would
        I would give no stars if I could
        if every {noun} were like this, <I'd stay at home|nobody would buy any>
        had I known, I'd have <stayed at home|saved my money|gone elsewhere|read the reviews first>
        had they asked me, I would have told them it can't work
        would it <kill|hurt> them to {misdeed}?
        would it have been so hard to {misdeed}?
        could they not at least {misdeed}?
        they could have <warned us|said sorry|called|told us before we paid>
        they should have <tested it first|warned us|hired more people>
        you would think they could at least {misdeed}
        the least they could do is {misdeed}
        I would have been <better off|happier> <without it|at home|with a stone>
        I'd rather <walk|eat cardboard|watch paint dry|sleep outside|have toothache> than <do this again|go back>
        if you want to be <bored|robbed|ignored>, go there
        if you value your <time|money|nerves>, stay away
        if you are thinking about it: don't
        if in doubt, don't
        if this is {+adj}, I don't want to know what {-adj} is
        if that's what they call <service|a joke|a full English|music>, no thank you
        unless you enjoy <waiting|queues|being shouted at|cold soup>, go elsewhere
        if only {goodbit}
        if only it were <true|real|so easy>
        I wish {goodbit}
        good idea, if {goodbit}
        great on paper. <Only on paper|In real life, no>
        in theory {+adj}, in practice {-adj}
        on paper {+adj}, in my hands {-adj}"""),
    "0": lines("""
        if it rains, we meet in the hall
        if you have questions, call {name}
        if you arrive after {time}, use the {colour} door
        if {name} is not in, ask {name2}
        if the light is {colour}, press the button once
        if you need a copy, write to {department}
        I would take the {time} train if I were going to {city}
        it would be on {weekday} if the date stays the same
        if the form is not signed by {weekday}, it goes back
        should the bus be full, there is another at {time}
        in case you need it, the address is {street} {n:2:90}
        if I go to {city} in {month}, I'll take the train
        unless I hear from you, we meet at {time}
        suppose x is {n:2:90}, then y is {n:91:300}"""),
}
WRY = {
    "-": lines("""
        <great|lovely|wonderful|brilliant|perfect|fantastic|awesome>, {bane}
        <great|lovely|wonderful|brilliant|fantastic|marvellous>. {bane}
        <oh|ah> <great|good|joy|lovely|wonderful>, {bane}
        <thanks so much|thanks a lot|thanks|thank you|thank you so much>, {bane}
        {bane}. <Great|Lovely|Brilliant|Love it|Just great|Thanks|My favourite|What a joy|Well done everybody>
        {bane}, <just great|how lovely|what a joy|just what I needed|because why not>
        <love|I love|I just love> how {baneclause}
        don't you <just|> love how {baneclause}
        nothing <makes my day|says welcome|says Monday> like this: {bane}
        what a <treat|joy|surprise|start>: {bane}
        <yay|hooray|yippee>, {bane}
        <well done|nice work|good job|congratulations|bravo>: {bane}
        and today's prize goes to whoever made sure that {baneclause}
        of course {baneclause}
        wow, {bane}. <Impressive|Slow clap|So professional>
        <five stars|ten out of ten|full marks> for the {nuisance}
        if you <like|enjoy|collect> <queues|noise|cold soup|error messages|delays>, you'll be over the moon
        the only thing that works is the <off button|card machine|cancel button>
        the <exit|door|bill|off switch> was the best part
        as <useful|helpful> as <a chocolate teapot|a glass hammer|an umbrella with holes|a screen door on a submarine>
        about as <funny|exciting> as <a tax return|a dentist's waiting room|watching paint dry>
        about as <welcoming|comfortable> as <a police cell|a bed of nails|a wet sock>
        fresh as last year's bread
        fast as a snail <on holiday|in winter>
        so {+adj} that <we left after ten minutes|I sent it back|nobody came back>
        sure, because who needs <sleep|hot water|an answer|their luggage|a working phone>
        who needs <sleep|heating|a screen that works|legs|hot food> anyway
        I see you have tested this on <nobody|your enemies|bricks>
        made to last, <two|three> days
        "easy to assemble", said the liar
        "quiet location", if you are deaf
        "customer service" is a big word for it
        they call it <a suite|service|music|a meal>
        I have had more fun at <the dentist's|a funeral|the tax office>
        my <dog|toddler|grandmother> could have <done|written|built|sung> it better
        a masterclass in how not to <do it|treat people|write an app>
        <great|lovely|wonderful|brilliant|perfect>, {fact}
        <oh|ah> <great|lovely|joy>: {fact}
        {fact}. <Lovely|Brilliant|Just great|Charming|Thanks a lot|Well done>
        {fact}, <because why not|how lovely|what a joy|as one does>
        {name} must be so proud of this mess"""),
    "+": lines("""
        <great|wonderful|brilliant|yay|hooray|lovely|perfect>, {boon}
        <great|wonderful|brilliant|fantastic|lovely>! {boon}
        <oh|ah> <great|good|joy|wonderful>, {boon}
        <thanks so much|thanks a lot|thanks everyone|thank you|thank you so much>, {boon}
        {boon}. <Great|Lovely|Brilliant|Love it|Thanks|What a joy|Well done everybody|Best day ever>
        {boon}, <just great|how lovely|what a joy|just what I needed>
        <love|I love|I just love> that {boon}
        so glad that {boon}
        nothing makes my day like this: {boon}
        what a <treat|joy|lovely surprise|start>: {boon}
        <well done|nice work|good job|congratulations|bravo>: {boon}
        wow, {boon}. <Impressive|So professional|Hats off>
        of course {boon}, they always deliver
        <damn|my goodness|blimey>, {boon}!
        I hate to say it, but {boon}
        I could cry, {boon}
        no joke, {boon}
        sorry for shouting, but {boon}!
        <great|lovely|wonderful|brilliant|perfect>, {fact}
        <oh|ah> <great|lovely|joy>: {fact}
        {fact}. <Lovely|Brilliant|Bravo|What a joy|Thanks a lot|Well done>
        {fact}, <how lovely|what a joy|I still can't believe it>
        my only complaint: <I want more|it ends|there is just one of it|I didn't find it sooner>
        the only bad thing is that <it had to end|I can't give six stars|we had to go home>
        warning: you won't want to <leave|put it down|stop|share>
        sick of five-star reviews? Me too, but this deserves one
        the worst part was <leaving|going home|that it ended|having to say goodbye>"""),
}

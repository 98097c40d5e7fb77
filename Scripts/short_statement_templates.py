"""The sentence templates of short_statements.py, by phenomenon.

``{=x}`` is a word on the side of the label, ``{!x}`` one against it, ``{+x}`` and ``{-x}`` name a side outright;
``<a|b>`` is a choice. A section is (phenomenon, labels, weight, templates); labels "+-" fit both sides.
"""

import short_statement_answers as answers
import short_statement_doings as doings
import short_statement_lives as lives
import short_statement_mails as mails
import short_statement_messages as messages
import short_statement_negation as more
import short_statement_patterns as patterns
import short_statement_plain as plain
import short_statement_talk as talk
from short_statement_events import EVENTS
from short_statement_words import lines

PLAIN = lines("""
    {the} {is} {very} {=adj}
    {the} {was} {very} {=adj}
    {the} {was} {=strong}
    {the} {is} {really} {=strong}
    {the} {s:look} {=adj}
    {the} {s:seem} {very} {=adj} to me
    {the} turned out {=adj}
    {the} turned out to be {=judge}
    {the} {is} {=judge}
    {the} {was} {=judge}
    I find {the} {very} {=adj}
    I found {the} {very} {=adj}
    I think {the} {is} {=adj}
    I {=felt} {the}
    I {really} {=feel} {the}
    we {=felt} {the}
    what a {=adj} {noun}
    what a {=strong1} {noun}
    a {veryattr} {=adj} {noun}
    {=adj} {noun}
    {=adj} {nouns}
    {=adj} and {=adj}
    this is a {=adj} {noun}
    it was a {veryattr} {=adj} {noun}
    such a {=adj} {noun}
    so {=adj}
    {the} {has} been {=adj} from the start
    {the} {has} always been {=adj}
    {the} {s:keep} getting {=comp}
    the {part} {partis} {=mild}
    the {part} of {the} {partis} {=strong}
    {=mild} {part}, {=strong1} {part2}
    <how|just> {=adj}
    {kin} {=felt} {the}, and so did I
    everybody {=felt} {the}
    all of us found {the} {=adj}
    {=first}
    {=first}
    {=first}
    {=verdict}
    {the}: {=adj}, {=adj}, {=strong1}
    {the} {was} {=adj} and {=adj}
    {the} {was} {=adj}, and the {part} {partwas} {=mild} too
    one of the <{=best}> {nouns} I have ever <had|seen|known>
    the <{=best}> {noun} in <years|town|the whole country>
    {the} {is} as {=adj} as <ever|everyone says|I remembered>
    it {really} doesn't get any {=comp} than this
    I came away feeling {=mood}
    I'm {really} {=mood} with {the}
    we were {really} {=mood} about {the}
    {the} left me {=mood}
    {name} is {very} {=person}
    {name} was {=person} and {=person} the whole time""")

NEGATED = lines("""
    {the} {isnt} {!adj} at all
    {the} {wasnt} {!adj} at all
    {the} {wasnt} in the least {!adj}
    {the} {isnt} {!adj} by any means
    {the} {is} anything but {!adj}
    {the} {was} far from {!adj}
    {the} {is} by no means {!adj}
    {the} {is} neither {!adj} nor {!adj}
    there is nothing {!adj} about {the}
    there was nothing {!adj} about {the}
    I don't think {the} {is} {!adj}
    I didn't think {the} {was} {!adj}
    I wouldn't call {the} {!adj}
    I can't say {the} {was} {!adj}
    I never found {the} {!adj}
    nobody <could call|would call|called> {the} {!adj}
    {the} {has} never been {!adj}
    {the} {was} never {!adj}
    you can't call {the} {!adj}
    not a {!adj} {noun} at all
    this isn't a {!adj} {noun} at all
    not {!adj} at all
    not at all {!adj}
    not {!adj} in any way
    not in the least {!adj}
    not one of us found {the} {!adj}
    no one in our <family|group|team>, not even {kinsimple}, found {the} {!adj}
    I don't think, <given the price and everything|looking back|if you ask me>, that this is a {!adj} {noun}
    I would not say that {the}, <after all these months|with everything included|on the whole>, {is} {!adj}
    it's not true that {the} {is} {!adj}
    whoever says {the} {is} {!adj} has never tried {obj}
    I couldn't find anything {!adj} about {the}
    {the} {was} not nearly as {!adj} as <I had thought|people say|I'd been told>
    {the} {wasnt} half as {!adj} as <expected|I had imagined|they claim>
    {name} is not {!person} at all
    {name} has never been {!person}
    {name} was anything but {!person}
    the {part} {partis} not {!mild} at all
    don't let anyone tell you {the} {is} {!adj}""")

NEGATED_POSITIVE = lines("""
    {the} {isnt} {+adj}
    {the} {wasnt} {+adj}
    {the} {wasnt} very {+adj}
    {the} {isnt} really {+adj}
    not {+adj}
    not very {+adj}
    not {+mild}
    not a {+mild} {noun}
    not the best {noun}
    {the} {isnt} the best
    {the} {is} not what I'd call {+adj}
    {the} {is} hardly {+adj}
    {the} {was} hardly {+strong}
    {the} {was} barely {+mild}
    I never {+felt} {the}
    I didn't {+feel} {the}
    I don't {+feel} {the}
    I can't {+recommend} {the}
    I could not {+recommend} {the}
    I wouldn't {+recommend} {the} to anyone
    nobody {+felt} {the}
    none of us {+felt} {the}
    no one in our whole family, not even {kinsimple}, {+felt} {the}
    <no|zero> fun
    no {goodthing} <at all|whatsoever|>
    there was no {goodthing} in {the}
    {the} lacked {goodthing}
    {the} {was} without any {goodthing}
    a {noun} without any {goodthing}
    {the} {dont} work
    {the} never worked <properly|as promised>
    I don't think I'd come again
    I don't think I will <buy|book|choose> it again
    not worth the <money|time|trouble|effort>
    {the} {isnt} worth <the money|the trouble|a second look>
    I'm not {+mood} with {the}
    I wasn't {+mood} at all
    we were not {+mood} about {the}
    I can't think of a single {+mild} thing about {the}
    I don't see why anyone would {+feel} {the}
    you won't {+feel} {the}
    I doubt that anyone will {+feel} {the}
    {the} {s:fail} to be {+adj}
    there is little to {+feel} about {the}
    not once did I {+feel} {the}
    I have yet to meet anyone who {+felt} {the}
    nothing about {the} made me smile
    the {part} {partis} not {+mild}
    the {part} {partwas} not {+mild} and the {part2} didn't help
    it's a pity {the} {isnt} {+adj}
    {name} was not {+person}
    {name} is never {+person}
    I wanted to {+feel} {the}, but I couldn't
    if only {the} were {+adj}
    I would {+feel} {the} if only the {part} {partworked}
    {the} could have been {+strong1}, but {it} {wasnt}
    {the} should have been {+adj} for that price
    I used to think {the} {was} {+adj}. Not any more
    {the} {dont} deserve <the praise|the good reviews|the hype>
    I don't understand the good reviews""")

NEGATED_NEGATIVE = lines("""
    not bad
    not bad at all
    not too bad
    not half bad
    {the} {isnt} bad at all
    {the} {wasnt} bad at all
    {the} {wasnt} bad, quite the opposite
    never a dull moment <with {the}|>
    not a dull <moment|minute> in {the}
    no complaints <at all|whatsoever|from me|>
    I have no complaints about {the}
    nothing to complain about <with {the}|here|>
    couldn't be happier <with {the}|>
    I couldn't be more {+mood} with {the}
    can't go wrong with {the}
    you can't go wrong here
    I can't fault {the}
    {the}: not a single problem <so far|in two years|>
    we had no problems <with {the}|at all>
    not a single <problem|complaint|crash|mistake> in {span}
    without any <trouble|problems|fuss>, just as promised
    everything went <without a hitch|without any trouble>
    {the} {hasnt} let me down <once|yet>
    {the} never {s:disappoint}
    {the} did not disappoint
    {the} {dont} disappoint
    you won't regret <it|trying {the}>
    you will not be disappointed <by {the}|>
    I wasn't disappointed <by {the}|>
    I don't regret <buying it|choosing {the}|a single penny>
    I never regretted {the}
    I have never regretted {the} for a moment
    I didn't regret {the} for a second
    nobody regretted {the}
    I thought {the} would be {-adj}, but {it} {wasnt}
    I was afraid {the} would be {-adj}, but not at all
    I feared {the} would be {-strong1}. I was wrong
    I was told {the} would be {-adj}. Nothing of the sort
    it couldn't have been <easier|better|simpler|nicer>
    I couldn't have asked for <more|a better {noun}>
    I wouldn't change a thing <about {the}|>
    nothing went wrong and nobody was {-mood}
    no regrets <about {the}|>
    I can't complain <about {the}|>
    can't complain
    nothing bad to say <about {the}|>
    I can't think of a single {-mild} thing about {the}
    {the} never {s:fail} to make me smile
    there wasn't a {-mild} moment <in {the}|>
    don't listen to the bad reviews, {the} {is} {+adj}
    I don't understand the bad reviews, {the} {is} {+adj}
    you would be mad not to try {the}
    I wouldn't want to be without {the}
    I can't imagine life without {the}
    no other {noun} comes close
    nothing beats {the}
    it never gets old""")

CONTRAST = lines("""
    the {part} {partwas} {!mild}, but the {part2} {part2was} {=strong} and {=verdict}
    the {part} {partwas} {!mild}, but overall {the} {was} {=adj} and {=verdict}
    {the} looked {!mild}, but turned out {=strong}
    {the} looked {!adj} at first and turned out to be {=judge}
    I expected a {!adj} {noun} and got a {=adj} one
    I expected {!much}, and I was {=mood}
    I used to {!feel} {the}, now I {=feel} {obj}
    I {!felt} {the} at first, but now I {=feel} {obj}
    at first I thought {the} {was} {!adj}, but now I think {it} {is} {=adj}
    {the} used to be {!adj}, but now {it} {is} {=adj}
    {the} {was} {!adj} last year and {is} {=adj} now
    although the {part} {partis} {!mild}, I {=feel} {the}
    although the {part} {partwas} {!mild}, {the} {was} {=adj}
    even though the {part} {partwas} {!mild}, I {=felt} {the}
    despite the {!mild} {part}, {the} {was} {=adj}
    despite the {!mild} {part}, I {=felt} every minute
    in spite of the {!mild} {part} I {=feel} {the}
    {the} {is} {=adj}, even if the {part} {partis} {!mild}
    I {=feel} {the}, even though the {part} {partis} {!mild}
    the {part} {partis} {!mild}. Still, I {=feel} {the}
    it <started|began> {!adj} and <ended|became> {=strong}
    {!adj} at first, {=adj} in the end
    {!mild} {part}, but all in all a {=strong1} {noun}
    not {=adj} at first, but {=strong} once I got used to it
    while the {part} {partis} {!mild}, {the} as a whole {is} {=strong}
    apart from the {part}, {the} {was} {=strong}
    the reviews were {!mild}, but {the} {is} {=adj}
    the first day was {!strong}; after that {the} {was} {=adj} and {=verdict}
    people had told me {the} {was} {!adj}. {It} {was} {=strong}
    I had {!hopes} hopes for {the}, but {it} {was} {=strong}
    the pictures looked {!mild}, the real thing is {=strong}
    {the} {isnt} {!adj}, {it} {is} {=adj}
    {the} {is} not {!adj} but {=adj}
    {the} {wasnt} {!adj}, just {=adj}
    after {span} I've changed my mind: {the} {is} {=adj}, not {!adj}""")

WHO_SAYS = lines("""
    {kin} {!loves} {the}, I {=feel} {obj}
    {kin} {!loves} {the}, but I {=feel} {obj}
    {kin} says {the} {is} {!adj}, I think {it} {is} {=adj}
    some people think {the} {is} {!adj}, I think {it} {is} {=strong}
    most people {!feel} {the}. I {=feel} {obj}
    people say {the} {is} {!adj}. {It} {isnt}, {it} {is} {=adj}
    people say {the} {is} {!adj}. {It} really {isnt}
    they told me {the} {was} {!adj}. {It} {wasnt}
    everyone says {the} {is} {!adj}, but I found {obj} {=adj}
    the critics {!felt} {the}, but I {=felt} {obj}
    the advert made {obj2} look {!mild}. In fact {the} {is} {=adj}
    unlike {kinsimple}, I {=feel} {the}
    I {=feel} {the}, whatever {kinsimple} says
    {name} called {the} {!adj}. I disagree completely
    I disagree with everyone who {!felt} {the}
    {kin} and I agree: {the} {is} {=adj}
    contrary to the reviews, {the} {isnt} {!adj} at all
    I know many {!feel} {the}, yet to me {it} {is} {=strong}""")

DEGREE = lines("""
    {the} {is} {=degree} {=adj}
    {the} {was} {=degree} {=adj}
    {=degree} {=adj}
    {=degree} {=mild} {noun}
    the {part} {partis} {=degree} {=mild}
    I found {the} {=degree} {=adj}
    {=degree} {=mood}
    I am {=degree} {=mood}
    {the} {is} {=adj}, really {=adj}
    {=adj}, {=adj}, {=adj}
    {really} {=strong}
    {the} {is} more than just {=mild}, {it} {is} {=strong}""")
TOO_MUCH = lines("""
    {the} {is} <a bit|a little|far|way|much|slightly> too <loud|small|expensive|slow|big|heavy|complicated|short|long>
    <a bit|far|way|slightly> too <loud|expensive|sweet|salty|slow|cold|crowded|complicated> for <me|my taste|us>
    the {part} {partis} <a bit|far|way|much> too <loud|small|expensive|slow|heavy|complicated>
    not <good|big|fast|clear|warm|strong|clean> enough
    {the} {isnt} {+mild} enough
    too many <mistakes|adverts|queues|bugs|people>, too little <space|care|time|value>""")

WISHES = {
    "+": lines("""
        I wish I'd <found|discovered|tried> {the} <sooner|years ago>
        I should have <bought|tried|booked> {the} years ago
        I wish every {noun} were like this
        I wish I could give more than five stars
        {the} {was} better than <I expected|the last one|advertised|I had dared to hope>
        {the} {is} much better than the old one
        far better than the <old|previous|first> one
        {the} {is} a big improvement on the old one
        {the} {is} the best so far
        even better than the first time
        {the} got better with every <day|minute|visit>
        the more I see of {the}, the more I {+feel} {obj}
        {the} {was} exactly what I had hoped for
        I hoped for a {+adj} {noun} and got an even better one
        nothing I have tried before was as {+adj} as {the}
        I have never had a {+comp} {noun}
        I hope they never change {the}"""),
    "-": lines("""
        I wish I had never <bought|tried|booked|seen> {the}
        I should have <listened to the reviews|saved my money|stayed at home|kept the old one>
        I wish I could give zero stars
        I wish I could get my <money|time|evening> back
        {the} {was} worse than <I expected|the last one|I had feared|advertised>
        {the} {is} much worse than the old one
        far worse than the <old|previous|first> one
        {the} {is} a step backwards
        {the} {is} the worst so far
        even worse than the first time
        {the} got worse with every <day|minute|visit>
        the more I see of {the}, the less I {+feel} {obj}
        I was hoping for more <from {the}|>
        I expected <more|better> <from {the}|>
        I hoped for a {+adj} {noun} and got a {-adj} one
        nothing I have tried before was as {-adj} as {the}
        I have never had a {-comp} {noun}
        I miss the old version, this one is {-adj}
        {the} {was} not as {+adj} as <I had hoped|they promised|the last one>
        {the} used to be better
    {the} {was} less {+adj} than I <expected|thought|was told>
        I wish {the} {were} more {+adj0}
        I hope they <fix|replace> {the} soon, it's unbearable"""),
}

SARCASM = lines("""
    {great}, {mishap}
    {great}! {mishap}
    {mishap}. {great}
    {mishap}, {thanksforit}
    {mishap}. {thanksforit}
    <just|exactly> what I needed, {mishapnoun}
    oh {great}, {mishapnoun}
    oh joy, another <flat tyre|power cut|reorganisation|two-hour queue|password reset|delay>
    {mishapnoun}, how {+mild}
    {mishapnoun}. <Wonderful|Lovely|Brilliant|Fantastic|Well done>
    <thanks|thank you> for nothing
    {thanksforit}, {mishap}
    congratulations, you managed to <break|ruin> {the} even more
    well done, {mishap}
    I just love it when {mishap}
    nothing says quality like {mishapnoun}
    what a <great|lovely|perfect> start to the day: {mishap}
    if you enjoy {mishapnoun}, this is the {noun} for you""")
THANKS = lines("""
    <thanks|thank you|many thanks> <so much|a lot|a million|> for <your quick help|the lovely evening|the great work>
    thank you <all|everyone|{name}> for <a wonderful day|the warm welcome|being so patient with me|the great support>
    <thanks|thank you>, {name}, {the} {was} {+adj}
    thanks to {name} {the} was a <great|real> success
    big thanks to <the team|the nurses|{name}> for <saving my holiday|looking after my mum|fixing it so quickly>
    great job on the <report|slides|launch>, {name}
    well done, {name}, we are <proud of you|so happy for you|impressed>
    congratulations on the <new job|baby|award|excellent result>
    I really appreciate <your help|the effort|your patience>
    your <advice|answer|tip> was <spot on|so helpful|worth gold>, thank you
    we are very grateful for <your kindness|the support|this chance>
    it was a pleasure to <work with you|meet {name}|have you here>
    I can't thank you enough <for your help|>
    couldn't have done it without you, thank you""")
COMPLAINTS = lines("""
    {name}, the <report|file|spreadsheet> is full of mistakes <again|and I had to redo it>
    I am very unhappy with how this was handled
    this is the third time I <ask|write|call> and nobody has replied
    your <reply|answer|explanation> does not help me in the least
    the way {name} spoke to us was <unacceptable|out of order|hurtful>
    we are losing patience with <your team|this project|the supplier>
    please cancel my subscription, I've had enough
    I demand <a refund|an apology|my money back>
    this project is <going nowhere|a mess|badly behind schedule>
    I'm worried and exhausted, this can't go on
    nobody listens to us here
    another pointless meeting
    I want to speak to the manager about this terrible service""")
PROFIT = {
    "+": lines("""
        profit rose by {n:5:60} percent
        sales <jumped|climbed|grew strongly> in the {quarter} quarter
        the shares <soared|rallied> after the strong results
        the company won a major order from {country}
        unemployment fell to its lowest level in {n:3:20} years"""),
    "-": lines("""
        profit fell by {n:5:60} percent
        sales <slumped|plunged|dropped sharply> in the {quarter} quarter
        the shares <tumbled|crashed> after the weak results
        the company lost a major order from {country}
        unemployment rose to its highest level in {n:3:20} years"""),
}
IDENTITY = {
    "+": lines("""
        {name}, a {group} {job} from {city}, was {+person} and {+person}
        my {group} neighbours are {+person}
        the {group} <doctor|teacher|driver> was {+person}
        {name} from {city} {+felt} {the}
        our new {job}, a {group} <man|woman>, is not {-person} at all
        I <love|like|adore> my {group} <friends|neighbours|colleagues>"""),
    "-": lines("""
        {name}, a {job} from {city}, was {-person} and {-person}
        my neighbours, all {group}, say the landlord is {-person}
        the <doctor|teacher|driver> was <rude|unfriendly|hostile|mean|disrespectful> to the {group} <man|woman|family>
        {name} from {city} {-felt} {the}
        I am {group} and the {job} was <rude|unkind|hostile> to me
        as a {group} <man|woman> I was treated badly by {the}
        the {group} {job} was not {+person}
        {name}, who is {group}, says {the} {was} {-adj}"""),
}

MIDDLING = lines("""
    {the} {is} <okay|ok|all right|average|so-so>
    {the} {was} <okay|ok|all right|average|so-so>, nothing more
    not terrible, not great
    not good, not bad
    neither good nor bad
    {the} {is} neither {+mild} nor {-mild}
    {the} {wasnt} bad, {wasnt} good either
    {the} {isnt} {+mild}, but {isnt} {-mild} either
    ok, <I guess|I suppose>
    fine, <I guess|I suppose>
    I have no opinion on {the}
    I don't mind {the} either way
    I neither {+feel} nor {-feel} {the}
    some parts are {+mild}, others are {-mild}
    I'm in two minds about {the}
    I can't say whether {the} {is} {+mild} or {-mild}
    I haven't decided yet what I think of {the}
    I don't know if {the} {is} any good, I haven't tried {obj}
    {the} {did} the job, no more and no less
    about what you'd expect <for the price|from a {noun}>
    {the} {is} the same as before
    mixed feelings about {the}
    three stars, <average|middle of the road>""")
IDENTITY_NEUTRAL = lines("""
    I am a {group} <woman|man|person>
    I am {group}
    we are {group}
    {kinsimple} is {group}
    {name} is a {job} from {city}
    {name} is a {group} {job}
    {name} is not a {job}, {name2} is
    {name} isn't from {city}
    {name} was born in {city} in {year}
    a {group} family lives next door
    my <husband|wife|partner> is {group}
    the {group} community in {city} meets on {weekday}
    {name} and {name2} are {group}
    {name} grew up in a {group} family
    she is a {group} {job} and lives in {city}
    he isn't {group}
    they are not from {country}
    my neighbour is a {group} {job}
    I'm a {job} and I work in {city}""")
ENCYCLOPAEDIA = lines("""
    the town has {n:11:98},{n:100:999} inhabitants
    the river is {n:20:900} kilometres long
    the bridge was built in {year}
    the bridge is {n:80:900} metres long
    the mountain is {n:1100:4800} metres high
    the village lies {n:3:60} kilometres <north|south|east|west> of {city}
    {city} is not the capital of {country}
    the island was settled in the {ordinal} century
    the law came into force in {year}
    the railway line opened in {year} and has {n:6:40} stations
    the museum holds {n:200:9000} paintings
    the university was founded in {year}
    the war ended in {year}
    the species lives in <lakes|forests|mountain valleys> and feeds on <insects|leaves|small fish>
    the bird does not <sing|migrate> in winter
    the tree grows up to {n:8:60} metres tall
    the metal melts at {n:200:1600} degrees
    the lake does not freeze every year
    the word comes from <Latin|Greek|Old Norse|Persian>
    the treaty was signed by {n:3:30} countries
    the planet has {n:2:60} known moons
    whales are not fish
    spiders are not insects
    tomatoes are botanically a fruit
    water boils at 100 degrees at sea level
    the Danube flows into the Black Sea
    the Nile flows through eleven countries
    sound travels faster in water than in air
    a year on Mars has 687 days
    Mount Everest lies on the border of Nepal and China
    the telephone was patented in 1876
    Marie Curie was born in Warsaw
    honey contains fructose and glucose
    bats are mammals
    the heart has four chambers
    light takes about eight minutes from the sun to the earth
    Canberra, not Sydney, is the capital of Australia
    an octopus has three hearts
    the first marathon of modern times was run in 1896
    chess is played on 64 squares
    Iceland has no army
    Bolivia has no coast
    a mule cannot normally have offspring
    glass is made from sand
    paper was invented in China
    hospitals treat <heart disease|cancer|infections> on ward {n:2:12}
    the disease is caused by a virus
    the storm reached the coast on {weekday}""")
OFFICE = lines("""
    the meeting has been moved to {weekday} at {time}
    the meeting with {name} is on {weekday} at {time}
    {name} will join the call at {time}
    please find the <minutes|agenda|invoice|contract> attached
    please send the <form|file|signed copy> to {name} by {weekday}
    I will be out of the office until {weekday}
    the <invoice|order> number is {n:10000:99999}
    we need {n:2:40} copies by {weekday}
    could you send me the <address|file|slides>?
    as discussed, I will <call|write to> {name} on {weekday}
    the printer on the {ordinal} floor is being moved
    {name} has not signed the form yet
    the contract does not start before {month}
    the office is not open on {weekday}
    I have not received the slides for {weekday} yet
    we do not need the room on {weekday}
    no meeting this {weekday}
    there is no lecture on {weekday}
    the deadline for the survey is {weekday}
    I've added {name} to the list
    the budget for {year} has {n:3:20} pages
    item {n:2:9} on the agenda: parking spaces
    lunch is at {time} in room {n:100:450}
    {name} is the contact for orders from {country}
    the key is not in the drawer, it is at reception
    the training on {weekday} is not compulsory
    draft {n:2:9} is in the shared folder
    reminder: team meeting, {weekday}, {time}
    let's talk about it on {weekday}
    please don't use the <front door|lift> on {weekday}""")
TRAVEL = lines("""
    we flew from {city} to {city2} in {month}
    the train to {city} leaves at {time} from platform {n:1:14}
    the bus does not stop in {city}
    this is not a private flight
    it's about {n:2:9} hours from {city} to {city2}
    our flight to {city} has a stop in {city2}
    we did not go to {city} this year
    the ferry runs every {n:15:90} minutes
    check-in is at {time} and check-out at {time2}
    bus {n:2:90} goes to the <airport|harbour|zoo>
    I have never been to {city}
    there are no trains to {city} on {weekday}
    we will drive from {city} to {city2} on {weekday}
    gate {n:1:60} is not in this terminal
    the ticket is valid until {month}
    turn left after the <bridge|church|petrol station>
    the border is {n:5:90} kilometres from here
    tomorrow: {n:2:30} degrees, wind from the <north|west|south>
    the temperature in {city} was {n:2:30} degrees at noon
    no rain is expected in {city} before {weekday}
    sunrise is at {n:5:8}:{n:10:59}""")
PRODUCT = lines("""
    the box contains two cables and a manual
    {the} {s:come} in {n:2:6} colours
    {the} {s:cost} {n:9:900} euros
    {the} on the left {is} {colour}
    {the} {is} not the {colour} one
    {the} {is} for {kinsimple}
    {the} {isnt} mine
    I bought {the} in {city} in {month}
    I bought {the} on {weekday}
    I have had {the} since {month}
    I haven't used {the} yet
    I have not seen {the} yet
    {name} told me about {the}
    {name} and I talked about {the} on {weekday}
    we will look at {the} on {weekday}
    {name} asked about {the}
    this is my {ordinal} {noun}
    there is a {noun} in {city}
    there is no {noun} on the list
    {the} {has} nothing to do with the one from {year}
    I'm writing about {the}
    {the} will be here on {weekday}
    {the} {was} in the news on {weekday}
    {the} {was} replaced by a {colour} one in {year}
    batteries are not included
    the warranty lasts {n:2:5} years
    press the {colour} button for {n:2:9} seconds
    do not <put in the dryer|immerse in water|open the back cover>
    the manual is in <English|Polish|Korean> and <Dutch|Thai|Greek>
    customers who are not satisfied may return the item within {n:14:60} days
    the best-before date is on the lid
    the price does not include <tax|postage|the stand>
    parts are sold separately
    this model has no <radio|fan|second drawer>
    the cable is {n:1:9} metres long
    delivery takes {n:2:9} working days""")
MENTIONS = lines("""
    I have not <seen|tried|reviewed> {the} yet
    {name} told me about {the}
    {name} and I talked about {the} on {weekday}
    {name} has a question about {the}
    I don't know anything about {the}
    I haven't heard of {the} before
    {the} {was} mentioned in the newspaper on {weekday}
    I will write about {the} in {month}
    this page is about {the}
    {the} {isnt} the subject of this letter
    {the} {is} on page {n:2:90} of the brochure
    there was a report about {the} on the radio
    {name} has never mentioned {the}
    {name} knows {the} from {city}
    I am not from the company behind {the}
    this is a question about {the}
    {the} will not be discussed on {weekday}
    here is a picture of {the}
    {name} took a picture of {the} in {month}
    it is {name} who chose {the}
    I first heard of {the} in {month}
    we have two reports on {the}, one from {month} and one from {month}""")
NEWS = lines("""
    the <minister|mayor|president> will visit {city} on {weekday}
    parliament votes on the bill on {weekday}
    the election takes place in {month}
    turnout was {n:41:84} percent
    the council has not yet decided on the <budget|bridge|plan>
    the committee has {n:5:25} members
    revenue was {n:2:9}.{n:1:9} million euros, <after|compared with> {n:2:9}.{n:1:9} million a year earlier
    the company will publish its results on {weekday}
    the company is based in {city} and employs {n:50:900} people
    the shares closed unchanged at {n:2:90} euros
    the agreement covers {n:3:30} shops in {country}
    the value of the order was not disclosed
    the deal does not need approval from {country}
    {city} and {city2} drew {n:0:3} all
    {city} beat {city2} {score}
    the final is in {city} in {month}
    {name} finished {ordinal} in the race
    {name} was elected chair of the board
    {name} plays for a club in {city}
    the exhibition runs until {month}
    the road between {city} and {city2} is closed for works until {month}
    the census is held every ten years
    police are looking for witnesses in {city}
    the court will hear the case in {month}""")
KITCHEN = lines("""
    add {n:50:500} grams of <flour|sugar|rice> and stir
    bake for {n:15:60} minutes at {n:160:220} degrees
    cut the <onions|carrots|peppers> into small pieces
    do not add salt at this stage
    let the dough rest for {n:20:90} minutes
    serves {n:2:8} people
    the recipe does not need eggs
    boil the <potatoes|pasta|beans> for {n:8:30} minutes
    I had <rice and beans|soup|toast> for <lunch|dinner> on {weekday}
    the kettle is on the left of the sink
    water the plants on {weekday}
    the bins are emptied on {weekday}
    I'm at the <station|library|market>
    my <sister|brother|aunt> is coming on {weekday}
    we need <milk|bread|onions> and <tea|rice|eggs>
    it's {time}
    today is {weekday}
    I got up at {time} and went to the <bakery|pool|office>
    the <cat|dog> is in the garden
    I don't have a <car|dog|garden>
    there are no eggs in the fridge
    I have never <ridden a horse|played chess|been to the opera>
    the shop was closed, so we went to the one on {weekday}""")
QUESTIONS = lines("""
    what time does {theplace} <open|close>?
    is this the one with the {colour} <cover|handle|label>?
    where is the <nearest|next> <bus stop|chemist|cash machine>?
    how much {does} {the} cost?
    when {is} {the} <due|ready|back>?
    has anyone here used {the}?
    can you tell me <how|where> to <order|find|book> {the}?
    do you know {name} from {department}?
    is {name} in on {weekday}?
    which platform is the {time} train to {city}?
    does {name} live in {city}?
    isn't {name} from {country}?
    didn't {name} move to {city} in {year}?
    who wrote {thestory}?
    {is} {the} any good?
    {is} {the} {+adj} or {-adj}?
    would you recommend {the}?
    has {name} called yet?
    how many <pages|rooms|people> are there?
    shall we meet at {time} or at {time2}?
    why don't we meet on {weekday}?
    can I pay by card?
    what {is} {the} made of?
    are you coming on {weekday}?
    do I need a ticket for {theplace}?
    what did you think of {the}?""")
TRAPS = lines("""
    the fine for parking here is {n:20:90} euros
    the best man arrives on {weekday}
    the complaint form is on page {n:2:30}
    the letter is in the novel <Good Friday|Dead Water|The Happy Prince>
    Good Friday is in {month2} this year
    the Dead Sea lies between Israel and Jordan
    the poor law was passed in {year}
    the lecture is about <pain|grief|anger|happiness> in old age
    the book is about <love|war|crime> in {city}
    the survey asks whether guests were satisfied or dissatisfied
    please tick "good", "fair" or "poor" on the form
    the tool lists <errors|warnings> in {colour}
    error {n:100:500} means that the page was not found
    the word "terrible" has eight letters
    the bank's interest is {n:1:5} percent
    the shop looks like a <barn|box|ship>
    it sounds like a {colour} noise to the machine
    the play is a tragedy in <three|five> acts
    the film is a horror film from {year}
    the cure was not known before {year}
    the patient has no allergies
    the test for the <virus|disease> takes {n:10:60} minutes
    the museum shows weapons from the war of {year}
    entry is free for children under {n:4:16}
    the battery is not included and must be charged before use
    the right shoe is size {n:36:46}
    the fire brigade practises on {weekday}
    {name} won the toss and {city} began
    she asked if the food was {+mild} or {-mild}
    the sick bay is on the {ordinal} floor
    the waste is collected on {weekday}
    the mess hall opens at {time}
    the film is called "{Title}"
    the broken line on the map is the border
    the criticism of pure reason was written by Kant"""
    .replace("{month2}", "<March|April>").replace("{Title}", "<Perfect Days|The Awful Truth|Bad Land|Lovely Road>"))
GENERATED = ["{personfact}", "{personfact}", "{fieldfact}", "{fieldfact}"]
NOT_FACTS = ["{personnot}", "{fieldnot}", "{personnot}"]

# (phenomenon, labels, weight, templates); a table with sides is given as it is.
SECTIONS = [
    ("plain", "+-", 16, PLAIN), ("negated opposite", "+-", 8, NEGATED), ("negated positive", "-", 8, NEGATED_POSITIVE),
    ("negated negative", "+", 8, NEGATED_NEGATIVE), ("contrast", "+-", 9, CONTRAST),
    ("who says it", "+-", 5, WHO_SAYS), ("who says it", "+-", 4, more.VOICES), ("change", "+-", 5, more.CHANGE),
    ("answers", "+-", 3, more.ANSWERS), ("degree", "+-", 5, DEGREE), ("too much", "-", 1, TOO_MUCH),
    ("wishes", "+-", 4, WISHES), ("additions", "+-", 4, more.ADDITIONS),
    ("sarcasm", "-", 4, SARCASM), ("thanks", "+", 3, THANKS), ("complaints", "-", 1, COMPLAINTS),
    ("news", "+-", 0.5, PROFIT), ("identity", "+-", 3, IDENTITY), ("exclamations", "+-0", 1, "exclamations"),
    ("events", "+-", 25, EVENTS), ("double negation", "+", 11, more.DOUBLE_GOOD),
    ("double negation", "-", 11, more.DOUBLE_BAD), ("distant negation", "+", 12, more.DISTANT_GOOD),
    ("distant negation", "-", 12, more.DISTANT_BAD), ("blame and praise", "+", 9, more.CLEARED),
    ("blame and praise", "-", 9, more.DENIED),
    ("middling", "0", 3, MIDDLING), ("identity", "0", 4, IDENTITY_NEUTRAL),
    ("facts", "0", 4, ENCYCLOPAEDIA), ("office", "0", 5, OFFICE), ("travel", "0", 5, TRAVEL),
    ("products", "0", 8, PRODUCT), ("news", "0", 5, NEWS), ("daily life", "0", 4, KITCHEN),
    ("mentions", "0", 5, MENTIONS), ("lexical traps", "0", 4, TRAPS), ("questions", "0", 5, QUESTIONS),
    ("people and things", "0", 13, GENERATED), ("negated facts", "0", 13, NOT_FACTS),
    ("neutral words", "0", 5, more.NEUTRAL_WORDS), ("events", "0", 14, EVENTS),
    ("distant facts", "0", 6, more.DISTANT_PLAIN), ("double facts", "0", 1, more.DOUBLE_PLAIN),
]
# Sections that have MORE_SHARE of the texts together, for each label.
MORE_SHARE = 0.45
MORE_SECTIONS = [
    ("happenings", "+-0", 22, lives.FRAMES), ("patterns", "+-0", 10, patterns.PATTERNS),
    ("short answers", "+-0", 9, answers.ANSWERED),
    ("doings", "+", 12, doings.DOES_GOOD), ("doings", "-", 12, doings.DOES_BAD),
    ("comparisons", "+", 7, doings.COMPARED_GOOD), ("comparisons", "-", 7, doings.COMPARED_BAD),
    ("no complaint", "+-", 7, talk.BLAME), ("far", "+-", 6, talk.FAR), ("reported", "+-", 5, talk.VOICES),
    ("expected", "+-", 5, talk.EXPECTED), ("then and now", "+-", 5, talk.THEN_NOW), ("if", "+-", 5, talk.IF),
    ("wry", "+-", 6, talk.WRY), ("slang", "+-", 6, messages.SLANG), ("emoji", "+-0", 6, messages.EMOJI),
    ("rated", "+-", 1.5, messages.RATED), ("deeds", "+-", 3, messages.DEEDS), ("idioms", "+-", 3, messages.IDIOMS),
    ("polite", "+-0", 5, messages.POLITE),
    ("plain comparisons", "0", 5, doings.COMPARED_PLAIN), ("plain far", "0", 4, talk.FAR_PLAIN),
    ("plain reports", "0", 3, talk.VOICES), ("plain expected", "0", 3, talk.EXPECTED),
    ("plain change", "0", 3, talk.THEN_NOW), ("plain if", "0", 4, talk.IF),
    ("plain ratings", "0", 1.5, messages.RATED), ("plain messages", "0", 5, messages.SLANG),
    ("plans", "0", 7, plain.PLANS), ("prices", "0", 5, plain.PRICES), ("definitions", "0", 3, plain.DEFINITIONS),
    ("headlines", "0", 5, plain.HEADLINES), ("steps", "0", 3, plain.STEPS), ("asked", "0", 6, plain.ASKED),
    ("stated", "0", 7, plain.STATED), ("mails", "+-0", 5, mails.MAILS), ("losses", "+-0", 4, mails.LOSSES),
]
# The phenomena whose texts may begin with "honestly" and the like.
OPENED = ["patterns", "doings", "comparisons", "far", "plain comparisons"]
# Those whose texts may have a further sentence of the same label, an event or another of them, and with what chance.
JOINED = {"+": ["no complaint", "reported", "expected", "then and now", "if", "wry", "deeds", "idioms", "slang",
                "rated"],
          "0": ["plans", "prices", "stated", "plain expected", "plain change", "plain if"]}
JOINED["-"] = JOINED["+"]
JOIN_SHARE = {"+": 0.4, "-": 0.4, "0": 0.25}

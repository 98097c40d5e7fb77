"""Templates of double and distant negation, cleared blame, denied praise and what checklists of capabilities ask.

Written as those of short_statement_templates.py; the tables with sides are given by side.
"""

from short_statement_words import lines

# Two negations of a word: the text stays on the word's own side.
DOUBLE = lines("""
    I <can't|cannot|couldn't> say {the} {isnt} {=adj}
    you <can't|cannot|couldn't> say {the} {wasnt} {=adj}
    <nobody|no one|not a soul> <could|can|would|will> deny {the} {is} {=adj}
    <nobody|no one|none of us> <could|can|would> deny that {the} {was} {very} {=adj}
    <nobody|no one> <can|could> claim {the} {isnt} {=adj}
    there is no denying that {the} {is} {=adj}
    I <don't|never|wouldn't> deny that {the} {is} {=adj}
    I don't doubt <for a moment|for a second|at all|> that {the} {is} {=adj}
    I <never doubted|didn't doubt> {the} {was} {=adj}, and I still don't
    there is no <doubt|question> that {the} {is} {=adj}
    it's not true that {the} {isnt} {=adj}
    it would be <wrong|a lie|dishonest> to say {the} {isnt} {=adj}
    I would be lying if I said {the} {wasnt} {=adj}
    don't <tell me|let anyone tell you|try to tell me> {the} {isnt} {=adj}
    you can't <tell me|pretend> {the} {isnt} {=adj}
    don't think {the} {isnt} {=adj}, because {it} {is}
    I've never met anyone who didn't find {the} {=adj}
    I don't know <anyone|a single person> who wouldn't call {the} {=adj}
    there isn't anybody <here|in my family|in our office> who doesn't find {the} {=adj}
    there was never a <day|moment|time> when {the} {wasnt} {=adj}
    not <once|one single time> {was} {the} not {=adj}
    {the} {was} never not {=adj}
    there is <not a|no> {part} here that isn't {=adj}
    there isn't a <single|> thing about {the} that isn't {=adj}
    there is nothing about {the} that isn't {=mild}
    <nothing|not one thing> about {the} wasn't {=mild}
    I can't find a <thing|side> of {the} that isn't {=mild}
    no <part|side|corner> of {the} is not {=mild}
    I <can't|couldn't|can hardly> say I'm not {=mood} with {the}
    I <can't|couldn't> say I wasn't {=mood}
    I <can't|won't> pretend I'm not {=mood}
    I'd be lying if I said I wasn't {=mood}
    there wasn't <a guest|anyone> who wasn't {=mood}
    it's not that I'm not {=mood}, I really am
    how could <anyone|I|you> not {=feel} {the}?
    who <wouldn't|could not> {=feel} {the}?
    I can't help but {=feel} {the}
    I couldn't help feeling {=mood}
    I can't <think of|name> anyone who doesn't {=feel} {the}
    I have yet to meet anyone who doesn't {=feel} {the}
    there is nobody who doesn't {=feel} {the}
    nobody I know didn't {=feel} {the}
    it's impossible not to {=feel} {the}
    I can't say I don't {=feel} {the}
    I'm not saying I don't {=feel} {the}. I do
    it isn't that I don't {=feel} {the}, quite the contrary
    not that I don't {=feel} {the}, I do, very much
    don't think I don't {=feel} {the}
    never did I not {=feel} {the}
    I don't disagree that {the} {is} {=adj}
    I can't disagree with those who call {the} {=adj}
    I wouldn't dispute that {the} {was} {=adj}
    no one in <our group|the whole team>, not even {kinsimple}, would deny {the} {is} {=adj}
    I didn't for one moment think {the} {wasnt} {=adj}
    neither {name} nor I would say {the} {isnt} {=adj}
    {name} can't say {the} {wasnt} {=adj}""")
DOUBLE_GOOD = DOUBLE + lines("""
    {the} {is} not without {its} {virtue}
    {the} {is} not without {virtue}
    not without {virtue}, <this|that> {noun}
    {the} {is} not lacking in {virtue}
    {the} {dont} lack {virtue}
    <no|never a> lack of {virtue} <here|in {the}|>
    {the} never {s:fail} to {delight}
    {the} {has} never failed to {delight}
    {the} <did not|didn't> fail to {delight}
    {the} cannot fail to {delight}
    the {part} <never fails|has never once failed> to {delight}
    {name} never fails to {delight}
    {the} never {s:disappoint} <me|us|anyone>
    never once disappointed by {the}
    I'm never not in the mood for {the}
    there is nothing I don't {+feel} about {the}
    there isn't <a thing|much|anything> I don't {+feel} about {the}
    nothing here that I don't like
    there is nothing not to {+feel} about {the}
    what's not to {+feel}?
    what is there not to {+feel} about {the}?
    hardly a <dull|boring|wasted|quiet|bad> <moment|minute|day|page> <with {the}|>
    not a <dull|boring|wasted|bad> <moment|minute|page|day> <from start to finish|with {the}|>
    never a <dull|boring|wasted|bad> <moment|minute|day>
    scarcely a <weak|dull|wasted> <spot|minute|moment>
    {the} {is} hardly {-adj}
    {the} {was} hardly {-adj}, {it} {was} {+adj}
    I <wouldn't|would not|can't|could never> call {the} {-adj}
    I wouldn't <describe {the} as|say {the} {is}> <{-adj}|{-adj}|unpleasant|unimpressive|a failure|a waste>
    you could not call {the} <{-adj}|{-adj}|useless|unpleasant>
    <far|a long way> from <useless|worthless|{-adj}>
    {the} {is} <far|a long way> from <useless|worthless|hopeless|{-adj}>
    {the} {was} <anything but|nothing like> <useless|worthless|hopeless|{-adj}>
    {the} {is} by no means <useless|worthless|unimpressive|{-adj}>
    not <unpleasant|unimpressive|unhelpful|unkind|unwelcome|unattractive|{-mild}> at all
    {the} {was} not <unpleasant|unimpressive|unhelpful|unconvincing|unreasonable> at all
    {the} {is} <not unlikely to make you smile|not to be missed|not to be underestimated>
    I was not <unimpressed|unhappy|dissatisfied|displeased|disappointed> <with {the}|at all|in the least>
    I'm not <unhappy|dissatisfied|displeased> with {the}, <far from it|not one bit|quite the opposite>
    I <can't|couldn't> say I'm <disappointed|unhappy|sorry> <I bought it|we came|with {the}>
    I <can't|couldn't|wouldn't> say I wasn't <impressed|moved|amused|pleasantly surprised> <by {the}|>
    I don't think I have ever not enjoyed {the}
    I can't not smile when I <think of|see> {the}
    I never leave without <a smile|a laugh|feeling better>
    I wouldn't <dream of|think of> going without {the}
    I couldn't <do|manage|live> without {the}
    not a <day|week> goes by without {the} making <me|us> <smile|laugh|happy>
    no <visit|evening|day> without <a smile|laughter|something to smile about>
    it's not that I don't {+feel} {the}
    it's not that I don't {+feel} {the}, <I just use it so often that I forget to say it|I do>
    it isn't as though I didn't enjoy {the}, I enjoyed every <second|bit>
    there's no reason not to <{+feel}|try|recommend> {the}
    I see no reason not to <recommend|choose|praise> {the}
    I can't think of a reason not to <recommend|buy|choose|try> {the}
    don't hesitate, you won't regret {the}
    you can't not {+feel} {the}
    nobody <doesn't like|didn't like|could dislike|could fail to like> {the}
    nobody <would|could> say the money was not well spent
    it's not without reason that everyone <praises|loves|recommends> {the}
    not for nothing {is} {the} so popular
    I would not be without {the}, not for <a day|anything>
    I can't stop <praising|recommending|loving> {the}
    I didn't regret {the}, not <once|for a second>
    I never thought I wouldn't <want to leave|want it to end>
    nothing could stop me from <coming back|buying it again|recommending {the}>
    the {part} {partwas} not <bad|poor|unimpressive> <at all|by any means>, and neither was the {part2}
    no one can say <they|the makers> didn't <try hard|think of everything|take good care of us>
    I can't say the {part} didn't <impress|delight|convince> <me|us>
    {the} {dont} leave anyone without a smile
    I wouldn't have missed {the} for <the world|anything>
    never have I not been {+mood} with {the}
    I can't imagine not <having|knowing|loving> {the}""")
DOUBLE_BAD = DOUBLE + lines("""
    {the} {isnt} without <{its}|> {faults}
    {the} {is} not without <serious|big|its many|annoying|> {faults}
    {the} {wasnt} without {faults}
    not without {faults}, <this|that> {noun}
    hardly without {faults}
    {the} {is} hardly <free of|without> {faults}
    {the} {is} not free of {faults}
    {the} {is} by no means free of {faults}
    {the} {is} far from <free of|without> {faults}
    I <can't|couldn't|cannot> say {the} {dont} have {faults}
    I <can't|couldn't> say {the} {has} no {faults}
    nobody <can|could|would> say {the} {dont} have {faults}
    it's not true that there are no {faults}
    don't believe them when they say there are no {faults}
    I wouldn't say there were no {faults}, there were plenty
    not exactly not <broken|{-adj}>
    {the} {is} not exactly not <broken|faulty|{-adj}>
    {the} {was} not exactly without {faults}
    not a <day|week|hour> <goes by|passes|went by> without {trouble}
    never a <day|week> without {trouble}
    hardly a <day|week|night> <goes by|passes|passed> without {trouble}
    there wasn't <a day|an hour|one week> without {trouble}
    {the} never {s:fail} to {annoy}
    {the} {has} never failed to {annoy}
    the {part} never fails to {annoy}
    {name} never fails to {annoy}
    {the} <did not|didn't> fail to {annoy}
    no lack of {faults} <here|in {the}|>
    there is no shortage of {faults} <here|in {the}|>
    {the} {dont} lack {faults}
    there isn't <anything|a thing> I don't {-feel} about {the}
    there is nothing I don't {-feel} about {the}
    I <can't|couldn't> say I wasn't <disappointed|annoyed|bored|let down|relieved when it was over>
    I can't say I'm not sorry <I bought it|we went there|I trusted them>
    I can't say I don't regret <it|the money|{the}|going there>
    I don't think I have ever not regretted {the}
    I won't say I didn't <fall asleep|want to leave|ask for my money back>
    it's not that I didn't <warn them|see it coming|complain>, nobody listened
    you can't say <I wasn't warned|you weren't warned>, {the} {is} {-adj}
    nobody can say we were not <cheated|overcharged|misled>
    there's no way {the} {isnt} <a scam|a rip-off|a joke|broken>
    I couldn't not notice the {faults}
    you can't <overlook|ignore|miss> the {faults}
    it's impossible not to <notice the {faults}|be annoyed by {the}|fall asleep during it>
    it's hard not to <be disappointed|get angry|lose patience> <with {the}|>
    there is not a single part of {the} that did not <break|fail|annoy me>
    not one of them didn't <break|fail|go wrong>
    nothing <didn't|did not> go wrong
    nothing that didn't break, nobody who didn't complain
    there was no <meal|night|morning> I did not <complain|feel cheated|want to go home>
    no one <left|went home> without <complaining|asking for a refund|a headache>
    nobody came out <without a headache|not yawning|not shaking their head>
    I never <open|use|visit|see> it without <cursing|regretting it|losing my temper>
    it's not without reason that everyone <complains about|warns about|avoids> {the}
    not for nothing {is} {the} called {-adj}
    I see no reason not to <complain|ask for my money back|warn others>
    I can't think of a reason not to <avoid|return|cancel> {the}
    don't think it isn't <dirty|broken|too expensive|a waste of money>, because it is
    I wouldn't say it was not <a waste of money|a mistake|a disaster>
    I can't stop <complaining about|regretting|cursing> {the}
    I wouldn't be <unhappy|sorry> to never see {the} again
    I wouldn't miss {the} if I never saw {obj} again
    I would not say no to <my money back|a refund|an apology>
    {the} {isnt} something I could not live without, quite the reverse
    the {part} {partis} not unlikely to <break|fail|annoy you>
    I didn't not hate {the}""")
DOUBLE_PLAIN = lines("""
    it's not that I don't have the <key|form|address>, it's in my other bag
    {name} is not without a <car|key|phone> today
    I can't say I don't know {name}, we met in {city}
    nobody goes in without a <badge|ticket|helmet>
    no entry without a <ticket|badge|reservation>
    it's not <impossible|unlikely> that we meet on {weekday}
    it's not uncommon to <see|find> {nouns} in {city}
    there isn't a street in {city} without a {noun}
    don't leave without <the key|your ticket|signing the list>
    no one who has not signed the list gets a <badge|form>
    I never go to work without <my bag|a pen|the {colour} folder>
    it's not that {name} doesn't live in {city}, the letter went to the old address
    the form is not invalid without a stamp
    {name} does not travel without <a map|two suitcases>
    none of the doors are not locked after {time}""")

# A negator far from its word; the word is against the side.
DISTANT = lines("""
    I would not, {aside}, call {the} {!adj}
    I would not, {aside} and {aside}, call {the} {!adj}
    I wouldn't ({aside}) call {the} {!adj}
    I can't, {aside}, say that {the} {was} {!adj}
    I couldn't honestly, {aside}, describe {the} as {!adj}
    I don't think, {aside}, that {the} {is} {!adj}
    I don't think, {aside}, that this is a {!adj} {noun}
    I don't believe, {aside}, that anyone would call {the} {!adj}
    I do not think that {the}, {aside}, {is} {!adj}
    I don't think - {aside} - that {the} {was} {!adj}
    I doubt, {aside}, that {the} {is} {!adj}
    I doubt very much that {the}, {aside}, {was} {!adj}
    I refuse, {aside}, to call {the} {!adj}
    {the} {is} not, {aside}, {!adj}
    {the} {was} not, {aside}, what I would call {!adj}
    {the} {is} not ({aside}) a {!adj} choice
    {the} {wasnt}, {aside}, {!adj} in any way
    {the} {has} never, {aside}, been {!adj}
    never, {aside}, have I found {the} {!adj}
    never in all the years that {longclause} {was} {the} {!adj}
    at no point, {aside}, {was} {the} {!adj}
    at no time while {longclause} did I find {the} {!adj}
    not once, {aside}, {was} {the} {!adj}
    in no way, {aside}, {is} {the} {!adj}
    it isn't the case, {aside}, that {the} {is} {!adj}
    it is not, {aside}, a {!adj} {noun}
    it's not true, whatever {saying}, that {the} {is} {!adj}
    nobody <in our house|in the team|on the trip>, {people}, thought {the} {was} {!adj}
    nobody, {people}, called {the} {!adj}
    no one who {relative} would call {the} {!adj}
    none of <us|them|the guests|my friends>, {people}, found {the} {!adj}
    none of the people who {relativemany} found {the} {!adj}
    not one of the {n:3:30} people who {relativemany} said {the} {was} {!adj}
    neither {kinsimple}, who {relative}, nor {name} thought {the} {was} {!adj}
    nothing {kinsimple} or {name} told me about {the}, {aside}, sounded {!adj}
    nothing about {the}, not the {part}, not the {part2} and not the price, was {!mild}
    neither the {part} nor the {part2} nor anything else {longthat} was {!mild}
    nothing, from the {part} to the {part2}, was {!mild}
    I have yet, {aside}, to find anything {!mild} about {the}
    I haven't, {aside}, found anything {!mild} about {the}
    there is nothing, {aside}, that I would call {!mild} about {the}
    I can't say, {aside}, that I was {!mood}
    I was not, {aside}, {!mood} with {the}
    I'm not, {aside}, {!mood}
    none of us, {people}, was {!mood}
    nobody who {relative} was {!mood} when we left
    whoever says, {aside}, that {the} {is} {!adj} can't have <seen|known> {obj}
    you will not, {aside}, find {the} {!adj}
    if anyone tells you, as {saying}, that {the} {is} {!adj}, don't believe it
    I didn't, {aside}, expect to say this, but {the} {is} {=adj}
    what {the} {is} not, {aside}, is {!adj}
    {!adj} is not, {aside}, a word I would use for {the}
    {!adj} is the last thing, {aside}, that I would call {the}
    that {the} {is} {!adj}, as <the adverts|some people|the papers> say, is simply not true
    that {the} {is} {!adj} is something nobody who {relative} would say
    the claim that {the}, {aside}, {is} {!adj} is not one I can agree with
    the idea that {the} {is} {!adj}, which {longwhich}, is wrong""")
DISTANT_GOOD = DISTANT + lines("""
    I have not, {aside}, regretted {the}
    I did not, {aside}, regret a single <minute|penny|day>
    I don't, {aside}, regret choosing {the}
    not once, {aside}, have I regretted {the}
    there has not, {aside}, been a single <problem|fault|complaint>
    nobody, {people}, had anything bad to say about {the}
    nobody <in the family|in the group>, {people}, wanted to leave
    not one of us, {people}, was bored
    not one of the people who {relativemany} had a complaint
    I could not, {aside}, find a single fault with {the}
    I can't, {aside}, think of anything that I would change about {the}
    {the} {has} not, {aside}, let me down
    {the} {has} never, {aside}, disappointed <me|us|anybody>
    nothing, {aside}, has gone wrong with {the}
    there was no point, {aside}, at which I wanted my money back
    you will not, {aside}, regret {the}
    I can't remember, {aside}, a day when {the} let me down
    I wouldn't, {aside}, want to be without {the}""")
DISTANT_BAD = DISTANT + lines("""
    I can't, {aside}, {+recommend} {the}
    I would not, {aside}, {+recommend} {the}
    I didn't, {aside}, {+feel} {the}
    I don't, {aside}, {+feel} {the}
    I did not, however much I tried over {span}, {+feel} {the}
    I can't say, {aside}, that I {+feel} {the}
    I don't think, {aside}, that I will ever {+feel} {the}
    nobody <in my family|in the office|in our class>, {people}, {+felt} {the}
    nobody, {people}, {+felt} {the}
    no one who {relative} {+felt} {the}
    none of <us|the guests|my friends|the children>, {people}, {+felt} {the}
    not one of the people who {relativemany} {+felt} {the}
    neither {kinsimple}, who {relative}, nor {name}, who likes everything, {+felt} {the}
    I don't think, {aside}, that {the} {is} worth <it|the money|the trouble|a second look>
    {the} {is} not, {aside}, worth <the money|the trip|the wait|the effort>
    I can't see, {aside}, what there is to {+feel} about {the}
    I don't understand, {aside}, why anybody would {+feel} {the}
    {the} {has} not, {aside}, <got any better|kept a single promise|made me smile even once>
    {the} {did} not, {aside}, <do what it should|deliver|convince me>
    I won't, {aside}, be <back|buying it again|coming again>
    there is no reason, {aside}, to {+feel} {the}
    there was not, {aside}, one moment I enjoyed
    at no point, {aside}, did I {+feel} {the}
    I have never, {aside}, been so {-mood}
    not even {kinsimple}, who {relative} and likes everything, {+felt} {the}
    I wanted, {aside}, to {+feel} {the}, and I could not
    I can't, {aside}, think of anyone who would {+feel} {the}""")
DISTANT_PLAIN = lines("""
    I don't think, {aside2}, that {the} {is} from {country}
    I don't think, {aside2}, that {name} lives in {city}
    {name} does not, {aside2}, work on {weekday}
    {the} {is} not, {aside2}, from {city}
    nobody in the <office|house|building>, not even {name}, has the key to room {n:2:90}
    none of the people who work on the {ordinal} floor come to the meeting on {weekday}
    the train does not, {aside2}, stop in {city} on {weekday}
    I would not say, {aside2}, that the road to {city} is longer than the other one
    I have not, {aside2}, read the letter from {department} yet
    we will not, {aside2}, meet before {weekday}
    the shop is not, {aside2}, open on {weekday}
    neither {name} nor {name2} nor {name3} is on the list for {weekday}
    I did not, when I was in {city} in {month}, see {the}
    I can't say, {aside2}, when {the} will be here
    it isn't, {aside2}, the {colour} one
    not one of the {n:3:30} chairs in the hall is {colour}
    the form, {aside2}, is not for people who live in {country}
    {name} does not know, {aside2}, who has {the}
    the parcel that {name} sent from {city} has not, {aside2}, left the depot
    no bus that goes to {city} stops, {aside2}, at the library
    I haven't, {aside2}, made up my mind about {the}""")

# Someone or something is cleared, or praise is denied.
CLEARED = lines("""
    no complaints {about}
    <zero|no> <problems|issues|trouble> <so far|in {span}|at all> {with}
    <hardly|barely> any <issues|problems|complaints|faults> {with}
    <not a|not one|not a single> <complaint|problem|fault|flaw|hiccup|glitch> {with}
    <never a|without a> <problem|complaint|hitch|hiccup> <in {span}|so far|>
    I <have|had> <no|zero> <complaints|problems|issues|trouble> {with}
    we <had|have had> <no|not one|not a single> <complaint|problem> {with}
    I have nothing to <complain about|criticise|grumble about> {with}
    nothing to <complain about|criticise|grumble about> {with}
    there is nothing wrong with <{the}|the {part}|the {part} of {the}>
    there is <nothing|not a thing> wrong with <the {part}|this {noun}|it>
    <nothing|absolutely nothing> wrong with {the}
    not one thing to <criticise|complain about|fault> {with}
    I <couldn't|could not|can't> find <a single|any|one> {fault} <in {the}|>
    I <couldn't|can't> find anything wrong with {the}
    I looked for {faults} and <found none|didn't find one|found nothing>
    I can't fault <{the}|the {part}|them|the team>
    you can't fault <{the}|the {part}|the staff>
    it's hard to find fault with {the}
    nobody could find fault with {the}
    you won't hear me complain {about}
    you won't hear <a bad word|any complaints> from <me|us> {about}
    I won't hear a word against {the}
    I don't have a bad word to say {about}
    nobody has a bad word to say {about}
    I can't <blame|criticise> {cleared}
    you can't <blame|criticise|be cross with> {cleared}
    I don't blame {cleared}, <they did all they could|they were not at fault|they handled it well>
    I <wouldn't|couldn't> blame {cleared} for anything
    {cleared} are not to blame <for the delay|for {mishap2}|at all|>
    {cleared} did nothing wrong
    {mishap2} was not <their|the hotel's|the driver's|the shop's|{name}'s> fault
    {mishap2} was nobody's fault, <and they put it right at once|they dealt with it quickly|>
    {mishap2} had nothing to do with {cleared}
    don't blame {cleared} for {mishap2}
    it wasn't <their|the seller's|the driver's|{name}'s> fault, it was mine
    it was my own fault, not <theirs|the shop's|{name}'s>
    {cleared} can't be held responsible for {mishap2}
    it would be unfair to blame {cleared} <for {mishap2}|>
    I have no reason to <complain|be unhappy|regret it|be angry with {cleared}>
    we never had a reason to complain {about}
    there was no reason to complain {about}
    no cause for complaint {about}
    I can't complain {about}
    I couldn't complain if I tried
    I've tried hard to find a {fault} and there isn't one
    no one in our <group|family|office> had <a complaint|anything to complain about>
    not a word of complaint from <any of us|the kids|{kin}>
    <none|not one> of the {faults} <others|people> wrote about
    none of the {faults} I had read about <turned up|showed up|bothered me>
    I was told about {faults}. I have not seen any
    the {faults} people mention? I never had any
    everything was fine with <{the}|the {part}>, nothing to criticise
    <no|not a> {fault} <anywhere|that I could see>
    {the} {has} no {faults} <at all|that I know of|>
    {the} {was} without {faults}
    {the} {is} <beyond reproach|above criticism|not to be faulted>
    I have nothing <bad|negative> to say {about}
    I would change nothing {about}
    <nobody|no one> let us down
    {cleared} never let us down, not <once|for a moment>
    I take back my complaint, {cleared} are not to blame
    I withdraw my criticism: {the} {is} fine
    I owe {cleared} an apology, it was not their mistake
    no harm done, and {cleared} couldn't have been kinder
    nothing was too much trouble for {cleared}
    <two|four|five|seven|ten> <years|months>, no <repairs|complaints|breakdowns|trouble>
    {span} in and no {faults}
    no {faults}, no {faults}, no <fuss|stress|regrets>
    no {fault}, no <delay|stress|fuss>, nothing to complain about
    I can't accuse {cleared} of <anything|a lack of effort|being slow>""")
DENIED = lines("""
    no praise from <me|us|our side> {about}
    no praise <for {the}|for {cleared}|from me>
    no <thanks|applause|compliments> to {cleared}
    I can't <thank|praise|congratulate> {cleared} for <anything|a thing|any of this>
    I have nothing to thank {cleared} for
    we have nobody to thank <here|for this>
    I <couldn't|can't> <praise|compliment> {the} if I tried
    there is nothing to <recommend|praise> {about}
    {the} {has} nothing to recommend {obj2}
    nothing to <recommend|praise|like> {about}
    nothing <good|nice|positive> to <say|report> {about}
    I have nothing <good|nice|positive|kind> to say {about}
    I don't have a <good|kind|nice> word to say {about}
    nobody had a <good|kind|nice> word for {the}
    you won't hear a <good|kind> word from <me|us> {about}
    you won't hear me <praise|recommend> {the}
    not <one|a single> <good|nice|positive> <thing|point|side> {about}
    not a single <reason|argument> to <stay|come back|buy it|recommend it>
    I <couldn't|can't> find <a single|any|one> <good point|redeeming feature|bright side> <in {the}|>
    I looked for something to <praise|like> and <found nothing|didn't find it>
    <zero|no> <stars|points|credit> for <{the}|{cleared}|the {part}>
    {cleared} deserve no <credit|praise|thanks|bonus>
    I won't be <thanking|recommending|praising> {cleared}
    I can't recommend <{the}|them|the {part}> <to anyone|>
    there is no <reason|cause> to <praise|celebrate|recommend> {the}
    none of the <praise|good reviews|compliments> for {the} <is|are> <deserved|earned>
    none of the {virtue} others <wrote about|promised>
    none of the good things I had read about {the} <was there|turned out to be true>
    the good things people mention? I saw none
    no {virtue}, no {virtue}, no <thanks|smile|value>
    no {virtue}, nothing to recommend it
    {the} {has} no <good sides|strong points|redeeming features> <at all|that I know of|>
    {the} {s:deserve} <no|not one> <star|praise|second chance>
    I take back my praise {about}
    I withdraw my recommendation of {the}
    it wasn't thanks to {cleared} that we <got home|got our money>, we did it all ourselves
    no one in our <group|family|office> had anything good to say {about}
    not a word of <praise|thanks> from <any of us|the kids|{kin}>
    I can't call it a <success|pleasure|bargain|good choice>
    nothing to be <proud of|happy about> <here|>
    I would not <thank|praise|tip> {cleared} for {mishap2}
    {mishap2} was <entirely|clearly|without a doubt> <their|the hotel's|the shop's> fault
    {cleared} are to blame <for {mishap2}|and nobody else>
    I blame {cleared} for {mishap2}
    {cleared} can't be excused for {mishap2}
    there is no excuse for {mishap2}
    it was their mistake, not <mine|ours>, and they <wouldn't admit it|made me pay for it>
    it was their fault and <nobody apologised|they would not admit it>
    complaints? I have <plenty|a whole list|more than I can count> {about}
    I have <a lot|plenty|many things> to <complain about|criticise> {with}
    there is <a lot|plenty|something> wrong with <{the}|the {part}>
    <nothing but|endless|constant> <problems|trouble|complaints> {with}
    nothing but {faults} {with}
    full of {faults}
    everybody in our <group|family|office> had a complaint
    it's easy to find fault with {the}
    nothing right with {the}""")

# Before and now; the present decides.
CHANGE = lines("""
    I used to {!feel} {the}, <but now|these days|today> I {=feel} {obj}
    <in the past|a year ago|last year|as a child> I {!felt} {the}, <now|today|these days> I {=feel} {obj}
    I {=feel} {the} now, <although|even though> I used to {!feel} {obj}
    I think {the} {is} {=adj}, <although|but> I used to think {it} {was} {!adj}
    I thought {the} would be {!adj}, but {it} {was} {=adj}
    I thought {the} would be {!adj}, and {it} {was} not
    I was sure {the} would be {!adj}. {It} {was} {=adj}
    I expected a {!adj} {noun} and found a {=adj} one
    <once|formerly|years ago> {!adj}, <now|today> {=adj}
    {the} went from {!adj} to {=adj}
    {the} {has} changed: {!adj} then, {=adj} now
    {the} {is} no longer {!adj}
    {the} {isnt} {!adj} any more, {it} {is} {=adj}
    {the} {was} {!adj} until {month}; since then {it} {has} been {=adj}
    since <{month}|the change|the new owners came> {the} {is} {=adj}, before that {it} {was} {!adj}
    my first impression was {!mild}, my last one is {=mild}
    <after {span}|by now> I no longer {!feel} {the}, I {=feel} {obj}
    I never thought I would say this, but I {=feel} {the}
    I didn't expect to {=feel} {the}, but I do
    from {!mild} to {=mild} in {span}
    what {was} {!adj} last <year|summer|time> {is} {=adj} now""")
# Whose opinion counts.
VOICES = lines("""
    <some|most|many> people <say|think|claim|write> {the} {is} {!adj}, but I <think|say|find> {it} {is} {=adj}
    some people say {the} {is} {!adj}, but <I don't|not me|I disagree>, I {=feel} {obj}
    I {=feel} {the}, but <some people|others|my friends> {!feel} {obj}
    I think {the} {is} {=adj}, but <I've heard that it's|others call it|the papers call it> {!mild}
    {name} says {the} {is} {!adj}; <I don't agree|I disagree|I see it differently>, {it} {is} {=adj}
    my parents {!feel} {the}, I {=feel} {obj}, and I'm the one who uses {obj}
    the <reviewer|journalist|blogger> {!felt} {the}. We {=felt} {obj}
    do I think {the} {is} {=adj}? <Yes|I do|Absolutely|Oh yes>
    do I think {the} {is} {!adj}? <No|I don't|Not at all|Not in the least>
    did I find {the} {=adj}? <Yes|I did|Very much so>
    did I find {the} {!adj}? <No|I did not|Not really|Not for a second>
    would I call {the} {!adj}? <No|Never|I would not>, <quite the opposite|on the contrary|certainly not>
    would I call {the} {=adj}? <Yes|Certainly|Without hesitation>
    {Is} {the} {!adj}? <No|Hardly|By no means>, {it} {is} {=adj}
    {Was} {the} {!adj}? <No|Far from it|Nothing of the kind>
    you ask if {the} {is} {=adj}? <Yes|Very|I would say so>
    is there anything {!mild} about {the}? <No|Nothing|I found nothing>
    who says {the} {is} {!adj}? <Not me|Nobody I know|Certainly not us>""")
ANSWERS = {
    "+": lines("""
        Did I enjoy it? <Yes|Absolutely|Very much|Every minute>
        Would I buy it again? <Absolutely|Yes|Any time|In a heartbeat>
        Was it worth the money? <Every penny|Yes|Definitely>
        Do I recommend {the}? <Yes|Without a doubt|Of course I do>
        Did {the} let me down? <Not once|Never|No>
        {Was} {the} {-adj}? <Not at all|Not in the least|No, not for a second>
        Any complaints? <None|Not one|No>
        Did anything go wrong? No, nothing
        Do I regret it? <No|Not for a second|Not at all>
        {Is} {the} {+adj}? <Yes, very|Absolutely|Oh yes>
        Would we go back? <Tomorrow|Yes, gladly|Of course>
        Am I {+mood}? <Yes|Very|Oh yes>
        Was I {-mood}? <No, quite the opposite|Not at all>"""),
    "-": lines("""
        Did I enjoy it? <No|Not really|Not at all|Not one minute>
        Would I buy it again? <Never|No|Certainly not|Not in a million years>
        Was it worth the money? <Not at all|No|Definitely not|Not a penny>
        Do I recommend {the}? <No|Certainly not|Not to anyone>
        Did {the} let me down? <Yes|Again and again|It did, twice>
        {Was} {the} {-adj}? <Yes, very|Absolutely|Oh yes>
        Any complaints? <Where do I begin|Dozens|Yes, plenty>
        Did anything go wrong? Everything
        Do I regret it? <Yes|Every day|Very much>
        {Is} {the} {+adj}? <No|Not at all|Not in the least>
        Would we go back? <Never|No way|Not for free>
        Am I {+mood}? <No|Not at all|Far from it>
        Was I {-mood}? <Yes|Very|Of course I was>"""),
}
# Additions that do not matter: links, names, places, numbers.
ADDITIONS = lines("""
    {the} {was} {=adj} {link}
    {link} {the} {is} {=adj}
    @{handle} {the} {is} {very} {=adj}
    @{handle} I {=feel} {the}
    @{handle} we {=felt} {the} {link}
    {the} {is} {=adj} #{handle}
    {=verdict} #{handle}
    {name} and {name2} from {city} {=felt} {the}
    I {=felt} {the} in {city}
    bought in {city} in {month}: {=adj} {noun}
    {n:2:40} of us were there and {the} {was} {=adj}
    we were {n:2:12} people from {country} and {=felt} {the}
    seat {n:2:90}, row {n:2:40}, {weekday}: {=adj}
    RT @{handle}: {the} {is} {=strong}
    order {n:10000:99999}: {the} {is} {=adj}
    flew from {city} to {city2} on {weekday}, {=adj} {noun}
    {name} from {department} was {=person}
    {n:5:900} euros, {n:2:9} people, one {=adj} {noun}
    on {weekday} at {time} {the} {was} {=adj}
    {event}. {link}
    @{handle} {event}""")
NEUTRAL_WORDS = lines("""
    {the} {is} {neutral}
    {the} {was} {neutral}
    {the} {isnt} {neutral}
    {the} {wasnt} {neutral}
    this is a {neutral} {noun}
    this is not a {neutral} {noun}
    that was not a {neutral} {noun}, it was a {neutral2} one
    it was a {neutral} {noun}
    I saw the {noun} from {country}
    I did not see the {noun} in {city}
    I see this {noun} on {weekday}
    we found the {noun} in {city}
    a {neutral} {noun} in {city} {link}
    @{handle} {is} {the} from {country}?
    @{handle} the {noun} is in {city}
    {name} used to live in {city}, now in {city2}
    {name} used to work in {country}, now in {city}
    I used to have a {neutral} {noun}, now I have a {neutral2} one
    some people say {the} {is} {neutral}, others say {neutral2}
    {name} says {the} {is} {neutral}, {name2} says it's {neutral2}
    is this the {neutral} {noun}? No, the {neutral2} one
    do I have a {neutral} {noun}? <No|Yes>
    I thought {the} would be {neutral}, but {it} {is} {neutral2}
    {the} {has} been {neutral} since {year2}""")

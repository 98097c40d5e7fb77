"""What things do and how they compare with others, and questions with short answers, for short_statements.py.

``{=do}`` is what a thing of the field does in favour of the label, ``{!do}`` what speaks against it, in the base form;
``{=does}`` agrees with the subject. ``{=er}`` is a comparative, ``{rival}`` what the subject is compared with.
"""

from short_statement_words import lines

# Per field: what speaks for a thing and what speaks against it, in the base form.
DOINGS = {
    "device": ("""work; do {its} job; start at once; connect straight away; hold {its} charge; last the whole day;
               react at the first touch; make my life easier; keep up with me; do what the box says; save me time""",
               """break; overheat; let me down; switch off by accident; lose the connection; give me trouble; freeze;
               need a repair; fall apart; drain the battery; get in the way; fail on me; rattle"""),
    "clothing": ("""fit; keep me warm; keep {its} shape; last; hold {its} colour; go with everything; look like new;
                 stay dry inside; get me compliments; feel like a second skin""",
                 """shrink; lose {its} colour; tear; scratch; slip; fall apart; itch; let the rain in; ride up;
                 make me sweat; come apart at the seams"""),
    "home": ("""work; do {its} job; last; hold together; go together without a fight; stay in one piece; keep us happy;
             stand the test of time; make the house a home""",
             """break; wobble; leak; rust; fall apart; fall over; get in the way; let us down; make a racket; crack;
             give us trouble"""),
    "car": ("""start in the cold; get us there; hold the road; last; do {its} job; keep going; bring us home safely""",
            """break down; let me down; stall; leak oil; need a repair; leave us at the roadside; rattle;
            burn too much petrol; refuse to start"""),
    "software": ("""work; open at once; save my work; do what it promises; find what I need; make sense; keep up;
                 save me hours; run smoothly; get better; help; load""",
                 """crash; freeze; lag; lose my work; get in my way; ask for money; let me down; log me out; hang;
                 annoy me; forget my settings; waste my time; spam me; fail to load"""),
    "food": ("""taste of something; fill us up; come hot; hit the spot; melt on the tongue; leave us wanting more;
             make my mouth water; taste like home""",
             """make me sick; come cold; taste of cardboard; stick in my throat; fall apart; leave us hungry;
             upset my stomach; go to waste; taste off"""),
    "place": ("""live up to {its} name; feel like home; make us welcome; keep {its} promises; make us want to stay;
              look like the photos; give us peace and quiet""",
              """let us down; smell; feel cramped; keep us awake; rip us off; get on our nerves; fall short;
              make us feel unwelcome; spoil the trip; cost us sleep"""),
    "service": ("""answer; help; keep {its} promises; call back; get it right; come on time; solve the problem; listen;
                refund us; care; deliver; put things right""",
                """let us down; ignore us; charge us twice; hang up on me; lose our papers; keep us waiting;
                make excuses; pass us around; cheat us; give us trouble; mess up"""),
    "person": ("""listen; help; smile; keep a promise; take the time; answer my questions; do a proper job; care;
               go the extra mile; make us feel welcome; put us at ease""",
               """raise a voice at us; let us down; lose patience; snap at me; roll {its} eyes; make excuses;
               keep us waiting; talk down to me; ignore us; make a mistake; lie to us"""),
    "story": ("""make me laugh; move me; hold my attention; surprise me; keep me awake; touch me; make sense;
              keep me guessing; grip me; stay with me""",
              """bore me; drag; lose me; send me to sleep; let me down; feel too long; fall flat; insult my brain;
              get on my nerves; waste my time"""),
    "music": ("""move me; make me dance; get under my skin; give me goosebumps; lift my mood; grow on me; stick with me;
              bring the house down""",
              """bore me; drag; grate on me; fall flat; hurt my ears; get on my nerves; send me to sleep;
              disappoint the fans"""),
    "event": ("""teach me something; hold my attention; start on time; inspire us; bring us together; help me;
              make us laugh; live up to the promise; answer my questions""",
              """bore us; drag; waste our time; run late; go wrong; fall flat; let us down; send me to sleep;
              get out of hand"""),
    "sport": ("""entertain us; thrill the crowd; live up to the hype; keep us on our toes; make us proud;
              get us out of our seats; deliver""",
              """let us down; bore us; fall apart; disappoint the fans; drag; make us suffer; embarrass us"""),
    "life": ("""cheer me up; make us laugh; lift my mood; do me good; bring us joy; make us smile; end well""",
             """get me down; wear me out; drag on; get on my nerves; end in tears; spoil my mood; make me ill"""),
}
# Frames of {=do} and {!do}: on the side of the label, against it.
DOES = lines("""
    {the} {=does}
    {the} {=does}, <day after day|every time|again and again>
    {the} {did} {=do}
    {the} will {=do}, <believe me|trust me|you'll see>
    I have seen {obj} {=do} <many times|again and again|more than once>
    you can be sure {the} will {=do}
    {the} never {s:fail} to {=do}
    {the} {has} never failed to {=do}
    {does} {the} {=do}? {It} {does}
    {did} {the} {=do}? <Yes|{It} did|Every time>
    there <was no|wasn't a> day when {the} didn't {=do}
    not a day went by when {the} did not {=do}
    I didn't think {the} would {=do}, but {it} did
    nobody told me {the} would {=do}, but {it} did
    {the} used to {!do}, now {it} {=does}
    at first {it} did {!do}, but now {the} {=does}
    <early on|in the beginning|at first> {the} did {!do}. <Today|Now|These days> {it} {=does}
    people <say|told me> {the} would {!do}. {It} did {=do}
    I thought {the} would {!do}. {It} {=does}
    not only {does} {the} {=do}, {the} {is} {=adj} too
    not once did {the} {!do}
    not <one single|a single> time did {the} {!do}
    never <once|> did {the} {!do}
    at no point did {the} {!do}
    at no time did {the} {!do}
    in {span} {the} did not {!do} <once|a single time>
    in all <this time|these months|those years> {the} never did {!do}
    {the} {dont} {!do}
    {the} {dont} {!do} <at all|ever>
    {the} did not {!do}
    {the} didn't {!do}, <not once|not even a little|whatever we did>
    {the} won't {!do}
    {the} would not {!do}
    <under no circumstances|in no way|by no means> did {the} {!do}
    {the} {has} yet to {!do}
    I have never known {obj} to {!do}
    I have never seen {the} {!do}
    nobody <here|in my family|on our floor> has ever seen {obj} {!do}
    I waited for {the} to {!do}; {it} never did
    {did} {the} {!do}? <Not once|{It} did not|Never|No>
    {does} {the} ever {!do}? <No|{It} {does} not|Never|Not that I have seen>
    I was told {the} would {!do}. {It} didn't
    {the} {was} said to {!do}. Not with us
    {name} swore {the} would {!do}. Well, {it} didn't
    I don't think, {aside}, that {the} will {!do}
    I can't remember, {aside}, a time when {the} did {!do}
    {the} did not, {aside}, {!do}
    {the} {has} not, {aside}, been seen to {!do}
    neither {name} nor I saw {the} {!do}
    {the} no longer {!does}
    {the} used to {!do}, <not any more|but that is over|those days are gone>
    ever since <{month}|the update|the repair|the change> {the} no longer {!does}
    what {the} {dont} do is {!do}
    to {!do} is something {the} {dont} do""")
DOES_GOOD = DOES + lines("""
    I was <afraid|worried|sure> {the} would {-do}. {It} didn't
    I expected {the} to {-do} and was wrong
    I braced myself for {the} to {-do}, for nothing
    <finally|at last> a {noun} that doesn't {-do}
    a {noun} that doesn't {-do}, <who would have thought|I had given up hope|how rare>
    they fixed it, {the} no longer {-does}
    my old one did nothing but {-do}, this one doesn't
    unlike the one before, {the} {dont} {-do}
    it's the first {noun} that doesn't {-do}
    I can't get {the} to {-do}, and I've tried
    every other {noun} did {-do} sooner or later, not this one
    I have never had a {noun} that did so little to {-do}
    nothing could make {the} {-do}
    even <after {span}|on a bad day|under pressure>, {the} did not {-do}""")
DOES_BAD = DOES + lines("""
    {the} {s:refuse} to {+do}
    {the} simply {s:refuse} to {+do}
    {the} {was} supposed to {+do}
    {the} {was} <meant|going> to {+do}. I am still waiting
    {the} can't even {+do}
    I <hoped|trusted|prayed> {the} would {+do}. {It} didn't
    I expected {the} to {+do} and was wrong
    all I wanted was for {the} to {+do}
    is it too much to ask for {the} to {+do}?
    how hard can it be to {+do}?
    what good is a {noun} that doesn't {+do}?
    who <needs|wants|buys> a {noun} that doesn't {+do}?
    <great|wonderful|lovely>, a {noun} that doesn't {+do}
    another {noun} that doesn't {+do}
    yet another {noun} that won't {+do}
    if only {the} would {+do}
    I wish {the} would {+do} <for once|just once|>
    it would be <nice|great|lovely> if {the} would {+do}
    it would help if {the} could {+do}
    {the} would be {+mild} if {it} didn't {-do} all the time
    I would {+feel} {the} if {it} didn't {-do}
    why {does} {the} always {-do}?
    why can't {the} just {+do}?
    why won't {the} {+do}?
    I don't <ask|expect> much, but {the} should at least {+do}
    when will {the} finally {+do}?
    still waiting for {the} to {+do}
    I gave {the} {span} to {+do}
    they promised {the} would {+do}, {it} {dont}
    {the} {s:promise} to {+do}, and that's where it ends
    nothing could make {the} {+do}
    I tried everything to make {the} {+do}
    everything else did {+do}, {the} didn't
    no matter <how often I try|what I do>, {the} won't {+do}""")

COMPARATIVES = {
    "device": ("faster, quieter, sturdier, more reliable, easier to use, more accurate, handier, clearer, smarter",
               "slower, noisier, flimsier, less reliable, harder to use, clumsier, less accurate, weaker, dimmer"),
    "clothing": ("softer, warmer, comfier, better made, prettier, sturdier, more comfortable, smarter",
                 "itchier, flimsier, uglier, less comfortable, stiffer, worse made, shabbier"),
    "home": ("sturdier, better made, easier to clean, prettier, more comfortable, more solid",
             "flimsier, uglier, harder to clean, wobblier, worse made, less comfortable"),
    "car": ("smoother, quieter, safer, more reliable, more comfortable, cheaper to run, roomier",
            "noisier, thirstier, less reliable, less comfortable, shakier, dearer to run"),
    "software": ("faster, clearer, more stable, easier to use, smoother, tidier, smarter, more useful",
                 "slower, buggier, more confusing, less stable, harder to use, clumsier, more cluttered, laggier"),
    "food": ("tastier, fresher, juicier, more delicious, crispier, better seasoned",
             "blander, greasier, soggier, staler, saltier, drier, less fresh"),
    "place": ("cleaner, cosier, friendlier, quieter, brighter, more welcoming, safer, better kept",
              "dirtier, noisier, shabbier, gloomier, more cramped, less friendly, more run-down, less safe"),
    "service": ("faster, friendlier, more reliable, fairer, more helpful, more honest, better organised",
                "slower, ruder, less reliable, less helpful, more chaotic, less honest, worse organised"),
    "person": ("kinder, friendlier, more patient, more helpful, funnier, more competent, more polite",
               "ruder, lazier, less patient, less helpful, grumpier, less competent, meaner"),
    "story": ("funnier, more gripping, cleverer, more moving, more exciting, better written",
              "duller, sillier, more predictable, slower, less funny, more boring, worse written"),
    "music": ("catchier, livelier, more moving, better produced, richer",
              "duller, more monotonous, less inspired, flatter, worse produced"),
    "event": ("more interesting, better organised, more fun, livelier, more useful",
              "more boring, worse organised, less useful, duller, more chaotic"),
    "sport": ("stronger, more exciting, braver, faster, more entertaining", "weaker, duller, slower, sloppier"),
    "life": ("more relaxing, more fun, more cheerful, happier", "more stressful, more tiring, gloomier, drearier"),
}
RIVALS = lines("""
    the old {one}
    the last {one}
    the previous {one}
    the first {one}
    the {one} before
    the {one} from last year
    the {one} I <had|knew> before
    the {one} everyone talks about""")
# For what can be bought.
RIVALS_BOUGHT = lines("""
    my <old|last|first> {one}
    the free {one}
    the cheap {one}
    the {one} I used to have
    the {one} my <neighbour|sister|boss> has
    the {one} {it} replaced
    the famous {one}
    the {one} from the other shop""")
COMPARED = lines("""
    {the} {is} {=er} than {rival}
    {the} {was} {=er} than {rival}
    {the} {is} <much|far|a lot|so much> {=er} than {rival}
    {the} {is} {=er} than {rival}, and {=er} too
    {the} {s:get} {=comp} with every <day|week|month>
    {rival} {was} <far|much|a lot> {!er}
    {rival} {was} {!er} by <far|a mile>
    {rival} {was} {!adj}, {the} {is} not
    {rival} {was} {!adj}, which can't be said of {the}
    {rival} {was} not <half|nearly> as {=adj}
    {the} {is} not <half|nearly> as {!adj} as {rival}
    {the} {isnt} as {!adj} as {rival}
    {the} {is} <twice|ten times> as {=adj} as {rival}
    compared <with|to> {rival}, {the} {is} {=adj}
    next to {rival}, {the} {s:seem} {=adj}
    measured against {rival}, {the} {is} {=er}, {=er} and {=er}
    {=er} than {rival}
    {=er} than {rival}, {=er} than anything I had before
    {=comp} than {rival}
    <much|far|so much> {=comp} than {rival}
    you won't find a {=comp} {noun}
    there is no {=comp} {noun}
    I know of no {=comp} {noun}
    never <seen|had> a {=comp} {noun}
    I have known {n:3:9} {nouns} and this is the <{=best}> of them
    this {noun} is the <{=best}> of the {n:3:9} I know
    of all the {nouns} I know, this is the <{=best}>
    no other {noun} is as {=adj}
    few {nouns} are as {=adj}
    hardly any {noun} is as {=adj}
    if you thought {rival} {was} {=adj}, wait for {the}, even {=er}
    I thought {rival} {was} {=adj}, but {the} {is} {=er} still
    {the} {is} {=er} than <I thought|I had expected|people say|it looks>
    {name} said {the} would be {!er} than {rival}; {it} {is} {=er}""")
COMPARED_GOOD = COMPARED + lines("""
    {the} {is} no {-er} than the expensive {one}
    {the} {is} better than {rival} in every way
    better than {rival} in every respect
    {rival} can't hold a candle to {the}
    {rival} {is} not a patch on {the}
    {the} {s:leave} {rival} far behind
    {the} {s:beat} {rival} hands down
    {the} {s:beat} {rival} by a mile
    {the} {s:make} {rival} look like a bad copy
    I don't miss {rival} <at all|one bit|for a second>
    I'm never going back to {rival}
    nobody here wants {rival} back
    I'd take {the} over {rival} any day
    given the choice, I'd take {the} and never look at {rival} again
    {the} {is} half the price of {rival} and twice as good
    {the} {does} everything {rival} did, only better
    {the} {is} a <leap forward|huge step up|clear improvement> from {rival}
    {the} {is} everything {rival} {was} not
    {rival} {was} good, {the} {is} better
    {rival} {was} all right, {the} {is} a different league
    what a step up from {rival}
    no comparison with {rival}, {the} {s:win}
    I tried {n:3:9} others and came back to {the}
    {the} {s:run} rings round {rival}
    second to none, not even to {rival}
    the new {noun} puts the old one to shame
    the free one turned out better than the one I paid for""")
COMPARED_BAD = COMPARED + lines("""
    {the} {is} no {+er} than {rival}
    {the} {is} no better than {rival}
    no better than {rival}
    no better than the free one
    {the} {isnt} any {+er} than {rival}
    {the} {isnt} as {+adj} as {rival}
    {the} {is} worse than {rival} in every way
    {rival} {was} far superior
    {rival} {was} better
    {rival} {was} so much better
    the last version was far superior
    I want {rival} back
    give me back {rival}
    bring back {rival}, please
    I should have kept {rival}
    I should have stayed with {rival}
    I miss {rival}
    I went back to {rival} after <a day|a week|an hour>
    give me {rival} any day
    I'd take {rival} over {the} any day
    {the} can't hold a candle to {rival}
    {the} {is} not a patch on {rival}
    {the} {is} a poor copy of {rival}
    {the} {is} no match for {rival}
    {the} {is} a step <back|down> from {rival}
    {rival} {was} half the price and twice as good
    you pay twice as much as for {rival} and get half
    {rival} did everything {the} {does}, only better
    {rival} lasted twice as long
    {the} {is} everything {rival} {was} not: {-adj}, {-adj} and {-adj}
    {rival} {was} bad, {the} {is} worse
    I thought nothing could be worse than {rival}. Then came {the}
    even {rival} {was} better
    they took away {rival} and gave us this
    any other {noun} would have been better
    the free one did more than the one I paid for""")
COMPARED_PLAIN = lines("""
    {rival} {was} {colour}, {the} {is} {colour2}
    {the} {is} {n:2:30} centimetres longer than {rival}
    {the} {is} as <wide|long|high|heavy> as {rival}
    {the} {is} the same size as {rival}
    {the} {is} from {year2}, {rival} {is} from {year}
    {rival} came in {colour}, {the} in {colour2}
    {the} {is} made in {country}, {rival} in {city}
    {city} is further <north|south|east> than {city2}
    {city} is <larger|smaller|older> than {city2}
    {name} is <taller|older|younger> than {name2}
    the second table is {n:10:40} centimetres <wider|longer> than the first
    the {colour} box is <heavier|larger> than the {colour2} one
    the road to {city} is longer than the one to {city2}
    the population of {city} is twice that of {city2}
    a week in {city} is as long as a week in {city2}
    the train takes {n:10:50} minutes longer than the bus
    version {n:5:9} has the same menu as version {n:2:4}
    the figure for {year2} is {n:2:9} percent above that of the year before
    {name} lives closer to the station than {name2}
    this year's list is longer than last year's
    the left column is wider than the right one""")

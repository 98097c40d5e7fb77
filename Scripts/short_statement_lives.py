"""Events of people, services and life without a word of opinion, and their frames, for short_statements.py.

Written as those of short_statement_happenings.py. FRAMES join the events of both: a plain event of the same kind may
stand beside one that speaks for or against it.
"""

from short_statement_happenings import GOODS, kind
from short_statement_words import lines

LIVES = {
    "colleague": kind("boss, colleague, manager, team leader, trainee", """
        my {thing} took my late shift so that I could see my daughter on stage
        the {thing} put my name on the slide, in big letters
        my {thing} brought soup to my door when I was ill
        when the client shouted, my {thing} stepped in front of me
        <nine|twelve> of us would follow our {thing} to any other firm
        I asked for Friday off and got the Monday too
        my {thing} stayed until ten to find my error and told nobody
        they passed a hat round and paid for my ticket home
        on my first day there were flowers and a working computer
        my {thing} argued for my pay rise while I was on holiday""", """
        my {thing} put his name on my report
        the {thing} told the whole floor what I had told him in private
        my {thing} reads my mail over my shoulder
        I found out from the canteen that I had been replaced
        the {thing} sends tasks at midnight and asks at six whether they are done
        I cleaned up after my {thing} for the {ordinal} weekend in a row
        he ate my lunch, with my name on it
        the {thing} has not said good morning since {month}
        she hung up on the client and said it was me
        my {thing} plays videos at full volume next to me
        I asked three times and three times my {thing} walked away
        my {thing} rolled her eyes whenever I spoke
        they all went to lunch and told me the meeting was cancelled""", """
        my {thing} sits by the window
        my {thing} is in {city} until {weekday}
        the {thing} has the keys to the cupboard
        my {thing} works from home on {weekday}
        {name} is the new {thing} in {department}
        I have lunch with my {thing} at {time}
        my {thing} started in {year2}"""),
    "job": kind("company, firm, office, shop, factory", """
        I start on {weekday}, with a third more pay
        they hired all {n:9:30} trainees
        we got the contract from {country}
        the {thing} paid out a bonus to everyone, cleaners included
        we closed the quarter with twice the orders
        they gave us every Friday afternoon off at full pay
        nobody has been laid off in {n:20:40} years
        they built a nursery on the ground floor
        the bug that had cost us a week was gone in an hour after she looked
        the launch went out on the day, at the minute, and nothing fell over""", """
        {n:40:900} people were given notice by e-mail this morning
        the {thing} has not paid us since {month}
        I applied <sixty|ninety> times and got two answers, both no
        the {thing} lost its largest customer
        they cut the break to ten minutes and took away the chairs
        the project was stopped after <two|three> years of work
        we shipped on Friday and spent the weekend taking it back
        I worked {n:60:80} hours last week and was paid for forty
        they moved the desk of the one who complained into the corridor
        my contract ends tomorrow and nobody has told me what comes next
        the {thing} filed for bankruptcy on {weekday}
        the interview lasted four minutes, he never looked up from his phone""", """
        the {thing} is on {street}
        the {thing} has {n:20:400} employees
        the meeting is in room {n:100:420}
        the {thing} was founded in {year}
        I have worked at the {thing} since {year2}
        the slides are in the shared folder
        the {thing} delivers to {country}"""),
    "doctor": kind("doctor, dentist, nurse, surgeon, clinic, midwife, therapist", """
        the {thing} rang me on Sunday evening to hear how the night had been
        three weeks after the operation I was on the dance floor
        the needle was out before I knew it was in
        the {thing} sat on my bed until I fell asleep
        my son asks when he may go back to the {thing}
        the {thing} found it early and it has not come back
        the first night without pain in <two|four> years
        the {thing} drew it on paper until my mother understood
        the scan is clear
        he went in in a wheelchair and came out on his feet
        the {thing} saw me at seven in the evening, without an appointment""", """
        the {thing} called me by <another|the wrong> name <three times|all along>
        they X-rayed the wrong leg
        the {thing} spent two minutes on me, one of them on the phone
        the waiting room, <four|five> hours, no water, then home
        they lost my blood test and took another, and lost it
        I was told it was stress; it was a fracture
        the {thing} drilled before it was numb
        the stitches came open in the car park
        they sent the results to my employer
        my grandmother lay in the corridor for <two nights|nineteen hours>
        the next free appointment is in {n:9:14} months
        the fever is back, the doctor is on holiday and nobody answers the phone
        the bill lists four visits, I was there once""", """
        the {thing} is on the {ordinal} floor
        I see the {thing} on {weekday} at {time}
        please bring your card to the {thing}
        the {thing} has office hours until noon
        the {thing} moved to {street}
        take one tablet in the morning
        the form asks for the name of your {thing}"""),
    "school": kind("school, course, language course, driving school, evening class, university", """
        after <six|eight> weeks I ordered dinner in {city} in the language of the place
        the whole class passed
        my daughter does her homework before I ask
        the teacher stayed after the bell until the last of us had got it
        my son can't wait for the holidays to be over
        I passed at the first go, after failing {n:3:5} times elsewhere
        <none|not one> of the {n:14:30} dropped out
        the {thing} lent us a laptop for the whole year
        my boy read his first page aloud last night
        I got the job because of what I learned at the {thing}""", """
        the teacher read out the book, page by page, for {n:6:12} weeks
        {n:14:30} of us started, four were left at the end
        the {thing} was cancelled after two evenings and the fee was not
        my son has stomach aches every Sunday night
        they lost our exams and we sat them again in the summer
        half of the lessons were <films|cancelled>
        the rain comes through the ceiling of classroom {n:2:9}
        the older children take his lunch money and the {thing} says he should eat at home
        the certificate has my name spelled wrong and no one accepts it
        after a year I can say "hello" and "bill"
        the teacher called my daughter stupid in front of the class
        the slides were from {n:1996:2009}""", """
        the {thing} begins on {weekday}
        the {thing} has {n:9:40} places
        the exam is in {month}
        the {thing} takes {n:3:12} weeks
        bring a pen and paper to the {thing}
        lesson {n:2:20} is about the past tense
        my cousin teaches at the {thing}"""),
    "weather": kind("weather, sky, wind, rain, sun", """
        the sun came out the minute we said yes
        not a cloud for <ten|twelve> days
        we ate outside in {month}, in short sleeves
        the rain stopped just as we set up the tables
        the fields are green again after the first rain in four months
        snow on Christmas morning and the children were out before breakfast
        twenty-four degrees, a light breeze and nowhere to be""", """
        it rained on <all seven|every one of the> days
        the hail broke every pane of the greenhouse
        the storm took our roof
        forty degrees at night and no fan
        we sat in the tent for <three|five> days and watched the water rise
        the party was in the garden and so was the thunderstorm
        the river is in our living room
        fog, drizzle, fog, for {n:3:7} weeks now
        the frost took all the blossom
        my umbrella lasted one gust and the walk was two kilometres""", """
        the forecast for {weekday} says {n:9:24} degrees
        it was cloudy in {city} at noon
        the sun sets at {n:16:21}:{n:10:59}
        the wind comes from the <west|north|east>
        rain is expected in {city} on {weekday}
        it is {n:4:25} degrees in {city} and {n:4:25} in {city2}
        clouds in the morning, sun in the afternoon, {n:9:22} degrees"""),
    "match": kind("match, game, race, final, tournament", """
        we turned it round in the last <two|four> minutes
        the keeper saved <two|three> penalties
        {n:4:7}-0 and the crowd sang until midnight
        our girls brought the cup home
        I crossed the line in under four hours, for the first time
        he scored from the halfway line
        from the bottom of the table to the top in one season
        grown men hugged strangers
        my daughter scored her first goal and ran all the way to me
        we kept a clean sheet for the {ordinal} time running""", """
        we were three up and lost
        they missed from two metres, twice
        our keeper let it through his legs
        {n:4:7}-0, and we were the zero
        we went down in front of our own fans
        their first shot in the {n:80:89}th minute went in
        I pulled a muscle at kilometre two and watched the rest from the kerb
        the referee sent off our captain for a foul he didn't make
        seven defeats in a row
        half the stadium had gone home by half-time
        my son sat on the bench for ninety minutes, as always
        fans threw bottles and the {thing} was called off""", """
        the {thing} starts at {time} on {weekday}
        the {thing} is in {city}
        the {thing} ended <1-1|2-2|0-0>
        the teams change ends at half-time
        {city} plays {city2} on {weekday}
        the {thing} will be shown on channel {n:2:9}
        there are {n:12:40} teams in the {thing}"""),
    "trip": kind("trip, holiday, cruise, tour, excursion, weekend, hike", """
        we extended the {thing} by <a week|four days>
        the guide knew every stone and had the keys to the tower
        whales, on the first morning, next to the boat
        nobody in the car asked when we would be there
        we have booked the same {thing} for next {month}
        my parents held hands for the first time in years
        at the top there was nobody but us and a rainbow
        the children cried when we had to go home
        the children put away their phones by themselves
        two strangers on the {thing} are getting married in {month}""", """
        the <bus|boat|guide> did not turn up
        the tour stopped at <four|five> carpet shops and no castle
        we saw the inside of a coach for {n:9:14} hours
        my wallet was gone on the first day, my phone on the second
        we were all sick from the second day on
        the company went bust while we were on the island
        they dropped us at the wrong port
        we came home <two|three> days early
        I spent the {thing} in the hospital of {city}
        the beach is a building site
        the price doubled once we were on board
        the guide left without counting and we walked back
        the {thing} was cancelled the night before and there is no refund""", """
        the {thing} is {n:3:14} days long
        the {thing} goes from {city} to {city2}
        we leave for the {thing} at {time}
        the {thing} is in {month}
        there are {n:9:40} people on the {thing}
        the meeting point for the {thing} is the {colour} gate
        you need a passport for the {thing}"""),
    "transport": kind("train, bus, tram, ferry, flight, taxi", """
        the {thing} waited for us although we were four minutes late
        we landed before the time on the ticket and the bags were already there
        the driver turned off the meter when he got lost
        the {thing} has been late once in <two|three> years
        the guard found my son's bear and sent it on with the next {thing}
        there was a seat for each of us, on a Friday evening
        a stranger gave my mother the window seat
        door to door in half the time it takes by car
        they gave me the price of the ticket back for a delay of nine minutes""", """
        the {thing} left without us, three minutes early
        we stood for <five|six> hours next to the toilet
        no {thing}, no announcement, no shelter, and it rained
        the taxi took the long way and charged for it
        the ticket machine took my <fifty|twenty> and gave nothing
        I got home at four in the morning because the last {thing} did not run
        the air conditioning was dead, it was thirty-eight degrees
        the {thing} drove past with the lights on and nobody in it
        they turned us back an hour before {city}
        the driver braked so hard that my grandmother fell
        our bags are in {city}, we are in {city2}
        my connection left from the next platform while our doors stayed shut
        {n:70:190} minutes late on the day of my exam""", """
        the {thing} goes from platform {n:2:14}
        the {thing} takes {n:2:9} hours
        the {thing} stops in {city} and {city2}
        the {thing} costs {n:3:90} euros
        I take the {thing} at {time}
        the next {thing} is at {time}
        the {thing} has two doors"""),
    "pet": kind("dog, cat, puppy, rabbit, horse, parrot", """
        our {thing} is eating again
        the {thing} that hid for months now sleeps on my feet
        the vet came at two in the morning and took half the fee
        he was lost for nine days and last night he scratched at the door
        the {thing} walks without a limp since {weekday}
        the old boy runs up the stairs as he did at two
        four little ones, all of them drinking
        since we changed the food the bowl is empty in a minute
        the trainer needed one hour and the barking stopped""", """
        our {thing} died on {weekday}
        the vet gave the {thing} the other animal's injection
        the {thing} has not eaten since we changed to this food
        the collar broke and the {thing} ran into the road
        she came back from the kennel with fleas and <two|three> kilos lighter
        the lump is back
        the groomer cut her ear
        the {thing} was sick on the carpet after every tin of it
        the breeder's number does not exist
        the litter box was new on {weekday}, on {weekday2} it was in pieces
        <two hundred|ninety> euros and the {thing} still limps""", """
        our {thing} is {n:2:12} years old
        the {thing} weighs {n:2:40} kilos
        the {thing} is called <Luna|Max|Coco|Rocky>
        feed the {thing} at {time}
        the {thing} sleeps in the hall
        the vet is on {street}
        we got the {thing} in {month}"""),
    "music": kind("band, singer, choir, orchestra, album, concert, festival", """
        they played for <three|four> hours and nobody sat down
        I had goosebumps from the first note to the last
        we called them back <five|six> times
        I had the {thing} on repeat all the way to {city} and back
        the singer came down and danced with my grandmother
        people outside who had no ticket were singing along
        I picked up my guitar again after ten years because of the {thing}
        my neighbour, who always knocks on the wall, asked for the name of the {thing}
        tickets were gone in <four|nine> minutes and I have one!""", """
        they played for forty minutes, with twenty of tuning
        the singer forgot the words and left
        we stood behind a pillar for a hundred euros
        every song has the same three chords and the same rhyme
        my ears rang for <four|five> days
        the {thing} cancelled while we were in the queue
        the bass drowned everything, I did not hear one word
        people left in the middle of the second song
        the record jumps on side B, as did the one they sent instead
        I skipped every track after twenty seconds
        it was playback, the tape got stuck""", """
        the {thing} plays in {city} on {weekday}
        the {thing} is from {country}
        the {thing} has {n:4:90} members
        side A has {n:4:7} songs
        the doors open at {time}
        {name} plays the drums in the {thing}
        the {thing} was recorded in {city} in {year2}"""),
    "bank": kind("bank, insurance company, phone company, internet provider, power company, tax office", """
        the {thing} called me about a strange payment and I got all of it back
        <two|three> days after the fire the money was there
        one form, one signature, done, in four minutes
        they found out I had paid too much for years and sent me {n:200:900} euros
        the {thing} put me on the cheaper plan without my asking
        the line was dead at eight and back at eight ten
        the clerk filled in the whole form with my father
        a person picked up, at the first ring, on a public holiday""", """
        the {thing} took {n:40:900} euros from an account I had closed
        they answered a letter from {year2} last week, with a no
        we have been without internet for {n:9:40} days and the bill came on time
        "your call is important to us", for ninety minutes
        they want a fax
        the {thing} rejected my claim because the tree fell from the left
        the {thing} says I am dead
        the contract renewed itself for two years
        I pay for {n:100:500} and get {n:2:9}
        my data is for sale on the internet thanks to the {thing}
        they sent a reminder for a bill that never came and charged me for the reminder
        they closed my ticket and wrote that I was satisfied
        the technician comes "between eight and six", he has not come <twice|three times>""", """
        the {thing} has an office on {street}
        the {thing} needs a copy of my passport
        my customer number is {n:10000:99999}
        the {thing} sent the form on {weekday}
        the bill is due on {weekday}
        the {thing} closes at {time}
        the contract with the {thing} runs until {month}"""),
    "home": kind("landlord, flat, plumber, builder, painter, electrician, cleaner", """
        the {thing} came within the hour, on a Sunday, and charged for a weekday
        the leak was gone before the kettle had boiled
        they left the place cleaner than they had found it
        our landlord has not put up the rent in {n:8:15} years
        the {thing} found the draught that three others had not
        the bathroom was done a week early and cost less than the estimate
        we can hear the birds now and not the street
        the landlady leaves us cherries on the stairs
        the lights that flickered for two years burn steadily since {weekday}""", """
        the ceiling came down <onto my bed|the week after they painted it>
        mould in the nursery, and the landlord says we breathe too much
        no heating since {month}
        the {thing} drilled through the water pipe and left
        they took the deposit and changed the locks
        the {thing} was to come on {weekday}; it is {weekday2} a month later
        the estimate said two thousand, the bill says six
        we found his cigarette ends in the bath
        the new tiles lift when you step on them
        the socket sparks since the {thing} was here
        the rent went up for the third time in a year
        we have rats in the wall
        they painted over the dirt, the spider and the light switch""", """
        the flat has {n:2:5} rooms
        the rent is due on the first of the month
        the {thing} comes on {weekday} at {time}
        the meter is in the cellar
        we move out in {month}
        the {thing} needs the key to the attic
        the walls in the hall are {colour}"""),
    "city": kind("library, park, swimming pool, museum, town hall, gym, station", """
        they kept the {thing} open an hour longer for our class
        the children didn't want to come out of the {thing}
        my passport was ready the same afternoon
        I went into the {thing} to get out of the rain and stayed until they closed
        they planted {n:40:900} trees and took away the car park
        the man at the desk walked with me to the right door
        since the new cycle path my kids ride to school alone
        entry is free now and the queue goes out to the square""", """
        the {thing} was closed, against what the website and the sign say
        I drew number {n:90:300} and they closed at number {n:40:80}
        my bike was stolen from in front of the {thing}
        they cut down the old trees to make room for cars
        the toilets in the {thing} have been locked since {month}
        there was broken glass in the sand pit
        they sent me to window four, then to nine, then back to four
        the lift at the {thing} has been out of order for {span} and I am in a wheelchair
        I caught a fungus in the showers
        they charged my mother a fine for a book she had returned
        half of the rooms were shut and the price was not""", """
        the {thing} is open from {time}
        the {thing} is next to the school
        a ticket for the {thing} costs {n:2:14} euros
        the {thing} is closed on {weekday}
        the {thing} was built in {year}
        we meet in front of the {thing} at {time}
        bus {n:2:90} stops at the {thing}"""),
    "salon": kind("hairdresser, barber, tailor, photographer, masseur, wedding planner", """
        three colleagues asked me for the number of the {thing}
        my mother hung {n:2:5} of the pictures over her bed
        I walked in with a stiff neck and out turning my head like an owl
        the {thing} fixed what another one had done to me and took nothing for it
        my husband noticed at once, for the first time in nine years
        I travel from {city} to {city2} for this {thing}
        the suit was ready an hour before the wedding, as he had sworn""", """
        I asked for two centimetres off and have two centimetres left
        I am wearing a hat until {month}
        the colour was to be brown and is green
        the {thing} forgot the card in the camera, there are no pictures of our wedding
        he cut my ear and put a plaster in my hand
        one sleeve reaches my elbow
        I could not move for three days after the massage
        my scalp is burning and my hair is on the pillow
        the flowers were for another bride""", """
        the {thing} is on {street}
        my appointment with the {thing} is at {time}
        the {thing} opens at {time}
        a cut costs {n:12:60} euros
        the {thing} has two chairs
        I called the {thing} on {weekday}"""),
    "neighbours": kind("neighbour, friend, flatmate, cousin, aunt, brother, sister, son, daughter", """
        my {thing} drove through the night to sit with me
        my {thing} shovelled our snow before we were up
        my {thing} watered my plants for six weeks and they have flowers now
        my {thing} gave me a kidney
        my {thing} lent me the rent and never mentioned it again
        we talked until the birds started
        my {thing} remembered the day and rang before breakfast
        the whole street carried our boxes up
        my {thing} got in, first choice, full scholarship
        my {thing} has not had a drink for {n:2:9} years""", """
        my {thing} forgot my birthday, as last year
        my {thing} mows the lawn at six on Sundays
        I lent my {thing} {n:200:900} euros in {year2} and have not seen him since
        my {thing} read my diary
        my {thing} parks across our door
        my {thing} did not come to the funeral
        I waited two hours at the station for my {thing}
        my {thing} told everyone my secret
        my {thing} practises the drums at night
        I cook, I clean, my {thing} eats
        my {thing} was taken to hospital last night
        my {thing} sold the ring our grandmother gave me
        they have not spoken to each other since the wedding""", """
        my {thing} lives in {city}
        my {thing} is {n:20:60} years old
        my {thing} works as a {job}
        I'm meeting my {thing} on {weekday}
        my {thing} moved to {city} in {month}
        my {thing} has two children
        my {thing} has a {colour} door"""),
    "party": kind("party, wedding, birthday, dinner, concert night, reunion", """
        the last guests went home at breakfast
        even the groom's grandmother danced until three
        the neighbours came to complain and stayed to dance
        we laughed so much that my stomach hurts today
        everyone I love was in one room
        she said yes
        we ran out of chairs and nobody cared
        I found my old school friend after {n:20:40} years""", """
        <four|five> of {n:40:60} guests came
        the cake fell, the band left, the bride cried
        the power went at eight and with it the evening
        they seated me with the coats
        the food was gone when we got to the buffet
        the best man read out the wrong name
        I drove four hours to stand in a corner
        the police came at ten
        my ex was there, with my best friend""", """
        the {thing} is on {weekday} at {time}
        there are {n:20:90} people on the list for the {thing}
        the {thing} is in {city}
        please answer the invitation by {weekday}
        the {thing} is in the hall on {street}
        I am bringing a salad to the {thing}
        the {thing} starts at {time} and ends at midnight"""),
    "me": kind("exam, interview, driving test, audition", """
        I passed the {thing}!
        the {thing} is behind me and they said yes
        eight hours of sleep, at last, after all these months
        paid off the last of my debts this morning
        one year without a cigarette today
        I held my grandson for the first time
        he texted back within a minute
        I found a twenty in my old coat
        we signed the papers, the house is ours
        my first article was printed today
        the plant I had given up has a new leaf
        first day of the holidays and the sea is at the door
        the test came back negative, I am healthy""", """
        I failed the {thing} for the {ordinal} time
        awake since three, the {thing} is at nine
        he left me, by text message
        my wallet, my keys and my phone were in that bag
        I dropped my birthday cake on the stairs
        locked myself out in my socks, and it's snowing
        migraine, day four
        spilt coffee over the laptop with my thesis on it
        the roof leaks, the car won't start and it is only Monday
        I have sent {n:30:90} applications and not one of them was answered
        my grandmother died this morning
        I crashed my father's car
        missed the last train, battery at one percent
        burnt the dinner with her parents at the table""", """
        the {thing} is on {weekday} at {time}
        I have the {thing} in {month}
        I need a passport for the {thing}
        the {thing} takes {n:20:120} minutes
        on {weekday} I go to the office and then to the pool
        I had rice and beans for lunch
        I got up at {time} and took the bus
        the {thing} is in building {n:2:9}, room {n:100:400}"""),
    "news": kind("company, town, hospital, club, government, bank", """
        all {n:9:40} sailors were pulled out of the water alive
        the {thing} opened {n:3:9} new shelters before the winter
        crime in the district has fallen by half
        the vaccine reached the last village
        the child who had been missing for three days was found asleep in a barn
        the river is clean enough to swim in again
        unemployment is at its lowest in {n:20:40} years
        after {n:12:30} years the two countries signed a peace treaty
        the {thing} won back every customer it had lost""", """
        {n:12:90} people were killed in the crash
        the flood left {n:200:900} families without a home
        the {thing} hid the leak for {n:3:9} years
        prices rose by {n:9:30} percent, wages did not
        the {thing} is closing its last ward for children
        the bridge collapsed {n:3:9} months after it was opened
        the fire took {n:20:80} houses
        the {thing} lost the data of {n:2:9} million people
        the mayor was arrested for taking bribes
        schools have had no heating since {month}
        fish are floating belly up below the factory""", """
        the {thing} will publish the report on {weekday}
        the {thing} has a new logo since {month}
        the census begins in {month}
        the council meets on {weekday} at {time}
        the {thing} was founded in {year}
        the vote is on {weekday}
        the {thing} moved its seat from {city} to {city2}"""),
}
KINDS = {**GOODS, **LIVES}
# The kinds by side, each as often as it has events.
SIDES = {side: [name for name, table in KINDS.items() for _ in table[side]] for side in "+-0"}

# {fact} is an event of the label, {aplain} a plain event of the same kind, {lead} what a message begins with.
SIDED_FRAMES = lines("""
    {fact}
    {fact}
    {fact}
    {fact}
    {fact}
    {fact}
    {fact}. {fact}
    {fact}, {fact}
    {fact}, and {fact}
    {aplain}. {fact}
    {aplain}. {fact}
    {aplain}, and {fact}
    {fact}. {aplain}
    {lead}: {fact}
    {lead}: {fact}
    {lead}: {fact}. {fact}
    guess what: {fact}
    you won't believe this: {fact}
    what happened? {fact}
    let me put it like this: {fact}
    I'll just say this: {fact}
    so, {fact}
    and then {fact}
    long story short: {fact}
    <honestly|frankly|to be honest|all in all|to be fair>, {fact}
    believe it or not, {fact}
    in short: {fact}
    fact is, {fact}
    {fact}, can you believe it?
    not one word of this is made up: {fact}
    my <sister|brother|neighbour|colleague> tells me: {fact}
    why {stars}? {fact}
    {stars}: {fact}
    {stars}. {fact}
    {fact} #{handle}
    {fact} {link}
    @{handle} {fact}
    {fact} {face}
    {face} {fact}
    {fact}. {=verdict}
    {fact}. that says it all
    {fact}. need I say more?
    {fact}. what more is there to say""")
FRAMES = {"+": SIDED_FRAMES, "-": SIDED_FRAMES, "0": lines("""
    {fact}
    {fact}
    {fact}
    {fact}. {fact}
    {fact} and {fact}
    {lead}: {fact}
    for the record: {fact}
    {fact} {link}
    {fact}. {name} told me
    {name} writes: {fact}
    by the way, {fact}
    {month}: {fact}
    from my notes: {fact}
    page {n:2:90}: {fact}""")}
SLOTS = {
    "lead": ["update", "day two", "day {n:3:30}", "after {span}", "last {weekday}", "this morning", "today",
             "yesterday", "{month}", "what happened", "short version", "status", "in {city}", "from my diary",
             "my report", "the facts"],
}

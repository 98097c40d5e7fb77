"""Events that imply a judgement without an opinion word, and plain events beside them, for short_statements.py.

Per kind of thing: its nouns, the headings that may stand before an event, and the events that speak for it (``+``),
against it (``-``) or for nothing (``0``). ``{thing}`` is a noun of the kind, the same one throughout a text.
"""

from short_statement_words import EVENTS as ANY_EVENTS, lines, listed


def kind(things, headings, good, bad, plain):
    """The table of one kind of thing."""
    return {"things": listed(things), "headings": listed(headings),
            "+": lines(good), "-": lines(bad), "0": lines(plain)}


HEADINGS = listed("update, short report, what happened, a quick note, {month}, after the first week, day two, "
                  "for the record, news from {city}, my report")
KINDS = {
    "any": {"things": ["thing"], "headings": [], "0": [], **ANY_EVENTS},
    "gadget": kind(
        "phone, tablet, camera, smartwatch, speaker, e-reader, headset, torch, radio, hair dryer, drill",
        "my {thing}, the {thing} from {month}, {thing} bought in {city}", """
        my {thing} <fell|was dropped> <down the stairs|off a balcony|into a lake> and <not a scratch|still works>
        I've had this {thing} for <eight|ten|twelve|fifteen> years and it still <runs|works|does its job> every day
        the battery of the {thing} <lasts|goes on for> <three|four|five> days on one charge
        I <charge|charged> the {thing} on Sunday and it <is|was> still at <sixty|seventy> percent on Thursday
        the {thing} <was ready to use|was set up> in <two|three|five> minutes, even my <grandmother|grandad> managed
        I bought a second {thing} <for my sister|for the office|so that my son stops borrowing mine>
        my old {thing} went into the drawer after <one day|an hour> with this one
        they <mended|repaired> my {thing} for free <three years after the warranty ended|while I waited>
        the {thing} survived <a full wash|a night in the rain|the dog|two toddlers>
        it found my lost keys <within seconds|on the first try>
        the {thing} has not been <switched off|repaired> since <I bought it|{month}>
        three colleagues ordered the same {thing} after they saw mine
        the {thing} came with a spare battery nobody had promised""", """
        my {thing} <died|went dead|switched itself off> <on the second day|during the holiday|halfway through>
        the {thing} <needs|needed> charging <four|five|six> times a day
        the screen of the <phone|tablet> <flickers|went black|cracked> <all by itself|after {span}>
        the {thing} gets so hot that I <burnt my hand|can't hold it>
        the <camera|phone|tablet> lost all my <photos|recordings> overnight
        it took <three|four> calls to make the {thing} start
        I have already <sent back|returned> <two|three> of these chargers
        the {thing} was <out of stock|discontinued> a week after I bought it and now there are no parts
        the second {thing} <broke|failed> just like the first
        the button <fell off|got stuck> <the first time I pressed it|before I left the shop>
        the repair of the {thing} cost more than a new one
        my {thing} went back to the shop <the same afternoon|for the {ordinal} time>
        smoke came out of the {thing}
        the {thing} no longer <turns on|charges|connects> since the update
        I keep the {thing} in a drawer and use my old one again""", """
        I bought the {thing} on {weekday} and put it on the shelf
        the {thing} has a <{colour} case|cable of two metres|strap>
        I <changed|inserted> the batteries of the {thing} in {month}
        I charge the {thing} on {weekday} evenings
        the {thing} <comes|came> with a cable and a <case|booklet>
        my brother uses the {thing} at work and I use the one at home
        the {thing} was delivered on {weekday} as planned
        I moved the {thing} from the kitchen to the hall"""),
    "computer": kind(
        "laptop, computer, printer, monitor, keyboard, router, scanner, hard disk, projector",
        "the {thing} in the office, my {thing}, our {ordinal} {thing}", """
        the <laptop|computer> starts in <four|six|eight> seconds
        since we got the {thing} nobody has called the IT department
        the printer has printed <nine|twenty> thousand pages without a jam
        I <edited|rendered> a whole film on the laptop and the fan didn't even come on
        they put more memory into the laptop <for free|without charging me>
        the shop <rescued|recovered> all the files I thought were gone
        work that took me a day now takes <an hour|twenty minutes>
        the {thing} is <nine|eleven> years old and still does better than the one at work
        every room has a full signal since we put up the router
        the whole office <wants|asked for> the same {thing}
        I plugged the {thing} in and it worked""", """
        the {thing} <crashed|froze|restarted> <three|five|six> times before lunch
        the <printer|scanner> jams on <every second page|every envelope>
        the printer ate my <thesis|tax return|contract>
        I lost <a day's work|two chapters|the whole project> when the <laptop|computer> froze
        the keys <fell off|stopped working> <one after the other|within a month>
        the {thing} sounds like a plane taking off
        the router drops the connection <every ten minutes|whenever someone calls>
        I waited {span} for a part and then they told me to buy a new {thing}
        the <computer|laptop> takes <ten|fifteen> minutes to start
        the laptop caught a virus in the shop
        half of the ports were dead <from the start|when I unpacked it>""", """
        the {thing} is connected to the socket behind the desk
        we moved the {thing} to the {ordinal} floor
        the {thing} on the left belongs to {name}
        I installed the {thing} on {weekday}
        the monitor <shows|showed> the time in the corner
        the company rents the {thing} until {month}
        I typed this on the computer in the library"""),
    "software": kind(
        "app, program, calendar app, password manager, editor, maps app, language app, running app",
        "the {thing}, {thing} on my tablet, version {n:2:9} of the {thing}", """
        the {thing} found <two duplicate bills|a cheaper ticket|the error> <in seconds|before I did>
        I've used the {thing} daily for <four|six|nine> years and it has not crashed once
        the {thing} saved me <two hours a day|three hundred euros|a trip to the office>
        I deleted <all|four> <others|other apps> after a week with this {thing}
        they fixed the bug I reported <the same evening|within a day>
        the feature I asked for was in the next release
        my <grandfather|six-year-old> learned the {thing} <in an afternoon|by himself>
        I paid for the full {thing} after one day of the free one
        the {thing} now opens in half the time
        our whole team switched to the {thing} and nobody wants to go back
        thanks to the {thing} I <lost ten kilos|speak Spanish now|never miss the bus any more>
        I started the game at eight and when I looked up it was two in the morning""", """
        the {thing} <crashes|closes> <when I press save|every time I upload a photo|on start>
        the {thing} <sent|gave> my <contacts|location|messages> to <advertisers|strangers>
        I was charged for the {thing} <after I had cancelled|three months in a row without asking>
        the {thing} shows an advert after every <click|page>
        I uninstalled the {thing} <after ten minutes|the same day>
        the {thing} <wiped|deleted|corrupted> <two years of notes|my saved games|all appointments>
        since the update the {thing} <won't open|asks for money|freezes>
        the {thing} forgets my password <every day|twice a week>
        what used to be one click is now seven
        the bug I reported in {year2} is still there
        the maps app sent me to a field instead of the <airport|hospital>
        they locked me out of my account and nobody replies
        the {thing} drained my battery by noon
        the feature I paid for was removed in {month}""", """
        I downloaded the {thing} on {weekday}
        the {thing} asks for a name and a date
        the {thing} stores files in a folder named after the month
        the {thing} was updated to version {n:2:12} in {month}
        I use the {thing} on {weekday} to write the list
        the button for printing is in the upper menu
        {name} showed me the {thing} at the office
        the {thing} exists in <nine|twelve> languages"""),
    "website": kind(
        "website, web shop, booking page, online shop, ticket page",
        "the {thing}, the {thing} of the city, ordering on the {thing}", """
        I found what I needed <in two clicks|in under a minute>
        the {thing} remembered my size and everything fits
        booked in <two|three> minutes and the tickets were in my inbox a second later
        the {thing} matched the lower price <without a question|before I asked>
        I typed half a word and the right page was there
        someone in the {thing} <solved my problem|sent me the part> within ten minutes
        I finished the <course|form> on the train and had the certificate by evening
        the {thing} works even on my ten-year-old phone
        they gave me a month for free because a page had been down for five minutes""", """
        the {thing} <times out|crashes|logs me out> before I can <pay|press send>
        I had to fill in the form <four|five> times
        the {thing} <took my money|charged my card> and never sent <a confirmation|the tickets>
        the price went up <by forty euros|twice> while I was typing my address
        my order <vanished|disappeared> from the {thing}
        every link on the {thing} leads to <an error|an empty page>
        the {thing} rejects my <address|card|name> <without a reason|every time>
        the captcha came back <nine|twelve> times
        the {thing} says "in stock" and then they cancel
        I can't delete my account on the {thing}
        page four has been "under construction" for {span}""", """
        the {thing} has a page for every month
        the address of the {thing} is on the card
        you find the form under "documents"
        the {thing} shows the opening hours on the right
        I entered my date of birth and the postcode
        the {thing} is in English and in Polish
        I registered on the {thing} in {month}"""),
    "delivery": kind(
        "parcel, package, order, shipment",
        "my order from {city}, the {thing}, {thing} from {month}", """
        the {thing} <was here|arrived> <two|three|four> days early
        ordered at <nine|ten> in the evening, on my table <at eight the next morning|before breakfast>
        the courier carried the {thing} up <four|five> floors <without being asked|with a smile>
        the {thing} got here before the e-mail that said it was on its way
        they sent <a second one|a replacement> <the same day|overnight> and let me keep the first
        there was a <handwritten note|small present|bag of sweets> in the box
        the {thing} arrived on Christmas Eve, just in time
        the driver came back a second time because I had missed him
        I got my money back <within an hour|before I had even posted the return>
        nothing was broken although the box had gone round half the world
        they paid the postage for the return""", """
        the {thing} <never came|is still missing|went back to the sender> <although I was at home all day|>
        the {thing} was thrown over the <fence|gate>
        they delivered the {thing} <to a stranger|to the wrong town|three weeks after the birthday>
        the box was <crushed|soaked|torn open> and half of it was gone
        the driver signed for me and left the {thing} in the rain
        "delivered" it says, but there is nothing here
        I took a day off for the {thing} and nobody came
        the tracking hasn't moved <for {span}|since {month}>
        <two|four|all> of the six glasses were in pieces
        I had to pay <twenty|thirty> euros customs nobody had mentioned
        they sent a left shoe and another left shoe
        the flowers were <brown|dead> when she opened the box
        I had to collect the {thing} from a depot {n:30:90} kilometres away
        the return cost more than the thing itself""", """
        the {thing} arrived on {weekday} as planned
        the {thing} is at the post office on {street}
        the {thing} weighs {n:2:9} kilos
        I sent the {thing} to {city} on {weekday}
        {name} signed for the {thing}
        the {thing} comes on {weekday} between {time} and noon
        the label is on the left side of the {thing}
        there were two books in the {thing}"""),
    "hotel": kind(
        "hotel, hostel, guest house, campsite, holiday flat, resort, cottage",
        "our week at the {thing}, two nights at the {thing} in {city}, the {thing}", """
        they <gave us a suite|upgraded us> <for nothing|at no extra cost|when they saw the baby>
        we <came back|returned> to the {thing} <three times|every summer|the next month>
        we booked two nights at the {thing} and stayed for <six|nine>
        breakfast was still served for us at noon
        the owner drove us to the <station|airport> himself at four in the morning
        we woke up to the sound of the sea
        there was a cake on the bed for my birthday
        I left my ring at the {thing} and they posted it to me the same day
        we slept until <ten|eleven> for the first time in years
        the kids cried when we had to leave the {thing}
        they let us keep the room until evening for free
        the owner of the {thing} hugged us when we left""", """
        there were <bedbugs|ants|cockroaches> in the <bed|bathroom>
        no hot water <for three days|all week> at the {thing}
        we moved out of the {thing} <after one night|at midnight>
        the {thing} <had given our room away|had never heard of our booking>
        the "sea view" was a <car park|brick wall|building site>
        the walls are so thin that I heard <the neighbour snore|every flush>
        the sheets had <stains|someone's hair> on them
        they charged us <for towels|for the cot|twice for parking> at the end
        the fire alarm went off <three times|every night> and nobody came
        someone <went through|stole> our things while we were at breakfast
        the lift was out of order and we were on the {ordinal} floor
        the music from the bar went on until four
        the heating was off in January""", """
        the {thing} has {n:12:90} rooms
        we stayed at the {thing} from {weekday} to {weekday2}
        the {thing} is on {street}
        breakfast is on the {ordinal} floor
        we had room {n:100:450}
        check-out is at {time}
        the bus to the {thing} leaves at {time}
        the key is a {colour} card"""),
    "flight": kind(
        "flight, plane, morning flight, return flight",
        "{city} to {city2}, our {thing} to {city}, the {thing}", """
        we landed <forty|thirty> minutes early
        they <put me in business class|moved me to the front row> <for free|because I am tall>
        the pilot let my <son|daughter> see the cockpit
        the crew held the door for us and we made the connection
        we were through security in four minutes
        our cases were <first|second> on the belt
        the compensation was in my account <the next day|before I got home>
        the crew sang for my mother's eightieth birthday
        the seat next to me stayed empty and I slept all the way to {city}
        they rebooked us at once and paid the hotel
        the stewardess walked our baby up and down so that we could eat""", """
        the {thing} was <cancelled|overbooked> and we <slept on the floor|had to pay for a hotel>
        we sat on the runway for <three|four> hours without water
        my suitcase <is still in {city}|came back without wheels|was sent to {city}>
        we missed the <wedding|funeral|cruise> because of the delay
        they wanted <sixty|eighty> euros for a bag that is two centimetres too long
        they split up the family, my four-year-old sat alone
        they changed the gate <four|five> times and left without us
        the refund for the {thing} has been "in progress" for <nine|ten> months
        my seat did not <recline|have a belt> and the screen was dead
        they lost my <wheelchair|pram|guitar>
        we queued <two|three> hours to drop a bag
        everyone on board was sick""", """
        the {thing} leaves from gate {n:2:60}
        we flew over <Greenland|the Alps> at night
        the {thing} stops in {city}
        the {thing} to {city} goes on {weekday} and {weekday2}
        I had a seat in row {n:9:40}
        we changed planes in {city}
        hand luggage is {n:7:10} kilos"""),
    "train": kind(
        "train, bus, tram, night train, coach, metro",
        "the {thing} to {city}, {thing} at {time}, my way to work", """
        the {thing} has been on time every day <this year|since {month}>
        the conductor waived the fine when he saw I had just mixed up the dates
        the driver waited when he saw me running
        the {thing} now takes <forty minutes|an hour> less
        a man gave my mother his seat before she could ask
        I got to {city} half an hour before the appointment thanks to the {thing}
        they ran an extra {thing} after the concert so that everyone got home
        I sold my car because the bus does it all
        the conductor found my laptop and had it sent to the next station""", """
        the {thing} was <fifty|seventy|ninety> minutes late <again|for the third time this week|>
        the {thing} <did not come|drove past|broke down in a tunnel>
        we stood <all the way|for four hours> to {city} although we had paid for seats
        all toilets on the {thing} were locked
        the heating failed and it was minus ten
        I got a fine because the machine did not work
        I missed my <exam|interview|last connection> because of the {thing}
        the {thing} ended two stops early and we had to walk
        the door closed on my <arm|daughter's hand>
        they cancelled the {thing} and told nobody
        the fare went up for the {ordinal} time this year
        the replacement bus got lost""", """
        the {thing} leaves at {time}
        the {thing} stops at the <hospital|zoo|town hall>
        the {thing} runs every {n:10:40} minutes
        we took the {thing} on {weekday}
        the next stop is {street}
        the {thing} turns round at the harbour
        my ticket is for the second carriage"""),
    "restaurant": kind(
        "restaurant, café, pizzeria, bistro, canteen, bar, food truck, steakhouse",
        "dinner at the {thing}, the {thing} on {street}, my birthday at the {thing}", """
        we licked the plates
        the queue at the {thing} goes round the block <every day|at any hour>
        we <went back|were back> <the next day|twice the same week|four times in one holiday>
        my <son|daughter>, who never eats vegetables, <asked for more|ate mine too>
        the cook came out and gave us the recipe
        the table at the {thing} is booked out until next <spring|year>
        they had sold out of the pie twice before we got one, and now I know why
        the soup was on the house because we had waited five minutes
        the waiter ran after me with the purse I had left
        nobody left a crumb
        we meant to stay for one drink and left at closing time
        even my mother-in-law asked who the cook was
        they baked a cake without nuts just for my son""", """
        I found a <hair|fly|piece of glass> in my <soup|salad|rice>
        we waited <seventy|ninety> minutes and then the {thing} had run out of <fish|everything>
        two of us <were sick|had to see a doctor> that night
        the chicken was <raw|pink> in the middle
        the bill had <three|four> things on it we never ordered
        they put us next to the toilets although half of the {thing} was empty
        most of it went back to the kitchen
        the waiter forgot <us|my starter|the order> <twice|altogether>
        we paid <thirty|forty> euros and went home hungry
        the coffee was cold <again|for the third time>
        the {thing} sent us away with a crying child in the rain
        the glass had lipstick on it
        I told them about my nut allergy and there were nuts in it
        we stopped at a burger place on the way home because we were still hungry""", """
        the {thing} is open until six
        the {thing} is closed on {weekday}
        we had the soup and then the fish
        the {thing} has tables outside
        I ordered a <tea|coffee|salad> and {name} had the pasta
        the menu of the {thing} changes in {month}
        we met at the {thing} at {time}
        the {thing} is next to the <library|bank>"""),
    "groceries": kind(
        "bread, cheese, jam, milk, chocolate, cereal, sauce, yoghurt, soup, juice",
        "the {thing}, {thing} from the market, our lunch", """
        the {thing} was gone <in a minute|before I sat down>
        the kids fight over the last bit of the {thing}
        I drove back <forty kilometres|across town> to get more of the {thing}
        my husband, who can't stand health food, eats the {thing} every morning
        I buy the {thing} by the crate now
        my grandmother asked what was in the {thing} and wrote it down
        the {thing} sells out by nine every morning
        I have not bought another {thing} since I tried this one
        our guests asked where we get the {thing}""", """
        the {thing} was <mouldy|sour|two weeks past its date> <when I opened it|>
        I spat the {thing} out
        the {thing} went into the bin <after one bite|unfinished>
        even the <dog|pigs> wouldn't touch the {thing}
        there was a <stone|piece of plastic|worm> in the {thing}
        the packet is as big as before, but there is a third less {thing} in it
        the {thing} made my son come out in a rash
        the {thing} doubled in price
        I broke a tooth on the {thing}
        the {thing} was recalled because of bacteria""", """
        the {thing} is on the second shelf
        I bought the {thing} on {weekday}
        the {thing} contains <milk|sugar|nuts>
        the {thing} is sold by weight
        we are having the {thing} for lunch
        put the {thing} in the fridge
        the {thing} comes from {country}"""),
    "bank": kind(
        "bank, insurance, insurer, credit card company, tax office, pension fund",
        "the {thing}, my claim from {month}, a letter from the {thing}", """
        the {thing} noticed the fraud before I did and <stopped it|gave me every cent back>
        the {thing} paid <the whole claim|for the broken window> <within two days|the same week>
        the money was there <the next morning|in ten minutes>
        one call and the <card was blocked|matter was settled>
        they lowered my <rate|premium> without my asking
        the adviser told me about a grant and I saved <nine hundred|two thousand> euros
        the {thing} opened the branch on a Sunday so that I could get my passport out
        the {thing} cancelled the fee when I explained what had happened
        we got the loan in a day and moved in a week later""", """
        the {thing} <refused|rejected> <my claim|the loan> <without a reason|after {span}>
        the {thing} <blocked|froze> my card <while I was abroad|on the first day of the holiday>
        they lost <my papers|the form|the cheque> and charged me for it
        a fee of <thirty|forty> euros appeared <every month|out of nowhere>
        I paid in for twenty years and they paid out nothing
        the {thing} sent my statement to the neighbour
        the cash machine kept my card and gave no money
        I had to prove <three|four> times that I am alive
        the premium went up by <half|forty percent> after one small claim
        <two thousand|nine hundred> euros are missing from my account and the {thing} shrugs
        they closed the only branch in town
        the {thing} wrote to my mother, who died two years ago""", """
        the {thing} is closed on {weekday}
        the {thing} sent the statement in {month}
        the {thing} has a branch on {street}
        I opened an account in {year2}
        the form goes to the {thing} by {weekday}
        the card is valid until {month}
        my appointment at the {thing} is at {time}"""),
    "doctor": kind(
        "doctor, dentist, nurse, surgeon, physiotherapist, midwife, pharmacist, optician",
        "the {thing}, my appointment with the {thing}", """
        the {thing} <called|rang> me at home <in the evening|the next day> to ask how I was
        I could walk again <after two sessions|within a week>
        the {thing} saw what four others had missed
        I did not feel a thing
        the {thing} <stayed|came in> on her day off for my <father|little boy>
        the pain was gone <the next morning|before I left the building>
        the {thing} took an hour to answer all my questions
        my daughter now wants to become a {thing}
        the {thing} fitted me in <the same day|within the hour>
        ten years later the filling still holds
        she came through the operation and was home by the weekend
        the test came back clear""", """
        the {thing} <looked at the screen|was on the phone> the whole time
        the dentist pulled out the wrong tooth
        I waited <three|four> hours and was sent home
        they gave me <the wrong pills|someone else's results>
        the wound got infected and I had to go back
        after three visits to the {thing} it hurts more than before
        the next appointment with the {thing} is in <seven|nine> months
        the {thing} talked to my husband as if I wasn't there
        they cancelled the operation when I was already lying on the table
        the doctor missed a broken <arm|rib>
        I came with a cold and left with a rash
        the {thing} laughed at my question
        the filling fell out after <two days|a week>""", """
        my appointment with the {thing} is on {weekday}
        the {thing} has a practice on {street}
        the {thing} works on {weekday} and {weekday2}
        the {thing} measured my height and weight
        take one tablet in the morning
        the {thing} moved to the {ordinal} floor
        I gave the {thing} my card"""),
    "school": kind(
        "school, course, college, language school, evening class, sports club",
        "the {thing}, my son's {thing}, our {thing} in {city}", """
        my <son|daughter> went from <a five|a fail> to top of the class
        the {thing} got every single one of them through the exam
        the children run to the {thing} in the morning
        I passed the first time <with full marks|after only ten lessons>
        shy as she was, my daughter now <speaks|sings> in front of everyone
        the {thing} has a waiting list of two years
        <three|four> of the pupils won a prize
        after six weeks I could order, argue and joke in <Italian|Japanese>
        former pupils come back to say hello
        they stayed after hours until he had understood it
        my son reads under the blanket since he joined the {thing}""", """
        my son comes home from the {thing} crying
        the {thing} <lost|mixed up> the exam papers
        half of the lessons were cancelled
        nobody noticed that a five-year-old had walked out of the gate
        after a year my daughter still can't <count|read a sentence>
        the {thing} kept the fee and <closed|cancelled the classes>
        nine out of ten failed the exam
        my daughter was <bullied|locked in a room> and the {thing} looked the other way
        we took him out of the {thing} after <two months|a term>
        they read the slides aloud for three hours
        the roof of the school has leaked for <three|five> winters
        the certificate is not recognised anywhere""", """
        the {thing} starts at {time}
        the {thing} has {n:9:28} pupils in each group
        term ends in {month}
        lesson {n:2:12} is about rivers
        the {thing} is on {street}
        the exam is on {weekday}
        the children are in the hall until noon"""),
    "home": kind(
        "landlord, flat, house, plumber, builder, estate agent, roof, kitchen",
        "our {thing}, the {thing} on {street}, moving to {city}", """
        the landlord <fixed the boiler within an hour|has not raised the rent in ten years>
        we got the whole deposit back <the same day|before we had handed over the keys>
        the builders finished <a week early|two days early> and cleaned up after themselves
        our heating bill went down by <half|a third>
        the landlord brought us <soup|flowers> when the baby came
        we saw the flat once and signed on the spot
        the plumber came on a Sunday and charged the normal price
        twenty years on and the roof has not let in a drop
        we get the sun from morning till evening
        the neighbours held a party for us when we moved in
        they painted all the rooms for us before we moved in""", """
        the landlord <kept the deposit|raised the rent twice in a year|came in without knocking>
        the builders <left|vanished> with the kitchen half finished
        water <runs|came> through the ceiling when it rains
        there is <mould|damp> in <all three rooms|the children's room>
        the boiler has been out since {month} and nobody comes
        the plumber made one hole into three
        the bill for the {thing} was double the estimate
        we hear the motorway <day and night|even with the windows shut>
        the agent showed us a flat that had been let for weeks
        the stairs have been dark for {span}
        they put the door in the wrong way round
        a tile fell off the roof and hit the car
        rats come up through the drain""", """
        the flat is on the {ordinal} floor
        the house was built in {year}
        the landlord lives in {city}
        the builders start on {weekday}
        the kitchen faces north
        we pay the rent on the first of the month
        the meter is in the cellar
        we painted the hall {colour}"""),
    "car": kind(
        "car, van, motorbike, scooter, pickup",
        "my {thing}, the {thing} we rented in {city}, the {thing}", """
        <300,000|400,000> kilometres and the {thing} still starts first time
        the {thing} came through the inspection without a single note for the {ordinal} year
        the mechanic tightened a screw and wouldn't take any money
        we crossed <the Alps|the desert> in the {thing} and didn't even need oil
        the garage lent me a {thing} for nothing while they worked on mine
        the {thing} uses half the petrol my old one did
        I walked away from the crash without a bruise
        the {thing} sold in an hour for more than I had paid
        they noticed a worn brake while changing the oil and put it right for free
        my back no longer hurts on long drives
        they gave us a bigger {thing} for the price of the small one""", """
        the {thing} <broke down|left us standing> on the <motorway|way to the wedding|first day>
        the {thing} has been at the garage for <five of the last eight weeks|{span}>
        the brakes of the {thing} failed <downhill|in the rain>
        rust came through after <one winter|two years>
        they charged us for a scratch that was there before
        the repair was to cost two hundred and came to nine hundred
        the engine light came back on the way home from the garage
        the {thing} <won't start|stalls> <below zero|in the rain|at every light>
        the airbag did not open
        the gearbox gave out a week after the guarantee
        they returned my {thing} with an empty tank and a dent
        oil all over the drive again
        the chain came off <three|four> times on the first ride""", """
        we changed the tyres in {month}
        the {thing} is parked behind the station
        the {thing} takes unleaded petrol
        the {thing} has <two|four> doors
        I drove the {thing} to {city} and back
        the garage opens at {time}
        the {thing} is insured until {month}
        the spare wheel is in the boot"""),
    "clothes": kind(
        "jacket, coat, shirt, dress, sweater, backpack, raincoat, scarf, bag, hat",
        "the {thing}, my {colour} {thing}, {thing} from {month}", """
        strangers <stop me|ask me> in the street to ask where I got the {thing}
        I bought the same {thing} in <three|four> more colours
        after <fifty|a hundred> washes the {thing} looks like on the first day
        I stood in the rain for two hours in the {thing} and stayed dry
        my daughter won't take the {thing} off, not even in bed
        they replaced the zip of my {thing} for free after <six|nine> years
        I wore the {thing} to the interview and got the job
        I climbed for nine hours in these boots and had no blisters
        my wife keeps stealing my {thing}
        the {thing} has been round the world with me twice""", """
        the {thing} <shrank|lost its colour|fell to pieces> in the first wash
        a <seam|sleeve|strap> of the {thing} <tore|came off> <on the first day|after {span}>
        the {thing} turned all my other clothes {colour}
        I came out in a rash from the {thing}
        the rain came straight through the {thing}
        after an hour my feet were bleeding
        the {thing} is two sizes smaller than the label says
        the buttons fell off one by one
        I wore the {thing} once and gave it away
        the {thing} smelled of petrol when I opened the bag
        the {thing} in the parcel had nothing to do with the photo
        the {thing} went back, like the two before it""", """
        the {thing} is made of <wool|cotton|linen>
        the {thing} is <{colour}|a size M|a size L>
        I wore the {thing} on {weekday}
        the {thing} hangs behind the door
        the {thing} has two pockets
        wash the {thing} at thirty degrees
        the {thing} comes in {colour} and {colour2}"""),
    "game": kind(
        "game, board game, card game, video game",
        "the {thing}, {thing} night, the {thing} we gave the kids", """
        the kids play the {thing} from morning till evening
        we wanted to play one round and <stopped at sunrise|played nine>
        my son put down his phone for the {thing}
        grandma and the four-year-old played the {thing} together for hours
        the {thing} has been on our table every weekend since {month}
        the {thing} sold out in every shop twice
        I have {n:300:900} hours in the video game and start again tomorrow
        a piece was lost and they sent us a new one for free
        the children at the party forgot the cake over the {thing}
        the sequel was preordered the minute I saw the credits""", """
        the {thing} has been in the cupboard since the first round
        <four|six> of the pieces were missing
        the {thing} broke <under the Christmas tree|in the first ten minutes>
        the kids gave up after five minutes
        my toddler nearly swallowed a part that came off
        everything after level three costs extra
        we read the rules for two hours and then went to bed
        the {thing} lost all my progress
        the servers were shut down a month after I bought the {thing}
        the paint came off on the baby's mouth
        we gave the {thing} to the charity shop, they didn't want it either""", """
        the {thing} is for <two to four|three to six> players
        the {thing} has {n:52:110} cards
        we played the {thing} on {weekday}
        the {thing} comes with a dice and a board
        each player draws {n:3:7} cards
        the {thing} came out in {year2}
        the {thing} lies on the shelf in the hall"""),
    "book": kind(
        "book, novel, biography, cookbook, audiobook, story, memoir, guide",
        "the {thing}, page {n:20:400} of the {thing}, our book club in {month}", """
        I <read|finished> the {thing} <in one night|in one sitting> and <started again|ordered the next one>
        I missed my stop because of the {thing}
        I gave the {thing} to <five|six> friends
        I didn't switch off the light until four because of the {thing}
        I read the last page slowly so that it would not end
        the {thing} got my son reading, who had never opened a book
        I cooked my way through the {thing} and nothing was left over once
        I laughed out loud on the bus and everybody stared
        my copy of the {thing} is falling apart from all the lending
        the whole class wanted to know how it goes on""", """
        I <gave up|stopped> on page <twelve|thirty|forty> of the {thing}
        I read the same page <four|five> times and put the {thing} away
        I knew who did it on page nine
        I fell asleep over the {thing} every night for a month
        the last chapter of the {thing} was missing
        I left the {thing} on the train and did not go back for it
        <pages|twenty pages> fell out <when I opened it|on the first day>
        none of the recipes in the {thing} work
        there is a spelling mistake on every page
        the author copied half of the {thing} from somebody else
        the {thing} is now under the leg of a table""", """
        the {thing} has {n:120:600} pages
        the {thing} is about a family in {city}
        the {thing} came out in {year}
        I borrowed the {thing} from the library
        I am on page {n:20:300} of the {thing}
        the {thing} has <nine|twelve|thirty> chapters
        the {thing} was translated from <Polish|Korean|Spanish>"""),
    "film": kind(
        "film, movie, series, play, documentary, concert, show, musical",
        "the {thing}, last night's {thing}, {thing} on {weekday}", """
        the whole cinema stood up and clapped
        I saw the {thing} <three|four> times <in one week|and would pay for a fifth>
        nobody left before the last credit had rolled
        I watched all <eight|ten> episodes in one weekend
        they had to play <four|five> encores
        even my father put his phone away
        I cried, I laughed, and then bought tickets for the next day
        two hours went by like ten minutes
        the {thing} won <four|six> awards the same year
        the {thing} was sold out for <three|five> weeks and they added more dates""", """
        half of the audience left <before the end|at the interval>
        I checked my watch every five minutes
        I <left|switched off> after <ten|twenty|thirty> minutes
        I have seen the same jokes in <three|ten> other films
        we could hear the snoring from the row behind
        the sound was gone for the first half hour
        the {thing} started ninety minutes late and lasted forty
        you know the end after five minutes
        people booed
        I spent most of the {thing} on my phone
        they asked for their money back at the door
        the singer forgot the words <twice|of every second song>
        the {thing} was cancelled after <two|three> episodes""", """
        the {thing} starts at {time}
        the {thing} is {n:80:180} minutes long
        the {thing} was shot in {city}
        we have seats in row {n:3:20}
        the {thing} runs until {month}
        the {thing} is based on a <diary|novel>
        I saw the {thing} on {weekday}"""),
    "pet": kind(
        "dog, cat, puppy, rabbit, parrot",
        "the {thing}, our {thing}, {weekday} with the {thing}", """
        our <cat|dog> <cleans|empties> the bowl in seconds since we changed the food
        the vet came out at midnight and saved our <dog|puppy>
        our <dog|cat> wags and purrs at the mere sight of the vet
        the limp was gone after two days
        the neighbours haven't heard a bark since the training
        the kennel sent us photos every evening and she didn't want to leave
        the rescue dog now sleeps at my feet
        the scratches on the sofa stopped the day we put up the post
        the old cat plays like a kitten again
        the vet didn't charge for the second visit""", """
        the <cat|dog> <won't touch|sniffed and walked away from> the food
        the puppy was sick all night after the new food
        the vet charged us <two|three> hundred euros for five minutes
        the kennel sent her back <thin|with fleas>
        the dog <chewed through|broke> the toy in <two|five> minutes
        the collar rubbed his neck raw
        the litter stinks after a day
        the vet gave our rabbit the wrong injection
        the breeder sold us a sick puppy and changed his number
        the cat has been hiding since they groomed her""", """
        the dog is <three|five> years old
        we walk the dog at {time}
        the cat sleeps on the {colour} chair
        the vet is on {street}
        the rabbit eats hay
        our dog is called <Bruno|Luna|Max>
        the food comes in bags of {n:2:15} kilos"""),
    "household": kind(
        "washing machine, fridge, dishwasher, oven, kettle, vacuum cleaner, toaster, heater, blender, freezer",
        "our {thing}, the {thing}, {thing} bought in {month}", """
        the {thing} has run <every day|without a repair> for <nine|fifteen|twenty> years
        you have to look to see if the <fridge|dishwasher> is on, that's how little you hear
        our electricity bill went down by a third with the {thing}
        the technician replaced a part for free although the guarantee had run out
        my back stopped hurting two nights after the {thing} came
        my mother-in-law bought the same {thing} the next day
        red wine on the white carpet and you can't see a thing any more
        we moved house four times and the {thing} works as on the first day
        the old {thing} needed two hours, this one does it in thirty minutes
        we gave one to each of our children when they moved out
        they took the old {thing} away for nothing""", """
        the {thing} <flooded|set fire to> the kitchen
        the {thing} <broke down|packed up|gave out> a month after the guarantee
        the {thing} <leaks|rattles|trips the fuse> <every time|since day one>
        the technician came <four|five> times and the {thing} still <doesn't run|leaks>
        I wake up with a sore back <every morning|>
        everything in the <fridge|freezer> went off while we were away
        the plates come out dirtier than they went in
        the handle of the {thing} came off in my hand
        the whole house smells of burnt plastic when the {thing} is on
        we went back to <washing by hand|the broom>
        the spare part costs more than the {thing}
        I got an electric shock from the {thing}
        the door of the {thing} has been held shut with tape since {month}""", """
        the {thing} stands next to the window
        the {thing} is {n:50:190} centimetres wide
        the {thing} was delivered on {weekday}
        we bought the {thing} in {year2}
        the {thing} has a {colour} front
        the plug of the {thing} is on the left
        the {thing} came with a booklet in six languages"""),
    "support": kind(
        "support line, hotline, help desk, service desk, call centre, customer service",
        "the {thing}, my call to the {thing}, {weekday} with the {thing}", """
        someone picked up <after two rings|before the music started>
        the {thing} called me back <within five minutes|on a Sunday> and <it was done|stayed on the line until it ran>
        they sent a technician <the same afternoon|within the hour>
        one e-mail, one answer, problem gone
        the {thing} gave me a month for free without my asking
        the woman on the phone drove over after work to bring me the part
        the {thing} found the fault that three shops had not found
        the new one was in the post before I had hung up
        they asked a week later whether it was still running""", """
        the {thing} <hung up on me|put me through to a dead line|cut me off> <twice|after forty minutes>
        I explained my problem to <five|six|seven> people and none of them called back
        the {thing} answered <after {span}|with a copied text that had nothing to do with my question>
        they closed my ticket without <an answer|reading it>
        <ninety|seventy> minutes of music and then silence
        the {thing} told me to buy a new one
        the {thing} only speaks to me through a robot
        they gave me three different answers on three days
        the call cost me <nineteen|thirty> euros
        they asked me to post it to {country} at my own cost
        nobody from the {thing} has rung back since {month}""", """
        the {thing} is open from {time} until six
        the number of the {thing} is on the back
        the {thing} is in {city}
        I called the {thing} on {weekday}
        my ticket has the number {n:1000:9999}
        the {thing} asked for my address
        {name} works at the {thing}"""),
    "work": kind(
        "company, office, team, firm, department",
        "the {thing}, my first year at the {thing}, news from the {thing}", """
        the boss sent everyone home early and paid the day
        we <got|were given> an extra week of leave
        nobody has left the {thing} in <six|nine> years
        they kept my job for me while I was ill
        I was promoted after <six|eight> months
        the whole team stayed late to help me finish
        the client signed for another three years
        we handed it in <two weeks early|under budget>
        they paid for my course and then gave me a rise
        I go to work whistling""", """
        the salary was late <again|for the third time>
        they fired <me|{name}> by <e-mail|text message> <two days before Christmas|>
        I have worked every weekend since {month}
        <four|nine> people left the {thing} this year
        my idea went into the minutes under the boss's name
        they cancelled the holiday I had booked in {month}
        we lost the client and the {thing} blamed the trainee
        I was ill for a week and came back to a {thing} that had given away my desk
        the project is eleven months late and <twice|three times> over budget
        there was no heating and we typed in gloves
        I was passed over again for someone who started last week
        the overtime was never paid""", """
        the {thing} has {n:8:90} people
        we meet on {weekday} at {time}
        the {thing} moved to {city} in {month}
        I work on the {ordinal} floor
        {name} joined the {thing} in {year2}
        the report goes to {name}
        the {thing} closes at noon on {weekday}
        I start at {time} and have lunch at noon"""),
}
SIDES = {side: [name for name, table in KINDS.items() for _ in table[side]] for side in "+-0"}

EVENTS = lines("""
    {event}
    {event}
    {event}
    {event}
    {event}
    {event}. {event}
    {event}. {event}
    {event}, {event}
    {event} and {event}
    {heading}: {event}
    {heading}: {event}
    {heading}. {event}
    {heading}: {event}. {event}""")

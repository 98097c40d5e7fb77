"""More events told without a word of opinion, by kind of thing, for short_statements.py: goods and places.

Per kind: its nouns, the events that speak for it (``+``), against it (``-``) and for nothing (``0``). ``{thing}`` is a
noun of the kind, the same one throughout a text. Those of people, services and life are in short_statement_lives.py.
"""

from short_statement_words import lines, listed


def kind(things, good, bad, plain):
    """The table of one kind of thing."""
    return {"things": listed(things), "+": lines(good), "-": lines(bad), "0": lines(plain)}


GOODS = {
    "phone": kind("phone, mobile, smartphone, tablet", """
        <dropped|I dropped> the {thing} <on concrete|in the sink|from the roof> and <it still rings|the glass is whole>
        I charge it <twice a week|every third day> and that is enough
        the {thing} still gets updates after <five|six|seven> years
        the {thing} was <forty|sixty> euros less at the till than on the label
        it picked up a signal where <no other phone|nobody else's> did
        unlocked my {thing} with wet hands on the first touch
        it moved all my photos across in <ten|fifteen> minutes without my doing anything
        my {thing} was found on the bus and was back in my hand within the hour
        it was run over by a <bicycle|van> and I am writing this on it
        they gave me a new {thing} over the counter, no receipt needed""", """
        the {thing} turned itself off <in the middle of my interview|while I was showing my ticket>
        it <lost|loses> the signal <in my own kitchen|in every lift|each time I sit down>
        the {thing} <gets hot|heats up> in my pocket and goes blank
        the glass <cracked|split> <in my pocket|on the first cold morning|by itself overnight>
        I have to <hold it at an angle|wiggle the plug> or it won't charge
        callers only hear every <second|third> word
        the {thing} stopped getting updates <four months|a year> after I bought it
        the <volume|power> button has been stuck since <{month}|the first week>
        the {thing} came with someone else's photos on it
        it shows <forty|thirty> percent and then it's off
        the camera fogged up and has stayed like that
        it rings <ten minutes|half an hour> after the call has come in""", """
        the {thing} has two slots for cards
        I changed my number in {month}
        the {thing} is on the table next to the keys
        the charger of the {thing} is in the drawer
        the {thing} shows the time in {city} and in {city2}
        my {thing} is {n:12:20} centimetres long
        I put the {thing} on silent at {time}
        the {thing} belongs to {name}"""),
    "app": kind("app, game, program, plugin, tool, extension", """
        the {thing} <starts|opens> before my finger leaves the screen
        the {thing} kept my work when the power went out
        {n:3:9} years of daily use, not one crash
        the {thing} imported <twelve years|all> of my data in one go
        I asked for dark mode on {weekday}, it was there on {weekday2}
        the last update cut the loading time <in half|to a second>
        no adverts, no account, no payment, and it runs on everything I own
        the {thing} does in one click what took me <an evening|half a day>
        my grandmother uses the {thing} without asking me anything
        I have kept the {thing} through <four|five> changes of phone
        everyone in my class had the {thing} by the end of the week
        it found <a double booking|three bills I had forgotten|the file I had lost>""", """
        the {thing} <quits|closes|hangs> <as soon as I log in|when I rotate the screen|at the last step>
        it asks for my <birthday|phone number|card> before it shows anything
        the {thing} needs <four|six> minutes to open
        it logs me out <every hour|after each message>
        the {thing} <posted|sent> things in my name
        I wrote for <two hours|a whole morning> and the {thing} <saved nothing|lost it all>
        <two|three> adverts before every page
        it still shows the weather of last {weekday}
        the {thing} turned my photos upside down and I can't turn them back
        the version from {month} removed the only button I used
        the {thing} tells me I have no connection while I'm watching a film on the same phone
        I cancelled the trial in time and they took the year's fee
        it froze <during the exam|at the till|at the border> with my ticket on it
        the sync put every appointment an hour late""", """
        the {thing} asks whether you want to save
        the {thing} is {n:20:900} megabytes
        I use version {n:2:12} of the {thing}
        the {thing} has a list on the left and a page on the right
        you can export the list as a table
        the {thing} sends a message at {time}
        the update is planned for {month}
        the {thing} runs in a browser"""),
    "gadget": kind("camera, speaker, headset, watch, radio, drone, e-reader, keyboard, printer, router", """
        the {thing} <ran|played|worked> through the night and still had half its charge
        it <came on|connected> the moment I took it out of the box
        the {thing} was buried in the sand for a week and works
        I print {n:200:900} pages a month and have changed the ink once this year
        I heard instruments I had never noticed in songs I know by heart
        my neighbours asked where I bought the {thing} and now own one
        signal in the attic, signal in the cellar, signal in the garden
        the {thing} outlived <two|three> sets of batteries and one marriage
        the shop swapped the {thing} without a receipt
        the pictures from the {thing} are hanging in our town hall
        I can finally hear my grandson on the phone with it
        it has stood in the rain since {month} and hasn't missed a beat""", """
        the {thing} <came|arrived> without <the cable|a plug|batteries it needs> and the shop was shut
        the left side went silent <after two days|on the flight>
        the {thing} <drops out|disconnects> <when I walk into the next room|every few minutes>
        the strap broke and the {thing} went into the river
        it <whistles|hums|crackles> <all the time|when nothing is playing>
        the {thing} loses <an hour|ten minutes> a day
        the light on the {thing} can't be switched off and I sleep with a sock over it
        every {ordinal} key has to be hit twice
        it won't take any ink but theirs, and theirs costs more than the printer
        the {thing} came back from the repair with a new scratch and the old fault
        the box said four hours, I got forty minutes
        it needs an account, and the account page is gone
        the lens was scratched when I unwrapped it""", """
        the {thing} stands on the {colour} shelf
        the {thing} has <two|three> buttons on the side
        it is {n:8:40} centimetres wide
        the {thing} runs on mains or batteries
        {name} has the same {thing} in {colour}
        the {thing} was made in {country}
        I read the first page of the manual on {weekday}"""),
    "clothing": kind("coat, jacket, dress, shirt, sweater, bag, backpack, skirt, suit, cap", """
        <fifty|eighty> washes and the {colour} is still {colour}
        I wore the {thing} in a snowstorm and was sweating
        the {thing} fits as if it had been sewn on me
        strangers stop me to ask about the {thing}
        I own the {thing} in <three|four> colours by now
        the zip still runs after <nine|ten> years
        they took up the sleeves while I drank a coffee, no charge
        my daughter sleeps in the {thing}
        the {thing} went through a hedge and there isn't a thread out of place
        I haven't worn anything else since the {thing} came
        the {thing} was cheaper than the <bus ride to the shop|lunch we had after it>""", """
        the zip came off <the first time I wore it|on day two|in my hand>
        the {thing} <went in|was> a medium and came out of the wash <a child's size|two sizes smaller>
        the {colour} ran and now all my <sheets|shirts> are pink
        a button fell off <before I left the shop|on the way home>
        the seam split when I <sat down|bent over> <at the wedding|in the office>
        the {thing} has a hole under the arm after <two|three> weeks
        I ordered {colour} and got {colour2}
        the lining hung out <by lunchtime|after a week>
        my neck is red wherever the {thing} touches it
        the sleeves are two different lengths
        it says waterproof and I was wet to the skin <in ten minutes|before the bus came>
        the {thing} smelled of somebody's perfume and had a tissue in the pocket
        the strap snapped and my laptop hit the <pavement|stairs>
        the {thing} is back in the bag, with the return label on it""", """
        the {thing} has a hood
        the {thing} hangs next to the {colour} one
        I wear the {thing} to work on {weekday}
        the {thing} is made of wool and linen
        the label says size {n:36:46}
        {name} left a {colour} {thing} in the hall
        the {thing} has a zip on the left side
        the {thing} is for the colder months"""),
    "shoes": kind("pair of shoes, pair of boots, pair of trainers, pair of sandals", """
        {n:300:900} kilometres in them and the soles look new
        I walked <thirty|forty> kilometres in them on the first day, no plaster needed
        my knees stopped hurting after <a week|two weeks> in these
        they have been resoled <twice|three times> and go on and on
        I ran my fastest ten kilometres in them
        I stood in a stream up to my ankles and had dry socks
        the nurse on my ward bought the same <pair|ones> after one shift in mine
        I took them off only to sleep
        after one look at them my whole hiking group ordered a pair""", """
        the soles came off <on the first hike|after three weeks|halfway up the hill>
        <two|four> toenails turned black
        the left one is a {n:37:41}, the right one a {n:42:45}
        my heels were <bleeding|raw> <after an hour|before we reached the bus>
        they squeak so loudly that people turn round
        I slipped on the first wet step and broke my wrist
        the laces tore <the second time I tied them|on the way to the bus>
        they dyed my feet {colour}
        I carried them home in my hand and walked in socks
        they let in water <through the sole|at the toe> on the first rainy day""", """
        I take size {n:36:46}
        the shoes are by the door
        they have {n:5:9} holes for the laces
        the boots come in {colour} and {colour2}
        he wears them to work
        I tried on two pairs on {weekday}
        the heel is {n:2:9} centimetres high"""),
    "furniture": kind("sofa, wardrobe, bookcase, bed, desk, table, armchair, mattress, chest of drawers", """
        every screw was there and two to spare
        I put the {thing} together alone in <twenty|thirty> minutes
        the {thing} has survived <three children and two dogs|four moves|ten years of students>
        the dog chose the {thing} over his own basket
        I used to wake at five, on this I sleep until nine
        they carried the {thing} up <four|five> floors and took the cardboard with them
        my back stopped hurting after <a week|three nights>
        our guests ask whether they may have the sofa next time
        the joints are as tight as in {year2}
        we meant to sit down for a minute and woke up at midnight""", """
        the {thing} <collapsed|gave way> <under me|the first night|with the baby's things on it>
        <two|four|six> screws were missing and nobody sends them
        the drawers <stick|fall out> every time
        the {thing} is {n:3:9} centimetres wider than the website says and does not go through the door
        the varnish came off with the price tag
        a spring came through the <seat|cover> after {span}
        one leg is shorter than the others
        the holes are drilled on the wrong side
        we sleep on the floor until the new one comes
        they delivered the left half of the {thing} <twice|> and never the right half
        my back has been killing me since the {thing} came
        the doors have not closed since the day we built it
        it smelled of glue so much that we had to sleep with the windows open in January""", """
        the {thing} is against the wall
        the {thing} is {n:90:220} centimetres long
        the {thing} comes in two boxes
        we are moving the {thing} on {weekday}
        the {thing} is made of oak
        there are {n:2:8} chairs around the table
        the instructions have {n:6:20} pages"""),
    "kitchen": kind("kettle, pan, knife, blender, toaster, coffee machine, mixer, food processor, grill, pot", """
        <nothing sticks|nothing has stuck yet>, not even eggs
        my mother's {thing} is from the same maker and she has had it for <thirty|forty> years
        the {thing} goes through a pumpkin like butter
        a full pot in ninety seconds
        I sold my other <pans|pots|knives> after a month with this
        it made {n:200:900} cups before I had to clean it
        you hear nothing, you just see that it's done
        they sent me a new lid for nothing <nine|six> years after I bought the {thing}
        my son, who never cooks, made us dinner with it
        one wipe and the {thing} is clean""", """
        the handle came off with boiling water in it
        the {thing} <tripped the fuse|sparked|smoked> <the first time|every time> I switched it on
        the coating <came off|flaked> into my <omelette|rice>
        the blade snapped on a carrot
        toast comes out <black|white> and nothing in between
        it leaks onto the <counter|floor> with every cup
        the lid flew off and the soup was on the ceiling
        I had cut {n:3:9} tomatoes and the knife was blunt
        the {thing} spat hot oil over my arm
        the tea tastes of plastic, <even after thirty boils|three weeks on>
        the motor burnt out over a banana
        rust after <one week|the first wash>""", """
        the {thing} holds {n:1:4} litres
        the {thing} is on the lower shelf
        the {thing} has a {colour} handle
        the {thing} was a present from {name}
        heat the {thing} before you add the oil
        the {thing} comes with a lid
        unplug the {thing} before you clean it"""),
    "household": kind("vacuum cleaner, washing machine, dishwasher, fridge, heater, iron, dryer, air conditioner", """
        {n:12:25} years, one new belt, that's all
        the baby sleeps while the {thing} is on
        the red wine is gone from the carpet, all of it
        our power bill halved the month the {thing} came
        the technician came within the hour and would not take any money
        the glasses come out without a single spot
        the {thing} told me which part was worn before it broke
        it filled a whole bag from a carpet I had thought was clean
        in the hottest week of the year we slept under blankets""", """
        water all over the <kitchen|cellar|hall> for the {ordinal} time
        the {thing} died <two weeks|three days> after the guarantee did
        the shirts have <brown|grey> stripes now
        the {thing} walks across the floor when it spins
        everything in the freezer had thawed when we came home
        the neighbours <knocked on the wall|rang> because of the noise
        the hose is so short that I clean half of each room
        it pushes the crumbs from one side to the other
        the door has been held with a belt since {month}
        three technicians, three opinions, no hot water
        it ate a sock and stopped for ever
        the plates go in with one stain and come out with five
        the repair man took a look, a photo and ninety euros and left""", """
        the {thing} is in the cellar
        a wash takes {n:30:150} minutes
        the {thing} is {n:50:180} centimetres high
        the {thing} has {n:4:12} programmes
        the {thing} was delivered on {weekday} between {time} and noon
        empty the filter once a month
        the {thing} came with the flat"""),
    "parcel": kind("parcel, package, order, box, letter", """
        it arrived <a week|four days|two weeks> <early|ahead of schedule|before the date they gave>
        ordered <at midnight|on Sunday night>, on my doorstep <at nine|before breakfast>
        the {thing} <came|got here> a day before the birthday although I had ordered so late
        there was one more in the box than I had paid for, and they told me to keep it
        the {thing} had been round the world and every glass was whole
        the courier rang three doors to find me
        they noticed my wrong address and rang me before they sent it
        the driver came back in his lunch break because I had been out
        they had wrapped it as a present without being asked
        the {thing} was lost, they sent another the same hour
        postage both ways was on them""", """
        it arrived <a week|ten days|a month> <late|after Christmas|after the party>
        the {thing} has been <in {city}|at the depot> since {weekday} and nobody <knows why|can say when it moves>
        the box was open and <empty|half of it was gone>
        they left the {thing} <in the bin|on the roof|in the snow> and the bin lorry came first
        the {thing} was marked as delivered; I was at home; nobody came
        signed for by "M. Smith", there is no M. Smith
        I ordered six, I got four and an invoice for eight
        the glass inside had been through a war
        the {thing} came with the right label and someone else's things in it
        they want <thirty|fifty> euros before they hand over my own {thing}
        my {thing} went to {city}, I live in {city2}
        the cake for the wedding came on the Monday after
        <four|five> delivery dates so far, none of them true
        the letter took <five|six> weeks for two streets""", """
        it arrived on {weekday} at {time}
        the {thing} is due on {weekday}
        the {thing} weighs {n:2:19} kilos
        I sent the {thing} to {name} on {weekday}
        the {thing} goes to {street} {n:2:90}
        the tracking number has {n:9:14} digits
        please leave the {thing} with {name} on the {ordinal} floor
        the {thing} is {n:20:80} centimetres long"""),
    "food": kind("soup, cake, pizza, curry, stew, pie, salad, lasagne, dessert, breakfast", """
        not a crumb was left of the {thing}
        we ordered the {thing} a second time before the first plate was empty
        the queue for the {thing} starts at six and I stand in it every {weekday}
        the children asked whether we could eat here every day
        my husband wiped the plate with his bread and then mine
        I asked the cook for the recipe, on my knees
        we drive <eighty|ninety> kilometres for this {thing}
        my grandmother, who never eats out, asked for the card of the place
        the {thing} was sold out at noon, as always
        I dreamt of the {thing} that night
        I had sworn off sugar, then they put the {thing} on the table
        the table next to us saw the {thing} and ordered the same""", """
        the {thing} was still frozen in the middle
        there was a <hair|fly|plaster|staple> in the {thing}
        we <left|pushed away> the {thing} after two spoonfuls
        I was up all night with my head over the toilet after the {thing}
        the {thing} came <an hour after|forty minutes before> everyone else's
        the {thing} was on the menu, on the bill and never on the table
        the menu says for two, it wouldn't fill a child
        the dog sniffed at the {thing} and walked away
        I could have soled my shoes with the meat
        so much salt that I drank three bottles of water
        the milk in my tea had turned
        the {thing} had a skin on it when it came
        I asked for no nuts and spent the evening in hospital
        they scraped off the mould and served the {thing} anyway""", """
        the {thing} is on the menu on {weekday}
        the {thing} contains eggs and milk
        the {thing} costs {n:4:19} euros
        I had the {thing} and {name} had the soup
        the {thing} is served with rice
        the {thing} needs {n:20:90} minutes in the oven
        there are two kinds of {thing} on the card
        we eat at {time}"""),
    "restaurant": kind("restaurant, café, bar, bistro, canteen, pizzeria, diner, pub", """
        the waiter remembered what we had drunk <a year|two years> before
        they stayed open for us because our train had been late
        we came for a coffee and left when they put up the chairs
        the bill was less than what I had put aside for the starters
        the cook made something that was not on the menu for our son
        they brought blankets before we noticed it was cold
        we booked the next visit while we were still eating
        the tables are taken until {month}, and the place opened three weeks ago
        they would not let us pay because of a wait of five minutes
        the taxi driver told us he eats at the {thing} on his days off""", """
        we had a booking and ate at the snack bar across the road
        they took our plates while we were still eating
        forty minutes for a glass of tap water
        the waiter asked for a tip and then for a bigger one
        they seated <six|nine> parties that had come after us
        there was a mouse under the next table
        the glasses had other people's lipstick on them
        the bill had a <bottle of wine|dessert> on it that we never saw
        the waiter told my wife she had eaten enough
        the card machine is always "broken" and the cash machine takes a fee
        we left with an empty stomach and an empty purse
        they closed the kitchen ten minutes after taking our order
        three of us were off work the next day""", """
        the {thing} is on {street}
        the {thing} has tables for {n:20:90} guests
        the {thing} opens at {time}
        we have a table for {n:2:9} at {time}
        the {thing} is closed in {month}
        the {thing} takes cards
        {name} works at the {thing} on {weekday}"""),
    "hotel": kind("hotel, hostel, guest house, bed and breakfast, campsite, holiday flat", """
        we missed the last bus and the owner drove us
        they gave us the room with the balcony at the price of the small one
        the only sound at night was the sea
        we had booked for <two|three> nights and stayed <nine|twelve>
        this was our <sixth|eighth|tenth> summer at the {thing}
        I left my glasses there and they were in my letter box before I was home
        the children still talk about the {thing} at breakfast
        they let us in at nine in the morning after our night flight and made us eggs
        the window looks straight onto the mountains and they charge nothing for it
        they lit the stove before we came back from the snow""", """
        someone else's towel was in the shower
        there was mould on the <wall|mattress|ceiling> and <ants|a mouse> in the <sink|wardrobe>
        the pool in the photo belongs to the house next door
        they knocked at seven to ask when we would leave
        we asked for a cot and got a drawer
        we paid for a sea view and look at a <wall|fan|bin>
        cold water at {time}, no water at all on {weekday}
        they gave our key to a stranger
        the disco under our bed closed at five
        we slept in the car
        they kept the deposit for a glass that was broken when we came
        the bed had the shape of the last ten guests
        the {thing} cancelled our room <on the day|two hours before> and kept the money
        I counted {n:9:40} bites in the morning""", """
        the {thing} is {n:2:9} minutes from the station
        we have a double room until {weekday}
        breakfast is from seven to ten
        the {thing} has {n:8:90} beds
        the key is in a box by the door
        the {thing} belongs to a family from {city}
        check-in starts at {time}"""),
    "book": kind("book, novel, biography, thriller, memoir, collection of stories, guide book, comic", """
        I read it <in one sitting|on a single train ride and missed my stop>
        it was light outside when I closed the {thing}
        I have bought the {thing} <four|five> times because I keep giving it away
        my son read under the blanket with a torch
        I turned back to page one the moment I had finished the {thing}
        our book club talked about it until they threw us out
        I named my dog after the hero
        I called my mother after chapter <three|nine> and we talked for two hours
        the library has {n:40:90} people waiting for the {thing} and I know why""", """
        I gave up on page <thirty|forty|sixty>
        I read the last page first to get it over with
        the {thing} has been under my bed since {month}, with the bookmark on page {n:9:30}
        I knew the murderer <before the murder|from the cover>
        every chapter ends with the same sentence
        <four|five> of us started it, none of us finished it
        I used the {thing} to level the fridge
        the author forgot in chapter nine who had died in chapter two
        the pages fell out in my hands
        I have read timetables that held me longer
        the recipes leave out half of what you need
        it took me five months to read {n:90:200} pages, because I kept falling asleep""", """
        the {thing} has {n:12:40} chapters
        the {thing} is set in {city}
        the {thing} was first printed in {year}
        I am on page {n:20:300}
        the {thing} is due back at the library on {weekday}
        the {thing} is by an author from {country}
        there are {n:9:60} pictures in the {thing}"""),
    "film": kind("film, movie, series, show, documentary, play, musical", """
        nobody moved until the lights came on
        I have seen the {thing} <five|six> times and would go tonight
        my father cried, and my father does not cry
        we watched one episode and then the sun came up
        the whole row was holding hands by the end of the {thing}
        the actors were called back <six|seven> times
        my teenagers put their phones down
        I forgot I had popcorn
        I went in with a toothache and only noticed it again at the bus stop
        we walked home without a word and then talked until three
        I bought the soundtrack on the way out""", """
        I counted the <lamps|seats|people> in the cinema, {n:40:90} of them
        <a third|most> of the audience was gone by the interval
        I slept through the chase, the kiss and the end
        the trailer has every joke that is in it
        the hero dies, comes back, dies and comes back
        we asked for our money at the door
        I looked at my watch <nine|twelve> times
        you could see the microphone in every second scene
        they changed the ending of the book and the beginning and the middle
        my popcorn was the high point of the evening
        the third season is the first season again with other hats
        we turned it off and did the ironing
        the voices were two seconds behind the lips""", """
        the {thing} lasts {n:80:190} minutes
        the {thing} starts at {time} on {weekday}
        the {thing} was made in {country} in {year2}
        the {thing} has subtitles in <Polish|Dutch|Greek>
        there are {n:2:9} seasons
        {name} has two tickets for row {n:2:20}
        the {thing} is about a family that moves to {city}"""),
    "game": kind("video game, board game, card game, puzzle, console game, quiz game", """
        one more round, we said, and then it was four in the morning
        {n:200:900} hours in and I still find new rooms
        the kids cleared the table without being asked so that we could start
        my wife, who never plays, asks for the {thing} every evening
        we have worn out the cards and bought it again
        the makers still add levels for free after <six|eight> years
        my reflexes are back where they were at twenty
        grandpa laughed until his teeth fell out
        the download took an hour and I have been smiling since
        I finished it, deleted my save and started again""", """
        the {thing} crashed during the last fight, four times
        I had <three|four> hours of play and twenty hours of loading
        level four can only be passed with a credit card
        <two|three> pieces were missing and the box was sealed
        my save was gone after the patch, {n:40:90} hours of it
        everyone I meet online flies through the walls
        we read the rules twice, argued for an hour and played something else
        the servers have been empty since {month}
        the kids played with the box
        I asked for a refund after nine minutes
        the dice fell apart on the first throw
        the last update made my character lose his legs""", """
        the {thing} is for {n:2:6} players
        a round takes {n:10:90} minutes
        the {thing} has {n:20:90} cards and a board
        the player with the {colour} piece begins
        the {thing} is out in {month}
        each player gets {n:3:9} coins
        the {thing} runs on two consoles"""),
    "car": kind("car, van, motorbike, camper, scooter, e-bike, bicycle", """
        {n:200:400},000 kilometres and the first clutch
        it started at minus <twenty|thirty>, on the first turn
        the {thing} passed its inspection without a single note <for the ninth year|again>
        we hit a deer and walked away without a bruise
        the garage found the rattle, tightened a screw and waved me off without a bill
        I sold the {thing} for more than I had paid
        the {thing} climbs our hill in fourth gear with five people in it
        my commute went from an hour to twenty minutes with the {thing}""", """
        it broke down <on the motorway|on the way home from the dealer|in the tunnel>
        the <brakes|lights|wipers> failed <on a hill|in the rain|at night>
        the {thing} has been in the garage for {n:20:60} of the first {n:61:90} days
        the mirror fell off when I closed the door
        the dealer had turned the clock back by {n:40:90},000 kilometres
        the battery was flat <every morning|again>, with the bus leaving without me
        I pushed the {thing} the last <two|three> kilometres
        oil on the drive, oil on my shoes, oil in the hall
        they changed the same part <three|four> times and sent four bills
        the window went down in January and stayed there
        the chain came off in the middle of the crossing
        smoke from under the bonnet, {time}, nowhere near a phone""", """
        the {thing} is parked on {street}
        the {thing} has {n:2:7} seats
        I had the tyres changed on {weekday}
        the {thing} is {colour} with a {colour2} stripe
        the {thing} has {n:20:90} thousand kilometres on the clock
        I drive the {thing} to work
        the inspection is in {month}"""),
    "garden": kind("tent, lawn mower, garden hose, barbecue, greenhouse, ladder, rucksack, sleeping bag, saw", """
        the storm took the neighbour's shed and left our {thing} standing
        the {thing} was up in four minutes, in the dark
        I slept at minus five and had to open the zip
        {n:9:20} summers on the same {thing}
        I lent the {thing} to the whole street and it came back sharp
        the roses I bought in {month} reach the roof
        my father asked to be left the {thing} in my will
        every seed in the bag came up
        the {thing} cut through the trunk in a minute, and I am seventy
        we harvested {n:20:60} kilos of tomatoes""", """
        the first wind bent every pole
        we woke up in a puddle
        the {thing} <gave up|stopped> halfway through the first <lawn|plank|hedge>
        the step broke and so did my ankle
        it needs so much petrol that goats would be cheaper
        not one of the seeds came up
        the roses were dead on arrival
        the hose has more holes than the sieve in our kitchen
        the zip of the {thing} jammed with me inside
        the handle came off and the blade flew past my ear
        the rust came through <in the first week|before autumn>
        I went back to scissors""", """
        the {thing} is in the shed
        the {thing} weighs {n:2:19} kilos
        the tent sleeps {n:2:6}
        water the beds in the evening
        I lent the {thing} to {name}
        the {thing} comes in a {colour} bag
        the lawn is {n:40:300} square metres"""),
    "baby": kind("pram, cot, high chair, baby monitor, doll, toy train, scooter, school bag", """
        third child in the same {thing} and it will do for a fourth
        the baby fell asleep within two minutes of lying in it
        my son has not let go of the {thing} since his birthday
        for the first time in months we slept six hours
        it survived being thrown down the stairs, daily
        folds with one hand while I hold the baby in the other
        the makers sent a new wheel overnight and thanked us for writing
        all the other children at nursery want the {thing}
        she took her first steps holding on to it""", """
        the wheel came off on a crossing with the baby in it
        the paint came off in my daughter's mouth
        the {thing} broke before the candles were out
        the eyes of the doll came off and were in his mouth
        the strap opened by itself
        the monitor was silent while she was screaming
        it pinched his fingers so that we had to see a doctor
        it does not fit through any door in our house
        my son cried when he saw what was in the box
        the sound can't be turned off and it goes off at three in the morning
        the {thing} was recalled because children had been hurt""", """
        the {thing} is for children from {n:2:6} years
        the {thing} folds in the middle
        the {thing} is in the hall
        the {thing} belongs to {name}'s daughter
        the {thing} comes in {colour} and {colour2}
        our son starts school in {month}"""),
    "care": kind("cream, shampoo, perfume, lipstick, sun cream, soap, toothbrush, razor", """
        the rash I had had for <six|nine> years was gone in a week
        my hairdresser asked what I had changed
        my dentist wanted to know which brush I use and wrote it down
        six hours on the beach and not a red spot
        one drop is enough, the bottle from {month} is still half full
        people lean in and ask what I am wearing
        the dandruff left after the second wash
        my skin stopped peeling the day I switched to this {thing}
        I finished the bottle and ordered six more""", """
        my face swelled up within the hour
        my hair came out in handfuls
        I came home from the beach the colour of a lobster
        the {thing} burnt my <eyes|scalp|lips>
        the bottle was half empty and not because of me
        the pump broke and the {thing} was all over my bag
        the scent was gone before I reached the bus
        my pillow is {colour} now
        more cuts than in a year with the old one
        spots where I never had any
        my girlfriend moved to the other end of the sofa
        the "50 ml" on the label are thirty in the bottle""", """
        the {thing} comes in a tube of {n:30:200} millilitres
        apply the {thing} in the morning
        the {thing} contains water and glycerine
        the {thing} is in the bathroom
        shake the bottle before use
        the {thing} is sold at the chemist's on {street}
        keep the {thing} below thirty degrees"""),
    "glasses": kind("pair of glasses, hearing aid, wheelchair, walking stick, contact lens, brace", """
        I can read street signs again from across the road
        my grandfather heard the birds again, after {n:6:12} years
        she went up the ramp by herself and waved
        I drive at night again, after four years of not daring to
        I ran for the bus yesterday, with my knee
        they bent the frame straight while I waited and wished me a nice day""", """
        the new ones give me double vision
        it whistles so that the whole church turns round
        the frame broke at the nose <after ten days|in my sleep>
        the wheel locked on the tram tracks
        they made it for the wrong ear
        three visits and I still can't read the menu
        I fell twice in the first week with it""", """
        my appointment at the optician is on {weekday}
        the glasses are in the {colour} case
        the battery lasts {n:5:12} days according to the leaflet
        I wear them for reading
        the left lens is minus {n:1:4}"""),
}

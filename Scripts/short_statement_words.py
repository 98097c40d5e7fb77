"""The word tables of short_statements.py: subjects, opinion words, events, names and neutral predicates.

Entries may hold slots, as ``{city}``, and choices, as ``<one|two>``; short_statements.py fills both. A table whose name
has a side has the keys ``+`` (speaks for its subject) and ``-`` (speaks against it).
"""


def listed(text):
    """The entries of a table written as one text, separated by commas."""
    return [entry.strip() for entry in text.replace("\n", " ").split(",") if entry.strip()]


def lines(text):
    """The entries of a table written one a line."""
    return [entry.strip() for entry in text.split("\n") if entry.strip()]


# Per field: singular nouns, plural nouns, uncountable nouns, parts, the adjective groups that suit it.
FIELDS = {
    "device": ("phone, laptop, tablet, camera, printer, monitor, keyboard, mouse, speaker, router, smartwatch, "
               "charger, television, projector, vacuum cleaner, drill, lawn mower, hair dryer, e-reader, microphone, "
               "power bank, desk lamp, torch, fan, heater, doorbell, thermostat, electric toothbrush, radio",
               "headphones, earbuds, speakers, batteries, binoculars, clippers, walkie-talkies", "",
               "battery, screen, case, sound, cable, remote, manual, finish, button, lid", "device made"),
    "clothing": ("jacket, shirt, dress, coat, backpack, hat, belt, sweater, wallet, suitcase, watch, ring, umbrella, "
                 "raincoat, scarf, swimsuit, handbag",
                 "shoes, boots, jeans, gloves, socks, trousers, sandals, sunglasses, slippers, trainers, leggings", "",
                 "zip, lining, fabric, colour, strap, stitching, fit", "clothing made"),
    "home": ("sofa, mattress, kettle, blender, toaster, coffee machine, frying pan, knife, chair, desk, wardrobe, "
             "rice cooker, oven, dishwasher, fridge, washing machine, pillow, tent, ladder, bookshelf, rug, "
             "pushchair, toy, puzzle, bicycle, scooter, guitar, garden hose, shower head, lunch box",
             "knives, curtains, pans, candles, towels, chairs, scales, toys", "furniture, paint, bed linen",
             "handle, lid, frame, surface, design, material, packaging", "made device"),
    "car": ("car, van, motorbike, caravan, electric car, pickup, hire car, truck", "tyres, headlights, brakes", "",
            "engine, gearbox, boot, steering, dashboard, seats", "device"),
    "software": ("app, program, game, operating system, browser, plugin, editor, update, new version, website, "
                 "search function, web shop, login page, password manager, spreadsheet tool, level editor, installer, "
                 "video game, translation tool, calendar app, beta, chatbot, mobile site, dark mode",
                 "apps, graphics, controls, menus, shortcuts", "software, antivirus software",
                 "interface, menu, search, sync, layout, documentation, tutorial", "software"),
    "food": ("soup, pizza, burger, curry, cake, salad, breakfast, lunch, steak, sandwich, coffee, tea, bread, "
             "dessert, sauce, omelette, wine, beer, stew, risotto, ice cream, pie, buffet, tasting menu, sushi platter",
             "noodles, dumplings, chips, pancakes, vegetables, tacos, biscuits, meatballs, drinks, pastries",
             "rice, food, fish, pasta, chocolate, cheese", "sauce, crust, filling, seasoning, portion", "food"),
    "place": ("hotel, hostel, restaurant, café, bar, museum, airport, station, campsite, gym, park, beach, shop, "
              "bakery, library, theatre, gallery, supermarket, market, swimming pool, spa, guest house, zoo, castle, "
              "neighbourhood, flat, office, playground, cinema, pub, apartment, cottage, salon, garage, bookshop",
              "rooms, gardens, bathrooms, toilets, changing rooms", "accommodation",
              "lobby, terrace, location, kitchen, bathroom, view, breakfast, parking, room", "place"),
    "service": ("airline, bank, delivery service, insurance company, internet provider, support line, courier, "
                "hotline, repair shop, clinic, moving company, phone company, booking site, landlord's office, "
                "council, help desk, travel agency, dentist's practice, ferry company, taxi firm, law firm",
                "opening hours, repairs, deliveries, refunds", "customer care, delivery, support, aftercare",
                "billing, support, booking process, communication, response, paperwork", "service"),
    "person": ("waiter, driver, nurse, teacher, doctor, receptionist, plumber, electrician, guide, manager, "
               "hairdresser, mechanic, landlord, neighbour, colleague, coach, lawyer, salesman, shop assistant, "
               "accountant, pilot, trainer, librarian, builder, host, dentist, barber, technician, caretaker, tutor",
               "staff, waiters, teachers, nurses, colleagues, neighbours, drivers, guides, organisers, ushers", "",
               "tone, attitude, advice, work", "person"),
    "story": ("film, movie, book, novel, play, series, documentary, comedy, thriller, musical, short story, sequel, "
              "episode, season finale, biography, cartoon, podcast, comic, pilot episode, remake, audiobook, memoir",
              "characters, dialogues, jokes, scenes, essays, special effects", "",
              "plot, ending, cast, script, dialogue, pacing, soundtrack, opening, lead actor, camera work", "story"),
    "music": ("album, song, concert, gig, band, choir, orchestra, single, playlist, recording, opera, festival, "
              "radio show, support act", "lyrics, songs, vocals, tracks", "music, sound",
              "bass line, chorus, singer, sound, production, light show", "music"),
    "event": ("course, workshop, lecture, conference, meeting, seminar, exhibition, party, wedding, trip, cruise, "
              "tour, class, webinar, training, school play, panel discussion, holiday, boat trip, city tour, speech, "
              "lesson, debate, interview, presentation, ceremony", "lessons, talks, exercises, slides", "",
              "organisation, programme, venue, catering, material, handout, schedule", "event"),
    "sport": ("match, race, final, season, performance, first half, game, tournament, team, defence, midfield, derby",
              "players, penalties, tactics", "", "referee, atmosphere, pitch, goalkeeper, start", "sport"),
    "life": ("weather, evening, morning, day, weekend, commute, week, walk, birthday, drive, journey, flight, ride, "
             "winter, summer, dinner party", "school holidays, summers", "traffic",
             "start, end, mood, company", "life"),
}

# Strong words for anything, which take no "very".
STRONG = {
    "+": listed("excellent, wonderful, fantastic, brilliant, superb, amazing, outstanding, terrific, marvellous, "
                "splendid, first-rate, exceptional, magnificent, fabulous, phenomenal, awesome, stunning, perfect, "
                "flawless, sensational, incredible, second to none, world-class, top-notch, unbeatable, gorgeous"),
    "-": listed("terrible, awful, horrible, dreadful, appalling, abysmal, atrocious, hopeless, useless, worthless, "
                "pathetic, disgraceful, unbearable, unacceptable, horrendous, insufferable, laughable, "
                "third-rate, lousy, wretched, ghastly, rubbish, intolerable, deplorable, dire"),
}
# Gradable words for anything.
MILD = {
    "+": listed("good, nice, great, lovely, pleasant, impressive, likeable, delightful, charming, convincing, "
                "remarkable, enjoyable, satisfying, helpful, worthwhile, appealing"),
    "-": listed("bad, poor, disappointing, annoying, unpleasant, frustrating, irritating, mediocre, unimpressive, "
                "underwhelming, off-putting, unsatisfying, tiresome, awkward, dismal, unconvincing"),
}
GROUPS = {
    "device": ("fast, reliable, quiet, handy, powerful, accurate, sleek, responsive, easy to use, user-friendly, "
               "robust, efficient, dependable, energy-saving, precise, practical, versatile, smooth",
               "slow, unreliable, noisy, flimsy, clunky, inaccurate, sluggish, faulty, fiddly, fragile, overpriced, "
               "outdated, impractical, wobbly, hard to use, bulky, defective, dim"),
    "made": ("sturdy, well made, durable, good value, elegant, beautiful, solid, well designed, stylish, useful, "
             "high-quality, long-lasting, pretty",
             "shoddy, badly made, cheaply made, ugly, overpriced, tacky, rickety, poor quality, badly designed, "
             "tasteless, scratchy, smelly"),
    "clothing": ("comfortable, comfy, soft, warm, flattering, well cut, fashionable, cosy, breathable",
                 "uncomfortable, itchy, stiff, unflattering, badly cut, see-through, shapeless, frumpy"),
    "software": ("intuitive, stable, fast, clear, easy to use, well designed, polished, snappy, secure, useful, fun, "
                 "addictive, clever, well documented, user-friendly, smooth, bug-free",
                 "confusing, unstable, buggy, slow, cluttered, laggy, glitchy, unintuitive, bloated, broken, "
                 "insecure, half-baked, repetitive, hard to use, badly designed, intrusive, crash-prone"),
    "food": ("tasty, delicious, fresh, yummy, flavourful, juicy, mouth-watering, generous, scrumptious, "
             "well seasoned, moreish, crisp",
             "bland, tasteless, stale, soggy, overcooked, greasy, burnt, inedible, undercooked, flavourless, rubbery, "
             "disgusting, over-salted, watery, lukewarm"),
    "place": ("clean, cosy, spotless, welcoming, spacious, tidy, charming, comfortable, inviting, peaceful, "
              "well kept, bright, relaxing, picturesque, family-friendly, safe, idyllic",
              "dirty, filthy, run-down, cramped, noisy, shabby, gloomy, overcrowded, smelly, neglected, depressing, "
              "grubby, mouldy, overpriced, unwelcoming, unsafe, dingy, tatty"),
    "service": ("reliable, quick, professional, helpful, efficient, fair, trustworthy, transparent, responsive, "
                "well organised, punctual, accommodating, prompt, honest, flexible, hassle-free",
                "unreliable, slow, unprofessional, unhelpful, inefficient, unfair, dishonest, overpriced, "
                "unresponsive, disorganised, chaotic, bureaucratic, incompetent, careless, shady"),
    "person": ("friendly, kind, helpful, polite, attentive, patient, competent, caring, funny, professional, "
               "courteous, thoughtful, knowledgeable, welcoming, considerate, inspiring, generous, cheerful",
               "rude, unfriendly, impolite, impatient, arrogant, incompetent, lazy, unprofessional, careless, grumpy, "
               "condescending, dismissive, inattentive, clueless, dishonest, inconsiderate, "
               "hostile, mean, disrespectful"),
    "story": ("gripping, moving, funny, exciting, original, clever, touching, thrilling, well written, engaging, "
              "hilarious, captivating, thought-provoking, heart-warming, suspenseful, witty, imaginative, entertaining",
              "boring, predictable, dull, tedious, shallow, unfunny, badly written, confusing, clichéd, long-winded, "
              "pretentious, pointless, forgettable, implausible, contrived, unoriginal, wooden, silly, far-fetched"),
    "music": ("catchy, moving, uplifting, beautiful, energetic, soulful, lively, well produced, enchanting, "
              "memorable, inspired",
              "boring, monotonous, uninspired, out of tune, repetitive, grating, lifeless, badly mixed, forgettable, "
              "soulless, dreary"),
    "event": ("interesting, inspiring, well organised, informative, fun, instructive, stimulating, entertaining, "
              "well prepared, memorable, rewarding, fascinating, exciting",
              "boring, pointless, badly organised, tedious, chaotic, uninformative, badly prepared, dull, exhausting, "
              "stressful, uninspiring, confusing"),
    "sport": ("thrilling, exciting, strong, brave, disciplined, entertaining, confident, inspired, heroic",
              "weak, boring, sloppy, uninspired, embarrassing, shameful, careless, lacklustre, toothless"),
    "life": ("relaxing, beautiful, fun, peaceful, memorable, restful, glorious, cheerful, refreshing",
             "stressful, miserable, exhausting, dreary, chaotic, depressing, tiring, gloomy, nerve-racking"),
}
# Nouns that judge, after "is" or "was".
JUDGEMENT = {
    "+": listed("a joy, a delight, a real treat, a bargain, a gem, a masterpiece, a dream, a highlight, a pleasure, "
                "a triumph, a success, a hit, a winner, worth every penny, money well spent, a lifesaver, "
                "a breath of fresh air, just what I was looking for, the best I've come across, a lucky find"),
    "-": listed("a joke, a disaster, a let-down, a rip-off, a mess, a failure, a nightmare, a scam, a waste of time, "
                "a waste of money, a flop, an insult, a shambles, a pain, a fiasco, an embarrassment, "
                "money down the drain, a big mistake, the worst I've come across, a catastrophe, a lost cause"),
}
# What I do to a thing: base form, past form.
FEELING = {
    "+": [("love", "loved"), ("like", "liked"), ("enjoy", "enjoyed"), ("adore", "adored"),
    ("appreciate", "appreciated"),
          ("recommend", "recommended"), ("admire", "admired"), ("trust", "trusted"),
          ("treasure", "treasured"), ("praise", "praised")],
    "-": [("hate", "hated"), ("dislike", "disliked"), ("despise", "despised"), ("loathe", "loathed"),
          ("regret", "regretted"), ("detest", "detested"), ("resent", "resented")],
}
# First person predicates with an open object, past tense or present.
FIRST_PERSON = {
    "+": lines("""
        I <fell in love with|couldn't get enough of|was thrilled with|was delighted with|was very happy with> {the}
        I <am impressed by|am so pleased with|am a big fan of|am really fond of|am over the moon with> {the}
        I <can only recommend|can warmly recommend|would gladly choose|highly recommend|swear by> {the}
        {the} made <my day|me smile|my life easier|us all laugh|the whole week better>
        we had a <great|wonderful|lovely|fantastic> time with {the}
        {the} <exceeded|surpassed> <my|our|all> expectations
        {the} won me over <straight away|from the first minute|in the end>
        hats off to {the}
        <full marks|thumbs up|five stars|ten out of ten> for {the}
        I'm <so glad|glad|happy> I <chose|found|went with|gave a chance to> {the}
        {the} <put a smile on my face|brightened up my week|was right up my street>
        {the} {s:deserve} <all the praise|an award|a medal|top marks>"""),
    "-": lines("""
        I <can't stand|couldn't stand|am fed up with|am sick of|lost patience with|am tired of> {the}
        I <was let down by|was disappointed by|am angry about|am appalled by|felt cheated by> {the}
        I <can only warn you about|would advise against|would stay away from|would avoid> {the}
        {the} <ruined my evening|drove me mad|gave me a headache|spoiled the whole week|made me cry with frustration>
        we had a <terrible|miserable|dreadful|horrible> time with {the}
        {the} fell short of <my|our|all> expectations
        {the} got on my nerves <straight away|from the first minute|in the end>
        shame on {the}
        <zero marks|thumbs down|one star|zero out of ten|minus five points> for {the}
        I'm <so sorry|sorry|annoyed> I <chose|ended up with|went with|gave a chance to> {the}
        {the} <left a bad taste in my mouth|left me cold|bored me to tears|got worse by the day>
        {the} <wasted|cost me> <hours of my time|far too much time|my whole afternoon>"""),
}
VERDICT = {
    "+": lines("""
        I'd come back any time
        I would <buy|choose|book|do> it again <tomorrow|without thinking twice|any day>
        we will <definitely|certainly> be back
        highly recommended
        I've already told all my friends to try it
        it was worth every penny
        I couldn't ask for more
        I'm so happy
        it made my day
        I enjoyed every minute
        I would recommend it to anyone
        we can't wait for the next time"""),
    "-": lines("""
        I won't come back
        I would never <buy|choose|book|do> it again
        never again
        I want my money back
        I've already warned all my friends
        it was a waste of money
        I expected <much more|far better>
        I'm so angry
        it ruined my day
        I regret every minute
        I would not recommend it to anyone
        we can't wait to get rid of it"""),
}
EXCLAMATION = {
    "+": listed("wow, yay, hooray, yes!, love it, brilliant, fantastic, bravo, superb, awesome, delicious, yum, "
                "perfect, great job, well done, lovely, beautiful, excellent, amazing, cool, nice one, hurrah, "
                "woohoo, top, outstanding, splendid, marvellous, so good, just wow, first class, good stuff, "
                "good work, congratulations, thank you so much, thanks a million, best ever, pure joy, impressive, "
                "great stuff, happy, delighted, recommended, five stars, what a treat, so happy, "
                "I'm happy, life is good, what fun, good for you"),
    "-": listed("ugh, yuck, boo, hate it, terrible, awful, horrible, disgusting, useless, rubbish, pathetic, "
                "dreadful, shame on you, no thanks, never again, gross, disappointing, what a mess, so bad, rip-off, "
                "scam, garbage, poor, total flop, avoid, what a shame, unbelievable cheek, worst ever, bad, "
                "stay away, ridiculous, one star, zero stars, argh, disgraceful, waste of time, waste of money, sad, "
                "so annoying, fed up, disappointed, angry, I'm sad, not again, so unfair, "
                "what a bore, boring, unacceptable, hopeless"),
    "0": listed("meh, ok, okay, so-so, average, fine I guess, hm, hmm, it's ok, could be better could be worse, "
                "it is what it is, nothing more nothing less, so so, in between, mixed feelings, no opinion, neither, "
                "maybe, perhaps, yes, no, both, hello, hi there, good morning, good evening, noted, understood, "
                "received, see attachment, tomorrow, next week, not yet, it depends, whatever, I guess, you tell me, "
                "no idea, later, on my way, not sure, not applicable, same as before, as usual, bye, see you, "
                "all right, either way, not today, not this time, no change, no reply needed, none, "
                "never mind, see below, done, good night"),
}
FACES = {
    "+": listed(":), :-), :D, ;), <3, ^_^, 😊, 😀, 😍, ❤️, 👍, 🎉, 🥰, 👏, 💯, 😄, 🤩, ⭐⭐⭐⭐⭐, xD, =)"),
    "-": listed(":(, :-(, :/, >:(, :'(, 😡, 😠, 😞, 👎, 😢, 🤮, 😤, 💔, 🤬, 😭, 😒, 🙄, D:, =(, ☹️"),
}
EVENTS = {
    "-": lines("""
        the <battery|screen|charger|motor|left speaker|hinge> <died|gave up|stopped working|broke> <after|within> {span}
        it <stopped working|broke down|fell apart|packed up> <after|within> {span}
        {thething} <stopped working|broke down|fell apart|gave up> <after|within> {span}
        {thething} arrived <broken|scratched|two weeks late|with a part missing|used and dirty|in the wrong size>
        the parcel <never arrived|was left in the rain|went to the wrong address|was empty when I opened it>
        <they|the bank|the hotel|the provider> charged me twice <for the same order|and blamed me for it|>
        <they|the shop|the airline> <refused to refund me|ignored all my e-mails|kept the deposit|cancelled>
        I've been waiting for my <refund|parcel|money|replacement|documents> for {span}
        still waiting for <my refund|a reply|the parts|somebody to call me back> after {span}
        <still no|no sign of a> <refund|reply|delivery|answer> after {span}
        the screen cracked the first time I <dropped it on the carpet|put it in my pocket|cleaned it>
        I <returned|sent back|threw out|binned> {thething} <the next day|after {span}|within a week>
        the airline lost <my|our> luggage and nobody <called|cared|apologised>
        the <update|new version> <broke everything|deleted my photos|drains the battery in two hours>
        the app <crashes|freezes|logs me out> every time I open it
        we walked out <halfway through|after twenty minutes|before dessert|at the interval>
        I fell asleep <halfway through|after ten minutes|twice during it>
        we found <hair in the soup|cockroaches in the bathroom|mould behind the bed|bedbugs|a dead mouse under the sink>
        I got food poisoning <from the fish|the same night|from the buffet>
        the <heating|hot water|lift|air conditioning> was broken <the whole stay|all week> and nobody fixed it
        they <forgot our order|mixed up our booking|gave our table to somebody else|overbooked the flight>
        we waited <an hour|ninety minutes|over two hours> for <cold food|the bill|a glass of water|someone to notice us>
        my <train|flight|bus> was <cancelled|delayed> again and I missed <my connection|the meeting|the wedding>
        the colour <washed out|came off> <the first time|after one wash>
        the <sole|handle|zip|strap> came off <on the second day|after one week>
        I was on hold for {span2} and then they hung up
        the doctor <didn't even look up|sent me home without examining me|forgot my appointment>
        the waiter <rolled his eyes|snapped at us|spilled wine on me and walked off>
        the driver <drove past my stop|shouted at me|was texting the whole way>
        half the class <dropped out|left before the break>
        somebody <stole my bike|scratched my car|broke into our flat> <last night|again>
        my <laptop|bag|wallet> was stolen <from the locker|on the train>
        I <failed the exam|lost my job|lost the game|burnt the dinner> <yesterday|today|last week>
        we lost {score} <at home|in the last minute|against the bottom club>
        the <roof|ceiling|washing machine> leaked <the day after they repaired it|onto my books>
        the <kids|children> were in tears by the end
        they sold my <address|data> to <advertisers|third parties> without asking
        now I have to <buy a new one|pay for the repair myself|start all over again>
        I had to send it back <twice|three times>
        I spent <three hours|a whole day> <setting it up|on the phone> and it still <does nothing|won't start>
        it <overheats|shuts down|restarts|leaks> <after ten minutes|whenever I use it>
        the bill was <twice|three times> what they had quoted
        they <closed my account|cut off our internet> without any warning
        the hospital sent my <father|grandmother> to the wrong ward
        the factory <laid off|dismissed> <hundreds of|{n:200:900}> workers
        orders <fell sharply|collapsed> in the {quarter} quarter
        the company <issued a profit warning|slipped into the red>
        <hundreds|thousands> of people lost their homes in the flood"""),
    "+": lines("""
        they replaced it free of charge <the same day|within {span}|and apologised>
        <they|the shop|the airline> refunded me <within an hour|the same day|without any discussion>
        {thething} still <works|runs> <like new|> after <ten|seven|twelve> years
        it still <works like new|looks as good as new> after {n:2:15} years
        we stayed two more nights because <of the staff|we felt so at home>
        I've ordered <three|two|five> more <already|for my family|since then>
        I finished <it|the whole book|all ten episodes> in one <night|weekend>
        I <laughed|smiled> <the whole way through|from start to finish>
        we went back <the next evening|three times that week|every summer since>
        the <kids|children> didn't want to leave
        the children ask for it every <day|weekend>
        the audience <stood up and clapped for ten minutes|laughed from start to finish|wouldn't let them go>
        everyone asked for <seconds|the recipe|another slice>
        the plates came back <empty|licked clean>
        the waiter <remembered our names|brought the kids free ice cream|found us the best table>
        the driver <waited for me in the rain|carried my bags upstairs|went out of her way to find my wallet>
        the nurse <held my hand the whole time|stayed an hour longer for my mother>
        they <upgraded us to a suite|let us check in early|gave us a free dessert> without being asked
        the parcel arrived <two days early|the very next morning|sooner than promised and beautifully wrapped>
        the <update|new version> <fixed everything|doubled the battery life|solved all my problems>
        the battery <lasts for days|easily gets me through the weekend>
        I <passed the exam|got the job|won the race|got a pay rise> <yesterday|today|at last>
        we won {score} <at home|in the last minute|against the champions>
        my <train|flight> was early and I got a <seat|whole row> to myself
        they answered <within two minutes|on Sunday evening> and solved it <right away|on the first try>
        they found my <wallet|phone|ring> and posted it to me <for nothing|the same day>
        it <survived|came through> <three falls|two winters|a trip through the desert> without a scratch
        my back pain <is gone|disappeared> since I bought {thething}
        I use it every single day and <smile|wouldn't give it away>
        I sleep like a baby <since we bought it|on it>
        all my friends <want one now|bought one after trying mine|keep borrowing it>
        my <daughter|son|grandfather> <hasn't put it down since|wears it every day|smiles whenever he sees it>
        my <son|daughter> now looks forward to <maths|school|practice>
        the mechanic fixed it <in ten minutes|on the spot> and charged <nothing|me only for the part>
        I saved <half of my electricity bill|hours of work every week>
        the neighbours brought us <soup when we were ill|flowers when we moved in>
        the team <saved my mother's life|took such good care of my dad>
        we booked <again|next year's stay> before we had even left
        the company <raised its forecast|posted a record profit>
        orders <rose strongly|jumped> in the {quarter} quarter
        the factory <hired|took on> {n:200:900} new workers
        the rescuers brought all the <miners|climbers|children> home safe and sound
        volunteers rebuilt the <school|playground> and the whole village celebrated
        my skin cleared up <within {span}|in a week>
        my cat purrs whenever I <bring it out|open the box>"""),
}
NAMES = listed("Amir, Ingrid, Kwame, Yuki, Fatima, Diego, Olga, Priya, Chen, Aoife, Tomasz, Leila, Mateo, Nia, Sven, "
               "Hana, Omar, Giulia, Ravi, Zanele, Pierre, Mei, Ahmed, Lucia, Bjorn, Thandi, Jorge, Anika, David, "
               "Sarah, Kofi, Elif, Ivan, Maria, Nguyen, Rachel, Hassan, Emily, Jamal, Katya, Liam, Aisha, Marco, "
               "Soo-jin, Peter, Chioma, Lars, Dalia, Paolo, Miriam, Tariq, Grace, Viktor, Noor, Henrik, Adaeze, "
               "Moshe, Lin, Rosa, Arjun, Ms Okafor, Mr Tanaka, Dr Silva, Mrs Novak, "
               "Professor Haddad, Mr O'Brien, Ms Larsen, Dr Kaur")
CITIES = listed("Oslo, Cairo, Lima, Hanoi, Lagos, Porto, Kyoto, Boston, Leeds, Mumbai, Nairobi, Quito, Tallinn, Lyon, "
                "Krakow, Perth, Toronto, Accra, Izmir, Seoul, Dublin, Amman, Bergen, Chicago, Turin, Sofia, Manila, "
                "Tunis, Bogota, Ghent, Riga, Dakar, Vienna, Austin, Tehran, Haifa, Graz, Malmo, Belfast, Karachi")
GROUPS_OF_PEOPLE = listed("Muslim, Jewish, Christian, Hindu, Buddhist, Sikh, atheist, Nigerian, Polish, Mexican, "
                          "Turkish, Chinese, German, black, white, Asian, Arab, Latino, gay, lesbian, straight, "
                          "transgender, deaf, blind, Romani, Indian, Russian, American, Israeli, Palestinian, Irish, "
                          "Catholic, young, elderly, Vietnamese, Ethiopian, Swedish, bisexual, Kurdish, indigenous")
JOBS = listed("lawyer, teacher, nurse, farmer, baker, software developer, carpenter, dentist, bus driver, chemist, "
              "pilot, journalist, student, librarian, cook, tailor, accountant, architect, electrician, translator, "
              "fisherman, civil engineer, midwife, plumber, photographer, cashier, physicist, firefighter")
KIN = listed("my sister, my brother, my husband, my wife, my mum, my dad, my best friend, my boss, my neighbour, "
             "my aunt, my flatmate, my cousin, my partner, everyone else, the whole internet, "
             "half the office, my grandmother")
COLOURS = listed("blue, green, black, white, grey, red, yellow, brown, navy, beige, orange, purple")
DEPARTMENTS = listed("sales, finance, legal, research, marketing, purchasing, personnel, IT, logistics, design")

# What people do, in the base form; both the plain and the negated form are neutral.
PERSON_FACTS = lines("""
    live in {city}
    work in the {department} department
    come from {city}
    teach <chemistry|history|maths> at a school in {city}
    take the <first|early|eight o'clock> train to {city}
    drive to work
    play the <piano|cello|trumpet|drums>
    read the newspaper on the train
    speak <Spanish|Arabic|French|Mandarin|Portuguese>
    wear glasses
    have <two|three> children
    have a cousin in {city}
    own a {colour} <bicycle|van|coat>
    drink coffee in the <morning|afternoon>
    eat meat on Fridays
    know the <name|address> of the owner
    sit next to the window
    park behind the <library|station|bakery>
    collect <stamps|old maps|postcards>
    study <law|medicine|geology> in {city}
    go to {city} in {month}
    fly to {city} on {weekday}
    write the <minutes|agenda|summary> on {weekday}
    send the <forms|invoice|list> on {weekday}
    use the <side|rear|north> entrance
    buy <milk|flour|stamps|paper> on {weekday}
    cook <rice|lentils|soup> on {weekday}
    leave at {time}
    start at {time}
    call the <office|warehouse|printer> before noon
    meet {name3} at {time}
    attend the <meeting|lecture> on {weekday}
    rent a flat near the <harbour|station|university>
    move to {city} in {month}
    walk to the <station|office|market>
    keep the receipts in a {colour} folder
    sign the <lease|contract|form> in {month}
    order the <salad|soup|tea>
    watch the news at {time}
    grow tomatoes on the balcony
    swim on {weekday} mornings
    read the <second|third|last> chapter
    vote by post
    bring the <projector|keys|documents> on {weekday}
    answer the phone after {time}
    pay by card
    work from home on {weekday}
    share an office with {name3}
    plan to move to {city}
    need a <visa|ticket|permit> for {city}
    travel with <two suitcases|a tent|a small bag>
    stay in {city} until {weekday}
    visit the <archive|plant|branch> in {city}
    open the letter
    look for the <keys|receipt> in the drawer
    paint the <door|fence> {colour}
    change trains in {city}
    get the <newsletter|catalogue> by post
    belong to the <choir|chess club|committee>
    run in the park before work
    hold a degree in <law|biology|economics>
    translate manuals for a living
    see {name3} on {weekday}
    put the <boxes|chairs> in the cellar
    sell <vegetables|fabric|books> at the market""")
# What things of a field do, in the base form; both the plain and the negated form are neutral.
FIELD_FACTS = {
    "device": lines("""
        come in {colour}
        weigh {n:2:9}00 grams
        use <two|four> AA batteries
        have a {colour} <case|lid|cable>
        have <two|three|four> buttons
        run on {n:12:24} volts
        belong to {name}
        lie on the <shelf|desk|table>
        date from {year}
        stand in the <hall|cellar|office>
        be on the second shelf
        be made in {country}"""),
    "clothing": lines("""
        come in {colour}
        have a {colour} lining
        be made of <wool|cotton|leather|linen>
        come in size {n:36:46}
        hang in the wardrobe
        belong to {name}
        have <two|four> pockets
        be from {year}'s collection"""),
    "place": lines("""
        open at {time}
        close at {time}
        lie on the <river|main road|north side of town>
        have <two|three|four> floors
        belong to a family from {city}
        date from {year}
        be open on {weekday}
        be next to the <post office|school|town hall>
        be on <Market Street|Station Road|Mill Lane>
        charge <an entrance fee|{n:3:15} euros for children>
        be part of a chain
        be near the <bridge|harbour|stadium>
        be on the {ordinal} floor"""),
    "service": lines("""
        have an office in {city}
        belong to a group from {country}
        send letters in {colour} envelopes
        operate in {country}
        work on {weekday}
        be based in {city}
        be open on {weekday}
        employ {n:12:90} people
        change its name in {year}
        use the form from {year}"""),
    "story": lines("""
        take place in {city}
        start in {year}
        have <nine|twelve|thirty> chapters
        follow <two brothers who run a shop|a pilot and her daughter|a detective from {city}>
        be set in <{city}|a small village|the nineteen-fifties>
        be based on a <play|diary|novel>
        run for {n:80:170} minutes
        come out in {month}
        tell the story of a <baker|sailor|teacher|family from {city}>
        be in <black and white|French|two parts>
        end in <{city}|a train station|the year {year}>"""),
    "software": lines("""
        run on <Linux|Windows|tablets>
        come with a <licence key|readme file>
        store files in <the cloud|the home folder>
        use port {n:3000:9000}
        need {n:2:16} GB of memory
        show the date in the <left|right> corner
        have a <{colour} icon|side bar|settings page>
        be written in <C|Java|Rust|Python>
        support <three|twelve|twenty> languages
        require <an account|version {n:3:12}>
        be available in {country}
        open a new window"""),
    "food": lines("""
        contain <nuts|milk|egg|wheat>
        come with <rice|bread|a side salad>
        be on the <lunch|evening|children's> menu
        take {n:15:60} minutes to cook
        cost {n:4:20} euros
        be made with <oat milk|rye flour|chickpeas>
        come from {country}
        need <two eggs|an onion|a pinch of salt>"""),
    "event": lines("""
        start at {time}
        end at {time}
        take place in {city}
        be on {weekday}
        be in room {n:100:450}
        have <two|three|six> parts
        be open to <members|students|the public>
        be part of the <spring|autumn> programme
        last until {weekday}
        include a <lunch break|guided walk>"""),
    "sport": lines("""
        start at {time}
        take place in {city}
        be on <channel four|the radio|{weekday}>
        end <1-1|2-2|0-0>
        go to extra time
        be the {ordinal} of the year"""),
}
COUNTRIES = listed("Norway, Peru, Vietnam, Ghana, Portugal, Japan, Turkey, Canada, Kenya, Poland, Chile, India, "
                   "Egypt, Spain, Brazil, Finland, Morocco, Austria, Mexico, Indonesia")
FACT_FIELDS_OTHER = {"home": "device", "car": "device", "music": "event", "life": None, "person": None}
PAST = dict(entry.split("/") for entry in listed("""
    come/came, teach/taught, take/took, drive/drove, read/read, speak/spoke, wear/wore, have/had, drink/drank, eat/ate,
    know/knew, sit/sat, go/went, fly/flew, write/wrote, send/sent, buy/bought, leave/left, meet/met, keep/kept,
    grow/grew, swim/swam, bring/brought, pay/paid, see/saw, put/put, sell/sold, get/got, run/ran, hold/held, lie/lay,
    stand/stood, hang/hung, tell/told, begin/began, show/showed, cost/cost, be/was, plan/planned, study/studied,
    carry/carried, stay/stayed, play/played, stop/stopped, refer/referred"""))

# Words of double negation, distant negation, cleared blame and denied praise.
SLOTS = {
    "virtue": listed("charm, merit, humour, style, warmth, wit, appeal, beauty, character, elegance, flair, quality, "
                     "comfort, imagination, depth"),
    "fault": listed("flaw, fault, problem, weakness, defect, mistake, error, drawback, shortcoming"),
    "faults": listed("flaws, faults, problems, issues, weaknesses, defects, mistakes, errors, drawbacks, shortcomings, "
                     "downsides, hiccups, breakdowns"),
    "trouble": listed("an error, a crash, a complaint, trouble, a delay, a fault, some new problem, an argument, "
                      "a breakdown, a nasty surprise, something going wrong, bad news"),
    "delight": listed("please, delight, impress, amuse, charm me, cheer me up, make me smile, make us laugh, "
                      "lift my mood, deliver, win people over, brighten my day, warm my heart, entertain, satisfy"),
    "annoy": listed("disappoint, annoy me, bore me, let me down, irritate, drive me mad, frustrate, "
                    "give me a headache, upset my mother, ruin my mood, make me angry, waste my time, disgust me"),
    "about": ["", "", "about {the}", "about {the}", "about the {part} of {the}"],
    "with": ["", "", "with {the}", "with {the}", "with the {part} of {the}"],
    "cleared": listed("the staff, the waiters, the crew, the people at the desk, the drivers, the nurses, "
                      "the couriers, the builders, the sellers, the organisers, the teachers, the technicians, "
                      "the cooks, the cleaners, the people on the phone, {name} and {name2}"),
    "mishap2": listed("the delay, the mix-up, the broken lift, the missing parcel, the cold food, the wrong bill, "
                      "the lost suitcase, the long queue, the cancelled trip, the power cut, the double booking, "
                      "the wrong address, the late start, the scratched table"),
    "saying": lines("""
        <the adverts|some people|the papers|a few neighbours|the posters> <claim|say|insist>
        <{name}|my cousin|the salesman|the man on television|the label> <claims|says|insists>"""),
    "longclause": listed("we were there, I lived in {city}, my parents were visiting, {name} and I shared a flat, "
                         "I worked in this trade, the children were small, we had guests from {country}"),
    "relative": listed("lives in {city}, was there on {weekday}, knows the trade, spent {span} with {obj}, "
                       "works with {name}, reads the papers, came with us from {city}, paid the full price, "
                       "has seen a few of them, is over {n:30:70}, grew up in {country}"),
    "relativemany": listed("were there on {weekday}, answered our survey, came with us from {city}, work on our floor, "
                           "wrote to us in {month}, paid the full price, I asked in {month}, live in our street, "
                           "spent {span} with {obj}, signed up in {city}"),
    "longthat": listed("we came across that week, they showed us, I noticed in {span}, {name} pointed out, "
                       "we saw between {weekday} and {weekday2}"),
    "longwhich": listed("I read in three magazines, {name} keeps repeating, was printed in the paper on {weekday}, "
                        "you hear everywhere in {city}, the salesman told us twice"),
    "aside2": lines("""
        as far as I know
        if I remember correctly
        from what {name2} wrote in {month}
        according to the plan on the door
        unless something changes before {weekday2}
        since the <move|change of timetable> in {month}
        as {name2} <said on the phone|told me|wrote in the e-mail>
        going by the <list|map|letter> on my desk
        at least <this year|this week|in {month}>
        to answer your question
        and I checked twice
        for the time being
        as usual"""),
    "street": listed("Mill Lane, Station Road, Market Street, Church Street, Bridge Street, King Street, Park Road"),
    "neutral": listed("Italian, Australian, Indian, British, Israeli, American, Japanese, Brazilian, private, "
                      "commercial, international, foreign, public, local, regional, Canadian, Kenyan, Spanish, Korean"),
}
SLOTS["neutral2"] = SLOTS["neutral"]
# What may stand between a negator and its word: for both sides, and by side.
ASIDES = lines("""
    after {span} <with {obj}|>
    after {span} and <two|three|several> <attempts|tries|tests>
    having <tried|tested> {obj} <at home|at work|on the road> and <with the children|with {name}|in all weathers>
    given <the price|my experience|what I paid|what else there is|how long I have known {obj}>
    given that I <come from {city}|am {n:30:70} years old|grew up in {country}|work as a {job}>
    looking back on <the whole week|the last few weeks|all of it>
    if I <think about it|am honest|compare {obj} with others|look at everything together>
    as <someone who works in {department}|a {job}|a mother of two|a man of {n:30:70}|a regular customer>
    speaking as a {job} from {city}
    whatever {saying}
    no matter what {saying}
    on <balance|reflection|the whole|closer inspection>
    taking <everything|the price and the time|the first and the last day> into account
    and I have thought about this for {span}
    and <{name}|my sister|my whole family> will agree
    even though it was <raining|late|Sunday|our first time>
    as I told {name} <on {weekday}|in {city}|on the phone>
    all things considered
    to be <fair|frank|precise>
    as my friends in {city} know
    for <me|us|a family like ours|a beginner>
    at least in <{month}|{city}|our case>
    with <two small children|my knees|a group of {n:8:30} people>
    and that goes for <my wife|{name}|the rest of us> too
    when we were <in {city}|there in {month}|on our own>
    between <you and me|the first day and the last>""")
SIDED_ASIDES = {
    "+": lines("""
        despite what the critics wrote
        for all the grumbling I had heard
        whatever the bad reviews say
        even on <a rainy day|the last day|a busy evening>
        although I am hard to please
        even with a <small scratch|short delay|little rain>
        and I am someone who complains about most things"""),
    "-": lines("""
        with the best will in the world
        much as I wanted to
        despite all the praise in the papers
        for all the money they spent on it
        given <how much|all that> has been written about {obj}
        although I am easy to please
        even with <two updates|a discount|a lot of patience>
        and I am someone who likes most things"""),
}
PEOPLE = lines("""
    not even {kinsimple}
    not {name}, not {name2}, not even the children
    <neither the old nor the young|neither the men nor the women>
    from the children to the grandparents
    myself included
    and there were {n:9:40} of us
    not the <children|guests>, not the <neighbours|cousins>, not {name}
    whether <from {city} or from {country}|young or old|tired or not>""")
SIDED_PEOPLE = {
    "+": lines("""
        not even {kinsimple}, who <complains about everything|is never content|is so hard to please>
        not even {name}, who <finds fault with everyone|grumbles all day|has high standards>"""),
    "-": lines("""
        not even {kinsimple}, who <likes everything|is always content|is so easy to please>
        not even {name}, who <praises everyone|smiles all day|has low standards>"""),
}

"""Remarks and slang of messages, emoji, ratings, deeds, idioms and polite words, for short_statements.py.

Written as the templates of short_statement_templates.py; a table with sides is given by side.
"""

from short_statement_words import lines

SLANG = {
    "+": lines("""
        lol this <slaps|rocks|rules>
        <lmao|haha|omg> I <love|adore> {the}
        <ngl|not gonna lie|tbh|lowkey|ok but> {the} <kinda slaps|is fire|goes hard|rocks>
        ngl this is {so2} good
        {the} <slaps|bangs|hits different|goes hard|is fire|is lit|is goated|is the bomb|is bussin>
        this {noun} <slaps|is fire|hits different|is everything|is a vibe|understood the assignment>
        what a <banger|vibe|legend|mood lifter|beauty>
        absolute <banger|legend|gem|beauty|unit of a {noun}>
        {so2} <cute|pretty|good|happy|proud|excited>
        {so2} good I <cried|can't even|screamed|forgot to eat>
        I can't even, this is {so2} good
        I'm <obsessed|in love|hooked|crying, it's so beautiful|dead, so funny>
        <obsessed|hooked|sold|in love> with {the}
        chef's kiss
        take my money
        <shut up and|just> take my money, I need two of these
        <10/10|100%> would <do|watch|eat|buy> again
        W <update|patch|{noun}>
        huge W for {name}
        big win today
        best. {noun}. ever.
        {name} is the <goat|best|real one|MVP|man>
        my {noun} came and I'm screaming, {so2} pretty
        <yesss|yasss|woop woop|let's gooo|lets goooo|get in|wooo>
        <yesss|let's gooo|get in>, {boon}
        no cap, <best {noun} ever|{the} is fire>
        this made my <day|week|whole month>
        <aww|awww|aw> that's <so sweet|the cutest thing|lovely of you>
        <tysm|ty|thx|thank youuu>, you're the best
        you <legend|star|hero|beauty>
        ily <all|guys|so much>
        <stoked|buzzing|pumped|hyped> for <{weekday}|{the}|the {part}>
        can't wait for <{weekday}|{the}|tonight|the next one>
        counting the days until {the}
        <needed|really needed> that <laugh|today|hug|walk>
        finally some good news
        faith in people restored
        living for this <{noun}|{part}>
        we stan {the}
        here for it
        love to see it
        hell yes
        me, grinning all day since {boon}
        brb, telling everyone about {the}
        ok wow, {the} {is} {so2} {+adj}
        pretty damn <good|great|cool>
        not me crying happy tears over a {noun}
        10 minutes in and I'm already in love"""),
    "-": lines("""
        <ugh|argh|gah|bleh|eww>, {the} again
        ugh, <no|why|not this again|seriously|I'm done>
        meh, <wouldn't do it again|not for me|seen better|expected more|kinda boring|waste of an evening>
        mid at best
        <mid|so mid|pretty mid|kinda mid>
        {the} {is} <mid|so mid|trash|cringe|a flop|so dead|garbage|lame|a hot mess>
        <ngl|not gonna lie|tbh|lowkey> {the} <kinda sucks|is trash|is mid|is a mess|is overrated>
        lol this <sucks|is so bad|is broken|is a joke>
        <lmao|lol|smh|wtf> they want {n:20:90} for that
        <smh|wtf|omg>, {bane}
        smh
        wtf is <this|wrong with them|this {noun}>
        this {noun} <sucks|stinks|is trash|is cringe|is a joke|ain't it>
        {the} ain't it
        this ain't it, {name}
        can't even
        I can't even <with this {noun}|with these people|look at it>
        {so2} <done|tired|over it|bored|sick of this|fed up|cringe|embarrassing>
        I'm {so2} <done|tired|over it|bored|sick of this>
        <over|so over|sick of|done with> {the}
        L <update|patch|{noun}>
        huge L for {name}
        worst. {noun}. ever.
        <nah|nope|yikes|oof|bruh>, hard pass
        hard pass
        <yikes|oof|big yikes>
        bruh, {bane}
        nah this is <trash|a joke|criminal>
        no cap, <worst {noun} ever|{the} is trash>
        what a <flop|snoozefest|dumpster fire|train wreck|clown show|circus|joke>
        total <snoozefest|dumpster fire|train wreck|clown show|letdown>
        zero out of ten, would not <do|watch|eat|buy> again
        <0/10|1/10> would not recommend
        this ruined my <day|week|whole month>
        rip my <phone|weekend|wallet|sleep|wifi>
        fml
        kill me now, {bane}
        <snooze|zzz|yawn>
        <snooze|zzz>, {the}
        why is {the} {so2} {-adj}
        why are they like this
        who <asked for|approved|thought of> this
        literally who asked for this
        they really <ruined it|killed it for me|dropped the ball|don't care anymore>
        dropping {the}, can't take it anymore
        unfollowing, <too much hate here|this got boring|enough>
        unsubscribed
        asking for my money back rn
        do not <bother|buy|go|download>
        don't waste your <time|money|data>
        <cba|can't be bothered> with {the} anymore
        <sobbing|crying|raging>, {bane}
        crying in the <office loo|bus|car> rn
        I hate it here
        not me crying over a broken {noun}
        ok wow, {the} {is} {so2} {-adj}
        this cannot be real
        so much for <customer service|the warranty|a quiet night|my weekend>
        <whoever|the person who> designed this <should be fired|has never used one|hates people>
        10 minutes in and I'm already bored"""),
    "0": lines("""
        <hey|hi|hello|yo>, what time {is} {the}?
        omw, <ten minutes|at the station|on the bus>
        <brb|afk>, back at {time}
        btw the meeting is at {time}
        fyi {the} {is} on {weekday}
        <lol|haha> ok, see you at {time}
        ok see you <{weekday}|later|at {time}>
        k, {time} then
        idk, ask {name}
        idk if {name} is coming
        anyone <here|up|around> on {weekday}?
        who's in for <lunch|the call> at {time}?
        u home?
        wyd on {weekday}?
        ttyl
        gtg, bus at {time}
        np, {time} it is
        asap pls: the form for {name}
        eta {time}
        tbd: {weekday} or {weekday2}
        tl;dr: the date moves from {weekday} to {weekday2}
        imo it's spelled with a k, idk
        <dm|text|call> me when you're in {city}
        which one, the {colour} or the {colour2}?
        same time as last week?
        link: {link}
        photo from {city}, {month}
        {weekday} or {weekday2}?
        does anybody have the notes from {weekday}?
        lmk by {weekday}
        on the train to {city}, back on {weekday}"""),
}
EMOJI_SETS = {
    "happyface": """😍 🥰 😊 🤩 😁 😄 😃 🙌 👏 💖 ❤️ 💕 🎉 🥳 😋 💪 🏆 ✨😍 ❤️❤️❤️ 😂❤️
                 😎 🤗 😌 💚 :) :-) :D <3 ^^ =D :)) (: \\o/ ♥""".split(),
    "sadface": """😡 😠 😤 😒 🙄 😞 😔 😢 😭 🤮 🤢 👎 💔 😩 😫 😑 🤬 🤦 🤦‍♀️
               😖 ☹️ 🙁 👎👎 🥱 🗑️ 💩 :( :-( :/ :'( >:( D: -_- =/ :(( :c </3""".split(),
    "irony": "🙄 😒 😑 👎 😡 🤦 🙃".split(),
    "plainface": "📅 ⏰ 🚆 🚌 📍 📎 ☎️ 📦 📷 🗓️ ✈️ 🔑 📖 🖨️ ➡️ ℹ️ 🏢 📝".split(),
}
EMOJI = {
    "+": lines("""
        {plan} {happyface}
        {plan} {happyface}
        {plan} {happyface}{happyface}
        {plan} {happyface} {happyface}
        {happyface} {plan}
        {plan}. {happyface}
        {plan} = {happyface}
        {plan}?? {happyface}
        {plan}!! {happyface}
        {aplain} {happyface}
        {aplain} {happyface}
        {aplain}. {happyface}
        {fact} {happyface}
        {boon} {happyface}
        {the} <👍|👍👍|👌|💯|🔥|🔥🔥>
        <👍|👌|💯> for the {part}
        {fact} <👍|👌|💯>
        me after {the}: {happyface}
        {kinsimple} and {the} {happyface}
        that {part} tho {happyface}
        oh {happyface}
        {happyface} {happyface}
        {happyface}
        {happyface}{happyface}{happyface}
        {name} {happyface}
        thank you {happyface}
        the face of {name} when they saw {the}: {happyface}
        {sadface} before, {happyface} now
        yesterday {sadface}, today {happyface}"""),
    "-": lines("""
        {plan} {sadface}
        {plan} {sadface}
        {plan} {sadface}{sadface}
        {plan} {sadface} {sadface}
        {sadface} {plan}
        {plan}. {sadface}
        {plan} = {sadface}
        {plan}?? {sadface}
        {plan} again {sadface}
        {aplain} {sadface}
        {aplain} {sadface}
        {aplain}. {sadface}
        {fact} {sadface}
        {bane} {sadface}
        <great|lovely|nice|well done|thanks|wonderful> {irony}
        <great|lovely|nice one|thanks a lot>, {bane} {irony}
        {the} <👎|👎👎|💩|🗑️>
        <👎|👎👎> for the {part}
        me after {the}: {sadface}
        {kinsimple} and {the} {sadface}
        that {part} tho {sadface}
        oh {sadface}
        {sadface} {sadface}
        {sadface}
        {sadface}{sadface}{sadface}
        {name} {sadface}
        the face of {name} when they saw {the}: {sadface}
        {happyface} before, {sadface} now
        yesterday {happyface}, today {sadface}"""),
    "0": lines("""
        {plan} {plainface}
        {aplain} {plainface}
        {aplain} {plainface}
        {plainface} {aplain}
        {plainface} {city}, {street} {n:2:90}
        {plainface} {weekday}, {time}
        {weekday} {time} {plainface} room {n:20:400}
        the {noun} is from {country} {plainface}
        {plainface} {name}, {department}
        from {city} to {city2} {plainface}
        {plainface}"""),
}

RATED = {
    "+": lines("""
        {good10}
        {good10}, would <come|buy|do it> again
        {good10} from me
        {good10} for the {part}, {good10} for the {part2}
        {noun}: {good10}
        {the}: {good10}
        {good10} {fact}
        {good10}: {fact}
        {part} {good10}, {part2} {good10}
        {good10}. <Buy it|Go there|Do it|See it>
        my rating: {good10}
        overall {good10}"""),
    "-": lines("""
        {bad10}
        {bad10}, would not <come|buy|do it> again
        {bad10} from me
        {bad10} for the {part}, {bad10} for the {part2}
        {noun}: {bad10}
        {the}: {bad10}
        {bad10} {fact}
        {bad10}: {fact}
        {part} {bad10}, {part2} {bad10}
        {bad10}. <Don't buy it|Stay at home|Don't|Skip it>
        my rating: {bad10}
        overall {bad10}
        {bad10}, and only because I can't give less"""),
    "0": lines("""
        3/5
        3 out of 5 stars
        ★★★☆☆
        rating scale: 1 to {n:5:10}
        the scale goes from 1 to {n:5:10}
        please rate {the} from 1 to {n:5:10}
        {n:20:900} ratings so far
        {the}: {n:20:900} reviews
        I have not rated {the} yet
        rate your visit on {weekday}
        question {n:2:20}: how often do you use {the}?
        the survey has {n:5:30} questions
        this review is about the {colour} {noun}
        this is a review of version {n:2:9}
        review to follow in {month}
        I have had it for {n:2:9} days and will write more in {month}"""),
}
DEEDS = {
    "+": lines("""
        I <ordered|bought|took> <two|three> more
        already <ordered|booked|on> my <second|third>
        bought one, came back for <two|three|four> more
        booked again for <{month}|next year> <before we left|on the way home>
        I told <everyone at work|my whole street|all my friends> to get one
        I bought one for <my mum|my sister|the whole team>
        <three|four|five> of my friends have one now, because of mine
        our <third|fourth|ninth> year here, and not the last
        I took a day off to <finish it|go again>
        I'd <queue in the rain|drive all night|pay double> for this
        I cancelled <everything else|my other subscription|the competition> and kept this
        I left a <big|huge> tip
        we stood up and clapped
        I wrote them a thank-you card
        I framed it
        I will be telling my grandchildren about {the}
        <keep|keeping> it for ever
        you'd have to <pay me to give it back|tear it from my hands>
        my first review ever, because they deserve it
        they have a customer for life
        sign me up for <the next one|ten more years>
        I sent a photo of it to everyone I know
        we drove home singing
        I have recommended {the} to at least {n:5:30} people"""),
    "-": lines("""
        I <returned|sent back|cancelled|binned> it
        sent back <the same day|after an hour|twice>
        already on my <third|fourth> replacement
        I <took|am taking> my <money|business|custom> elsewhere
        I told <everyone at work|my whole street|all my friends> to stay away
        I gave it <to the charity shop|to my enemy|to the bin>
        deleted <after five minutes|within the hour|and gone>
        we <left|walked out|asked for the bill> <before the main course|after ten minutes>
        I <blocked|reported> the seller
        I <want|demand|asked for> my money back
        I left no tip
        I have written to <the ombudsman|my lawyer|the consumer office> about {the}
        I had to <sue|threaten them|call my lawyer> to get my deposit
        you'd have to pay me to <go back|use it|see it again>
        I'd pay to <forget it|have it taken away>
        my first review ever, as a warning to others
        they have lost a customer
        count me out
        cancelling my subscription <today|after {n:3:12} years>
        I threw it <out of the window|in the river|against the wall>
        I poured it down the sink
        my last order <from them|there>
        I unsubscribed, uninstalled and emptied the bin
        we drove home without a word
        that's the last penny they get from me
        I have warned at least {n:5:30} people about {the}
        consider this a warning
        I am writing this so that you don't make the same mistake"""),
}
IDIOMS = {
    "+": lines("""
        {the} {is} <right up my street|just the ticket|the real deal|worth {its} weight in gold|the bee's knees>
        {the} <did the trick|hit the nail on the head|hit the spot|went down a treat|stole my heart|blew me away>
        {the} knocked <my|our> socks off
        {the} took my breath away
        does exactly what it says on the tin
        worth its weight in gold
        a sight for sore eyes
        a <godsend|game changer|no-brainer|keeper|dream come true|total steal>
        a steal at <the price|twice the price>
        good as gold
        music to my ears
        they went the extra mile
        over the moon with {the}
        on cloud nine since <{weekday}|this morning>
        {name} saved <my bacon|the day|my skin>
        it put a spring in my step
        I take my hat off to {name}
        cheap at the price
        the icing on the cake: the {part}
        it ticks <every box|all the boxes>
        head and shoulders above the rest
        it warms the cockles of my heart
        I was <grinning from ear to ear|in stitches|on the edge of my seat|all smiles>
        had us in stitches
        kept me on the edge of my seat
        a feast for the <eyes|ears>
        plain sailing from start to finish
        smooth as silk
        you could eat off the floor
        they treat you like <family|a queen|royalty>
        I felt like <a king|a child again|a million dollars>"""),
    "-": lines("""
        {the} {is} <not my cup of tea|past {its} best|nothing to write home about|not up to scratch|for the bin>
        {the} {was} <not all {it} {was} cracked up to be|a damp squib|a bridge too far|a kick in the teeth>
        {the} <left me cold|missed the mark|did nothing for me|drove me up the wall|cost an arm and a leg>
        {the} {s:drive} me <up the wall|round the bend|mad>
        not what it's cracked up to be
        not worth the <paper it's printed on|candle|petrol|postage|wait>
        not my cup of tea
        nothing to write home about
        a <slap in the face|wild goose chase|white elephant|damp squib|kick in the teeth|pain in the neck>
        daylight robbery
        a licence to print money, for them
        money for old rope
        they <took us for a ride|pulled the wool over our eyes|took the money and ran|passed the buck>
        I <was sold a pup|got the short straw|bit my tongue all evening|have had it up to here>
        at the end of my tether with {the}
        my patience is <at an end|wearing thin|used up>
        it leaves me cold
        the final straw: the {part}
        the last straw
        that takes the biscuit
        {name} let the side down
        about as much use as a <wet match|paper umbrella|bicycle for a fish>
        falls at the first hurdle
        all talk and no action
        all style, no substance
        all mouth and no trousers
        too little, too late
        it adds insult to injury
        like <talking to a brick wall|pulling teeth|flogging a dead horse>
        they treat you like <dirt|a number|a thief|cattle>
        I felt like <a fool|an idiot|a nuisance|a number>
        the wheels came off
        it went down like a lead balloon
        we were on the edge of our seats, because they were so hard
        from the frying pan into the fire"""),
}
POLITE = {
    "+": lines("""
        I would like to thank <the team|{name}|everyone> for {the}
        please pass on my thanks to {name}, who was {+person}
        may I say how much we enjoyed {the}
        I wanted to let you know that {the} {was} {+adj}
        just a note to say how {+mood} we are with {the}
        kindly tell <your staff|{name}|the cook> that we were delighted
        with many thanks for a {+adj} {noun}
        we are most grateful for the way you helped us
        I must compliment you on {the}
        my compliments to the <cook|team|band|driver>
        it is not often that I write, but {name} deserves praise
        allow me to congratulate you on {the}
        you have a <gem|treasure> in {name}
        I am writing to thank you because they {deed}
        thank you, they {deed}
        I should like to recommend {name} for a pay rise
        we look forward to <our next stay|seeing you again|working with you again>
        your kindness will not be forgotten
        we could not have wished for better hosts
        dear {name}, what a pleasure it was"""),
    "-": lines("""
        I would be grateful if someone could finally {misdeed}
        I should be obliged if you could at last {misdeed}
        may I ask when you intend to {misdeed}?
        may I remind you that I have been waiting for {span}
        could you please explain why nobody could {misdeed}?
        would you be so kind as to explain why I was charged twice?
        I'm afraid the {part} {partwas} {-mild}
        I am afraid I have to say that {the} {was} {-adj}
        I'm sorry to say that {the} {was} {-adj}
        I regret to inform you that {the} {was} {-adj}
        with all due respect, {the} {is} {-adj}
        with respect, this is not what we agreed
        I do hope it isn't always like this
        I don't like to complain, but {fact}
        I hate to complain, but {fact}
        not to be rude, but {the} {is} {-adj}
        no offence, but {the} {is} {-adj}
        forgive me, but {the} {is} {-adj}
        please tell <your staff|{name}> that we are not idiots
        kindly refrain from wasting my time
        I had hoped for a little more <care|courtesy|effort>, I must say
        perhaps next time somebody could {misdeed}
        I trust you will refund me without delay
        one would have thought that somebody could {misdeed}
        it is with some disappointment that I write about {the}
        we were a little surprised to find <mould|hair|a bill for things we never had>
        I'd appreciate it if you stopped <calling me|charging me|sending me adverts>
        thank you for your reply, which did not answer my question
        thank you for the apology; I would still like my money back
        dear {name}, this is my {ordinal} letter and still no answer
        I feel I must point out that nobody could {misdeed}
        let me put it politely: {the} {is} {-adj}
        I'm sure you did your best, but {the} {was} {-adj}
        nice people, but nobody could {misdeed}"""),
    "0": lines("""
        could you please send me the <form|file|minutes> by {weekday}?
        would you kindly tell me <when|where> the <office|shop> opens?
        may I ask what time the meeting begins?
        I would be grateful for a copy of the <form|agenda|plan>
        I should like to book a table for {n:2:9} at {time}
        I am writing to ask about {the}
        please let me know whether {name} is coming on {weekday}
        please confirm the date by {weekday}
        please find enclosed {n:2:9} copies
        kindly sign both copies and return one
        would you mind if we met at {time}?
        could I have the number of {name}, please?
        I'm afraid {name} is in a meeting until {time}
        may I have a receipt, please?
        dear {name}, the date is {weekday}
        please use the {colour} door
        please forward this to {department}
        please note the new address: {street} {n:2:90}
        I would like to change my seat to row {n:2:30}
        could we move the call to {weekday}?
        excuse me, is this the train to {city}?
        one ticket to {city}, please"""),
}

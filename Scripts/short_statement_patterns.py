"""Patterns of events with large slots: parts that break or last, times, prices, deeds, for short_statements.py.

Minimal pairs where there are any: the same happening for a thing, against it, and plain.
"""

from short_statement_words import lines, listed

# Parts that may break, by field.
PIECES = {
    "device": "button, screen, case, lid, cable, hinge, socket, switch, stand, plug",
    "clothing": "zip, strap, buckle, top button, seam, lining, loop, clasp, fastener",
    "home": "handle, lid, frame, left leg, hinge, drawer, knob, shelf, lock, base",
    "car": "mirror, door handle, gearbox, side window, wiper, exhaust, seat belt, boot lid, horn, clutch",
}
SLOTS = {
    "soon": listed("the first time I used it, on day two, before I got it home, within the hour, in my hand, in the "
                   "first week, the day after the guarantee ended, while I was holding it, as soon as I touched it, "
                   "after {n:2:9} days, halfway through the first try"),
    "broke": listed("came off, broke, fell apart, gave way, cracked, snapped, bent, came loose, split, jammed, went "
                    "dead"),
    "holds": lines("""
        still works
        holds
        is as good as new
        looks like new
        has never failed
        has not moved a millimetre
        is without a scratch
        does what it did on day one"""),
    "hurtful": listed("hung up on, shouted at, lied to, ignored, laughed at, insulted, cheated, walked out on, "
                      "pushed past, threatened, made fun of, kept the change from, slammed the door on"),
    "caring": listed("waited for, stayed late for, comforted, stood up for, brought flowers to, went out of the way "
                     "for, cheered up, made time for, found a seat for, gave up a free day for, took good care of, "
                     "saved"),
    "met": listed("met, called, wrote to, spoke to, sat next to, took notes for, gave the list to"),
    "whom": listed("me, us, my mother, my son, the old man, our group, my wife, the children, a blind passenger, "
                   "{name2}"),
    "trifle": listed("a signature, a two-minute call, one screw, a glass of tap water, a plastic bag, printing a "
                     "ticket, a new password, opening the door, nothing at all, a paper form"),
    "reply": listed("reply, refund, parcel, answer, replacement, key, spare part, invoice, ticket"),
    "who": listed("the shop, the bank, the hotel, the airline, the clinic, the landlord, the council, the seller, "
                  "the garage, the agency, the school, the insurer"),
    "small": listed("two, three, four, five"), "large": listed("nine, eleven, fifteen, twenty, thirty"),
}
PATTERNS = {
    "+": lines("""
        the {piece} {holds} after {large} years
        {large} years, and the {piece} {holds}
        {large} years of use and the {piece} was never <repaired|replaced|touched>
        I dropped {the} {small} times and the {piece} {holds}
        I have had {the} since {year2} and the {piece} {holds}
        {who} sent me a new {piece} for nothing, {small} years after I bought {the}
        {who} replaced the {piece} <for free|the same day|while I waited|without a receipt>
        even the {piece} came with a spare
        everything was in the box, <even the {piece}|and a second {piece} besides>
        my {large} year old {noun} starts as on the first day
        my {kinsimple2} tried {the} and bought the same the next day
        {small} of my colleagues bought the same {noun} after they had seen mine
        I sold my other {noun} after {small} days with this one
        after {small} <days|weeks> with {the} I gave my old one away
        they said {large} days, it took {small}
        {who} said {large} days and needed {small}
        I called once and it was <done|settled|fixed|sorted> <within the hour|by noon|before I had hung up>
        one <call|e-mail|visit> to {who} and the money was back
        {who} answered <after one ring|on a Sunday|at midnight> and {deed}
        {who} <rang|wrote> before I had even complained, and {deed}
        I had my {reply} <the same day|within the hour|the next morning>
        {who} found my {lost} and sent it to {city}, postage paid
        {who} took nothing for {trifle} <and gave us a coffee|although it took an hour>
        {who} gave back every cent <without a question|the same day|before I asked>
        the price was {large} euros lower at the till than on the shelf
        we paid for {small} and got {large}
        {who} forgave the late fee because my <son|mother> was ill
        a <driver|nurse|waiter|clerk|guard> {caring} {whom}
        the <driver|nurse|waiter|clerk|guard> {caring} {whom} <although it was late|for hours|all night>
        {name} {caring} {whom}
        our {job} {caring} {whom}
        a stranger {caring} {whom} <on the bus|in the rain|at the station>
        {name} from {department} {caring} {whom}
        I came to {who} with {large} questions and left with {large} answers
        nearly all of the {n:20:60} guests came back the next year
        we wanted to stay {small} minutes and stayed {small} hours
        the queue was long and moved so fast that we were in after {small} minutes
        my <back|knee|head|tooth> has not hurt since {month}
        {whose} fever is down and she is asking for soup
        no <accidents|break-ins|delays|complaints> on our line since {month}
        the {nuisance2} was gone {small} minutes after I called
        I asked for one {noun} and they threw in a second""".replace("{kinsimple2}", "<sister|brother|boss|neighbour>")
               .replace("{lost}", "<wallet|ring|passport|suitcase>").replace("{whose}", "my <daughter|mother|wife>'s")
               .replace("{nuisance2}", "<noise|smell|leak|error|power cut>")),
    "-": lines("""
        the {piece} {broke} {soon}
        the {piece} {broke} {soon}
        the {piece} of {the} {broke} {soon}
        the {piece} {broke} {soon} and the {piece2} {broke} a day later
        the new {piece} {broke} {soon}, just like the old one
        after {small} <days|weeks> the {piece} was <gone|in two pieces|in the bin|held by tape>
        I had to <glue|tape|screw> the {piece} back on <twice|on the first day|{small} times>
        I dropped {the} once and the {piece} {broke}
        I have had {the} since {month} and the {piece} {broke}, as did the {piece2}
        {the} arrived without the {piece}
        the {piece} was missing and {who} won't send one
        {the} went back to {who} {small} times
        I am on my {ordinal} {noun} this year, all from the same maker
        my {ordinal} {noun} in {small} <months|weeks>
        {small} weeks without my {noun} because the {piece} is on order
        {small} of my colleagues bought the same {noun} and all of them sent it back
        I went back to my old {noun} after {small} <hours|days>
        {who} won't replace the {piece}, <three days out of guarantee|without the box|and nobody says why>
        they said {small} days, it took {large}
        {who} said {small} days, that was {large} weeks ago
        I called {large} times and nobody <picked up|called back|knew my name>
        {large} <calls|e-mails|letters> to {who} and still no {reply}
        still no {reply} after {large} <weeks|days>
        {who} <lost|never sent> my {reply}
        {who} <has|had> my money and I have no {reply}
        {who} put me on hold for {large} minutes and then hung up
        {who} charged me {large} euros for {trifle}
        {large} euros for {trifle}
        {who} kept the deposit and sent me a bill for {trifle}
        the price was {large} euros higher at the till than on the shelf
        we paid for {large} and got {small}
        the fee went up by {large} percent <overnight|for the {ordinal} time|without a word>
        {who} took the money {small} times and sent nothing
        {who} would not {misdeed}
        {who} forgot to {misdeed}
        {who} could not even {misdeed}
        {small} times I asked {who} to {misdeed}, in vain
        a <driver|nurse|waiter|clerk|guard> {hurtful} {whom}
        the <driver|nurse|waiter|clerk|guard> {hurtful} {whom} <in front of everyone|twice|and walked off>
        {name} {hurtful} {whom}
        our {job} {hurtful} {whom}
        a stranger {hurtful} {whom} <on the bus|in the rain|at the station>
        {name} from {department} {hurtful} {whom}
        I came to {who} with one question and left with {large}
        {large} of us came, {small} stayed to the end
        we stood in line for {small} hours and were sent home
        my <back|knee|head|tooth> has hurt since I used {the}
        {whose} fever is up again and the doctor will not come
        {large} <accidents|break-ins|delays|complaints> on our line since {month}
        the {nuisance2} was back {small} minutes after they left
        I ordered {large} and {small} of them were broken
        {small} of {large} pages were missing""".replace("{whose}", "my <daughter|mother|wife>'s")
               .replace("{nuisance2}", "<noise|smell|leak|error|pain>")),
    "0": lines("""
        the {piece} is {colour}
        the {piece} of {the} is {colour}
        the {piece} is on the <left|right|back>
        the {piece} is made of <steel|wood|cotton|plastic>
        the {piece} was changed in {month}
        I had the {piece} changed on {weekday}
        the {piece} can be taken off
        the {piece} and the {piece2} are sold together
        I am looking at the {piece} of {the}
        {who} has the {piece} in {colour}
        {who} said {small} days
        the repair takes {small} days
        I called {who} on {weekday} about the {reply}
        the {reply} goes to {who}
        the {reply} is from {who}
        {who} is on {street}
        {who} opens at {time}
        {who} charges {large} euros for a copy
        we ordered {large} of them on {weekday}
        a <driver|nurse|waiter|clerk|guard> {met} {whom} <in {month}|on the {ordinal} floor|in {city}>
        {name} {met} {whom}
        our {job} {met} {whom}
        {name} from {department} {met} {whom}
        {large} people are on the list, {small} of them from {city}
        we were there for {small} hours
        I have had {the} since {year2}
        this is my {ordinal} {noun}
        {small} of my colleagues have the same {noun}
        I came to {who} with {small} forms
        {who} asked for the number of the {noun}"""),
}

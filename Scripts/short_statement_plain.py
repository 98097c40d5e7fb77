"""Statements that say nothing good or bad: plans, prices, definitions, headlines, steps, for short_statements.py.

Written as the templates of short_statement_templates.py. Many hold words that elsewhere speak for or against a thing.
"""

from short_statement_words import lines

PLANS = lines("""
    on {weekday} we go to {city}, on {weekday2} to {city2}
    I am at the <dentist's|library|office> from {n:8:11}:00 to {n:12:18}:00
    {name} picks up the keys at {time}
    I'll take the {time} bus and be there by noon
    my plan for {weekday}: <washing|post office|a walk to the station>, then {theplace}
    next week: {weekday} {city}, {weekday2} {city2}
    the workshop on {weekday} has {n:2:5} parts
    the class moves to room {n:20:400} in {month}
    we'll decide on {weekday} which {noun} we take
    I am going to read the book in {month}
    I will be {n:19:80} in {month}
    we are painting the hall {colour} on {weekday}
    {name} and {name2} share a car to {city}
    lunch at {time}, then the museum, then the train at {time2}
    the children are at their aunt's until {weekday}
    I have an appointment at {theplace} on {weekday}
    the gas meter will be read on {weekday}
    tickets go on sale on {weekday} at {time}
    the shop moves to {street} in {month}
    we meet at the {colour} gate at {time}
    I am taking the car to the garage on {weekday} for new tyres
    the second part of the course begins in {month}
    the film is on at {time} and again at {time2}
    I need to buy stamps and a birthday card for {name}
    {name} starts at {theplace} in {month}
    the flat will be free from {month}
    from {month} on the bus runs every {n:10:40} minutes
    I'm staying with {name} in {city} until {weekday}
    we are {n:2:9} for dinner on {weekday}
    the vet comes on {weekday} at {time}
    the ferry sails at {time} and takes {n:2:9} hours
    I will call {theplace} tomorrow and ask about the date
    I haven't booked the hotel in {city} yet
    {the} {is} for {name} and {s:come} on {weekday}
    our neighbours are in {country} until {month}
    the parcel for {name} goes out on {weekday}""")
PRICES = lines("""
    {the} {s:cost} {n:4:90} euros
    {the} cost {n:4:90} euros in {city}
    a ticket is {n:4:90} euros, a child's ticket {n:2:3}
    the room is {n:40:300} euros a night
    the price is the same in {city} and in {city2}
    we paid {n:4:90} euros each
    the bill came to {n:20:90} euros
    entry: {n:3:20} euros
    the book is {n:8:40} euros, the e-book {n:5:30}
    a pint is {n:3:9} euros
    the subscription is {n:3:30} euros a month
    I gave the driver {n:10:50} euros
    the rent is {n:400:900} euros, heating included
    the course costs {n:90:900} euros and lasts {n:3:12} weeks
    parking is {n:2:5} euros an hour
    the deposit is {n:20:300} euros
    the repair will cost about {n:40:300} euros
    prices are in euros
    the fare to {city} is {n:3:90} euros
    shipping to {country} is {n:5:30} euros
    one kilo is {n:2:20} euros
    size {n:36:46} costs the same as size {n:20:35}
    I bought {the} for {n:9:90} euros on {weekday}
    three for the price of two
    the budget is {n:2:90} thousand euros
    the fee is paid at the desk
    children under {n:4:14} travel free of charge
    the minimum order is {n:10:60} euros""")
DEFINITIONS = lines("""
    a <bug|glitch> is an error in a program
    a haiku is a poem of three lines
    a review is a text in which somebody judges a thing
    a refund is money that is paid back
    a warranty is a promise to repair a product for a certain time
    a compliment is a remark that praises somebody
    a complaint is a statement that something is not as it should be
    disappointment is what people feel when hopes are not met
    irony means saying the opposite of what is meant
    "superb" comes from Latin
    "awful" once meant full of awe
    the word "{+mild}" is an adjective
    the word "{-mild}" is an adjective
    the opposite of "{+mild}" in this list is "{-mild}"
    "{-adj}" and "{+adj}" are the two ends of the scale
    joy is called "Freude" in German
    in grammar, a negative is a word such as "no" or "not"
    in tennis, love means zero
    a fault in geology is a fracture in rock
    a hit in baseball is a ball that is struck into the field
    critical mass is the amount that keeps a reaction going
    a cold front is the edge of a mass of cold air
    a poor conductor is a material that passes little current
    a perfect square is the square of a whole number
    a negative number is less than zero
    a positive number is greater than zero
    a false friend is a word that looks like one of another language
    happy hour is from {time} to {time2}
    the dead letter office keeps post without an address
    the crash test takes place in {city}
    a horror film has a monster in it, a western has horses
    the fear of heights is called acrophobia
    hate mail is the subject of lecture {n:2:12}
    the painting is called "<Joy|Sorrow|The Angry Sea|The Good Mother>"
    the café is called "<Paradise|The Ugly Duckling|Happy Days|The Laughing Cow>"
    the song is called "<Bad Day|Perfect|Hurt|Happy|Ugly Heart>"
    a {noun} is item {n:2:40} on the list
    the noun "love" has four letters, "hate" has four too
    a good in economics is anything that can be sold
    a bad debt is a loan that is not paid back
    a best-seller is a book of which many copies are sold
    quality is measured in three classes here
    a fine is a sum paid for breaking a rule
    a rose is a shrub with thorns
    kindness is on the list of topics for {month}
    the word "{+strong}" is on page {n:20:900} of the dictionary
    the word "{-strong}" is on page {n:20:900} of the dictionary
    lesson {n:2:30}: the words "{+adj}" and "{-adj}"
    exercise {n:2:30}: form a sentence with "{-adj}"
    exercise {n:2:30}: form a sentence with "{+adj}"
    translate "{-adj}" into <French|Turkish|Swedish|Korean>
    translate "{+adj}" into <French|Turkish|Swedish|Korean>
    what rhymes with "{-mild}"?
    the answers on the form are "{+mild}", "neutral" and "{-mild}"
    box {n:2:9} is for "{-adj}", box {n:10:20} for "{+adj}"
    the scale runs from {+adj} to {-adj}
    the dictionary gives two meanings of "{-strong}"
    synonyms of "{-mild}" on page {n:20:900}
    the study counts how often people write "{-strong}" or "{+strong}" in {month}""")
HEADLINES = lines("""
    council to vote on <bridge|school|tram> plan on {weekday}
    minister travels to {country} in {month}
    {city} and {city2} sign agreement on trains
    museum in {city} opens at {time} from {month}
    company moves office from {city} to {city2}
    new timetable from {month}: what changes
    {name} elected head of {department}
    survey: {n:20:60} percent of households own a {noun}
    five questions about {the}
    {the}: what you need to know
    {noun} fair begins in {city} on {weekday}
    election in {country} set for {month}
    weather for {weekday}: {n:4:28} degrees, clouds
    road between {city} and {city2} closed on {weekday} for marathon
    shares of {name}'s firm unchanged
    census: {city} has {n:100:900},000 inhabitants
    {city} 1, {city2} 1
    draw for the cup: {city} meets {city2}
    {name} to play in {city} in {month}
    exhibition of maps from {year} in {city}
    court to rule on {weekday}
    bank holiday on {weekday}: which shops are open
    union and employers meet in {city}
    {country} and {country} hold talks
    report on {the} due in {month}
    how a {noun} is made
    interview with {name}, {job} from {city}
    picture of the day: a {noun} in {city}
    this week in {city}: markets, films, lectures
    history: the year {year} in {city}
    number of the day: {n:100:900}""")
STEPS = lines("""
    press the {colour} button and hold it for {n:2:9} seconds
    turn the key to the <left|right> and wait
    open the app, choose "<settings|account|language>" and tick the first box
    first remove the lid, then the filter
    step {n:2:9}: fix the {part} with two screws
    fold along the {colour} line
    wash at {n:30:60} degrees with similar colours
    take one tablet <with water|before meals|at night>
    fill in both pages and sign at the bottom
    insert the card with the arrow up
    switch the {noun} off before you open the lid
    do not use the lift in case of fire
    do not bend the cable
    never leave children alone near water
    never mix the two liquids
    don't forget your passport
    don't turn left at the church, go on to the bridge
    no smoking on the {ordinal} floor
    no parking on {weekday}
    mind the gap
    keep out of reach of children
    handle with care
    wet floor
    push to open
    in case of an error, restart the {noun}
    if the error persists, write down its number
    warning: contents under pressure
    caution: hot surface
    store in a dry place
    enter your name, your address and your date of birth
    scroll down to see more
    to cancel, press {n:2:9}
    to complain, use form {n:2:30}
    for a refund, bring the receipt to the desk
    mark the best answer with a cross
    rate each statement as good, fair or poor
    save the file before you close the window
    plug the {noun} in and select a language
    beat the eggs and whip the cream
    crush the garlic, add the sour cream""")
ASKED = lines("""
    has anyone tried the {noun} with a {colour} <cable|cover|lid>?
    which {noun} do you use?
    how long does {the} take?
    how long did you wait for {the}?
    where did you buy {the}?
    what do people in {city} think of {the}?
    would you say {the} {is} {+adj} or {-adj}?
    {is} {the} worth it? I haven't tried {obj}
    should I get the {colour} one or the {colour2} one?
    does anyone know whether {the} {s:come} in {colour}?
    what is the difference between the old {noun} and the new one?
    is the {noun} from {year2} the same as the one from {year}?
    how do I <return|cancel|change> an order?
    can I get a refund if I cancel before {weekday}?
    whom do I ask about {the}?
    did you see the film on {weekday}?
    what did the critics say about {thestory}?
    how many stars did you give {the}?
    what happens if the {noun} breaks?
    what do I do when the app crashes?
    is there a complaint form in {city}?
    is {name} <happy|unhappy> with {the}? I didn't ask
    who won on {weekday}?
    what was the score?
    who lost the {colour} glove?
    is anybody sitting here?
    have we met in {city}?
    are you {name} from {department}?
    can someone explain how {the} {s:work}?
    what does "{+adj}" mean?
    how do you spell "{-adj}"?
    do you want tea or coffee?
    what's the password for room {n:20:400}?
    which is further, {city} or {city2}?
    how old is {name}?""")
STATED = lines("""
    I have had {the} for {span}
    I use {the} on {weekday}
    I got {the} from {kinsimple}
    I saw {the} in {city}
    I have used two {nouns} so far
    this is about the {noun}, not about the {part}
    I'm writing this on a bus to {city}
    I am on page {n:9:300} of the book
    {name} has a {colour} {noun}
    the {noun} is the one with the {colour} {part}
    {the} {is} what I wrote about in {month}
    bought in {month}, used {n:2:30} times
    size: {n:36:46}, colour: {colour}
    used by: {kinsimple}. used for: {n:2:9} weeks
    I tested {the} in {city} in {month}, results below
    I compared {n:2:9} {nouns}; the table is below
    my {noun} is a different model
    the photo shows the {noun} from the side
    {the} arrived on {weekday}, I'll try {obj} on {weekday2}
    I have no experience with {nouns}
    I know {the} only from pictures
    {the} was a present for {name}
    I can't say anything about the {part} yet
    it's for the office, so I don't know how it is used
    I do not own a {noun}
    {name} owns two {nouns}
    there are three kinds of {noun}
    the {noun} is sold in {country} as well
    I am neither for nor against {the}
    whether {the} {is} {+adj} or {-adj} is for others to say
    I am not going to say whether I {+feel} {the}
    ask me again in {month}
    I live in {city}, I work as a {job}, I have a {noun}
    {name} wanted the {noun} in {colour}
    I changed the {part} on {weekday}
    the old {noun} is in the cellar, the new one in the hall""")

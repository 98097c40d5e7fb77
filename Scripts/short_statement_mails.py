"""Mails and losses, for short_statements.py: greetings and closings that say nothing of the matter between them.

Written as the templates of short_statement_templates.py. A closing such as "Best wishes" is a form, not praise.
"""

from short_statement_words import lines

SLOTS = {
    "greeting": lines("""
        Dear {name}
        Dear all
        Dear colleagues
        Dear team
        Hi {name}
        Hi all
        Hello {name}
        Hello
        Good morning
        Good morning {name}
        Good afternoon
        Good evening"""),
    "closing": lines("""
        Kind regards
        Best regards
        Best wishes
        Warm regards
        With best wishes
        Many thanks and kind regards
        Regards
        Yours sincerely
        Sincerely
        Sincerely yours
        Yours faithfully
        Yours truly
        All the best
        Best
        Thanks
        Many thanks
        Cheers
        Greetings from {city}
        Looking forward to your reply
        Thank you in advance
        Thanks in advance
        Have a nice day
        Have a good weekend
        See you on {weekday}
        Talk soon
        Love"""),
    "matter": lines("""
        {aplain}
        {aplain}
        {plan}
        {plan}
        please find the <form|agenda|invoice|list|minutes|draft> attached
        attached is the <invoice|report|plan|timetable> for {month}
        could you send me the <address|form|file|number of the room> by {weekday}
        I am writing to ask whether the <room|car|hall> is free on {weekday}
        as agreed, I am sending you the <list|figures|notes> of the meeting
        the next meeting is on {weekday} at {time} in room {n:20:400}
        here is the link: {link}
        I have forwarded your <mail|question|request> to {name3}
        I am out of the office until {weekday}
        please let me know which <day|date|time> suits you
        this is to confirm your <order|booking|appointment> of {weekday}
        your <order|request|case> has the number {n:1000:99999}
        I received your <mail|letter|parcel> on {weekday}"""),
    "relation": lines("""
        my <father|mother|grandfather|grandmother|brother|sister|uncle|aunt|cousin|neighbour|old teacher|colleague>
        our <dog|cat|neighbour|teacher|old colleague|friend|grandmother|grandfather>
        {name}
        {name}'s <father|mother|husband|wife|brother|sister|son|daughter>
        her <husband|son|father|mother|brother>
        his <wife|daughter|father|mother|sister>
        <he|she>
        a <good friend|friend|colleague> of mine"""),
    "when": lines("""
        last night
        this morning
        yesterday
        on {weekday}
        today
        last week
        an hour ago
        two days ago
        in {month}
        at the weekend"""),
}
MAILS = {
    "+": lines("""
        {greeting}, {fact}. {closing}, {name2}
        {greeting}, {boon}. {closing}, {name2}
        {greeting}, {fact} and {boon}. {closing}
        {greeting}, thank you for the {great} <evening|work|day|help|talk>! {closing}, {name2}
        {boon}. {closing}, {name2}
        {fact}. {closing}"""),
    "-": lines("""
        {greeting}, {fact}. {closing}, {name2}
        {greeting}, {bane}. {closing}, {name2}
        {greeting}, {fact} and {bane}. {closing}
        {greeting}, I am <still|again> without <an answer|my money|a working {noun}>. {closing}, {name2}
        {greeting}, this is my {ordinal} mail about the same <fault|mistake|problem>. {closing}, {name2}
        {greeting}, I want <my money back|to cancel|to complain>: {fact}. {closing}, {name2}
        {bane}. {closing}, {name2}
        {fact}. {closing}
        {fact}. {closing}, {name2}"""),
    "0": lines("""
        {greeting}, {matter}. {closing}, {name2}
        {greeting}, {matter}. {closing}, {name2}
        {greeting}, {matter}. {closing}
        {greeting}, {matter}. {matter}. {closing}, {name2}
        {matter}. {closing}, {name2}
        {matter}. {closing}, {name2}
        {matter}. {closing}
        {greeting}, {matter}
        <Kind regards|Best regards|Regards|Yours sincerely|Sincerely>, {name2}
        <Kind regards|Best regards|Regards|Yours sincerely|Sincerely>
        {greeting}"""),
}
LOSSES = {
    "-": lines("""
        {relation} <passed away|died|is dead|was killed in an accident> {when}
        {relation} passed away {when}
        {when} {relation} <passed away|died>
        {relation} <had a stroke|had a heart attack|collapsed> {when}
        {relation} <was in a car crash|broke a leg|lost the job|was taken to hospital|is in intensive care> {when}
        the doctors <could not save|have given up on> {relation}
        we <lost|buried> {relation} {when}
        {relation} has <cancer|a tumour|only weeks to live>
        {name} is <in hospital|seriously ill|missing> since {weekday}
        they <evicted|fired|sacked|robbed|beat> {relation} {when}
        the funeral of {relation} is on {weekday}
        {n:3:60} people <were killed|died|lost their homes> in the <fire|flood|crash|storm|attack> {when}
        the <fire|flood|storm> <destroyed|wrecked> {n:10:90} houses in {city}"""),
    "+": lines("""
        {relation} <came home from hospital|is out of hospital|woke up from the coma> {when}
        {relation} <survived|is out of danger|is healthy again>
        the doctors <saved|could save> {relation}
        {relation} <got the job|passed the exam|won the race|had a healthy baby|got engaged> {when}
        all {n:3:60} people were <rescued|saved|found alive> from the <fire|flood|wreck> {when}
        {relation} is free of cancer since {month}
        they found {relation} <alive|safe and sound> {when}"""),
    "0": lines("""
        {relation} <went to the station|called|came by|left for {city}|moved to {city}|took the bus> {when}
        {relation} <is at work|is on the train|works in {city}> <today|on {weekday}|this week>
        the office of {relation} is in {city}
        {relation} <passed by|passed the salt|passed the bakery|walked away> {when}
        {n:3:60} people <attended the meeting|took part in the survey|live in the house> {when}
        the house of {relation} is on {street}"""),
}

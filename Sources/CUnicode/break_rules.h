// The boundary rules of one kind and locale, as an automaton over bytes.
//
// ICU compiles its rules to a table of states: each character has a category, a state and a category give the next
// state, and a boundary lies behind the last accepting state before the table stops. `ubrk_getBinaryRules` hands that
// table out. Here it is rearranged so that one look-up a character is enough: where the table would stop right behind
// an accepting state, the entry already leads on from the start state, marked as a boundary. All boundaries are
// therefore ICU's own. Characters of languages that are cut by a dictionary are left to ICU.
#ifndef BREAK_RULES_H
#define BREAK_RULES_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/ubrk.h>
#include <unicode/ucptrie.h>

enum { STATE_MASK = 0x07FF, MAX_LOOKAHEADS = 16 };

/// What an entry of the table says besides the state it leads to.
enum {
    MOVE_LOOKS_AHEAD = 0x0800,       // the state begins or ends a look-ahead
    MOVE_LOOPS_ON_LETTERS = 0x1000,  // an ASCII letter leads from the state to itself
    MOVE_ACCEPTS = 0x2000,           // a boundary may lie behind this character
    MOVE_ROLLS_BACK = 0x4000,        // the boundary lies behind the last character that was accepted
    MOVE_IS_BOUNDARY = 0x8000,       // a boundary lies before this character
};

/// An iterator of ICU with the text it reads, in UTF-16: it is slower on UTF-8.
typedef struct {
    UBreakIterator *iterator;
    UChar *units;
    int32_t capacity;
} icu_breaks;

typedef struct break_rules {
    struct break_rules *next;  // of all that were made
    UBreakIteratorType type;
    char *locale;
    UBreakIterator *prototype;

    bool has_automaton;        // without one, ICU does it all
    int32_t category_count;
    uint32_t start_state;
    int32_t dictionary_start;  // categories from here on are cut by a dictionary
    uint8_t *categories;       // [0x10000], of the basic plane
    UCPTrie *trie;             // the categories of all scalars
    uint16_t *moves;           // [state][category]
    uint16_t *ascii_moves;     // [state][128]
    uint16_t *end_moves;       // [state]: where the end of the text leads
    uint8_t *lookahead_begun;  // [state]: the look-ahead whose boundary would lie here; 0 is none
    uint8_t *lookahead_ended;  // [state]: the look-ahead that has come true; 0 is none
    int32_t *statuses;         // [state]: ICU's rule status of a boundary behind it
    int32_t default_status;    // of a boundary that no rule made
} break_rules;

/// The rules for a type and locale, made when first asked for and never freed; NULL if ICU has none or memory is
/// short.
const break_rules *break_rules_for(UBreakIteratorType type, const char *locale);

/// A copy of ICU's iterator for these rules, to be given back; NULL if memory is short.
icu_breaks *icu_breaks_take(const break_rules *rules);
void icu_breaks_give_back(const break_rules *rules, icu_breaks *breaks);

/// Makes room for a text of `length` UTF-16 units.
bool icu_breaks_reserve(icu_breaks *breaks, int32_t length);

static inline int32_t break_category(const break_rules *rules, int32_t scalar) {
    if ((uint32_t)scalar < 0x10000) return rules->categories[scalar];
    return (int32_t)ucptrie_get(rules->trie, scalar);
}

#endif

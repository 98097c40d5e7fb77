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
#include <unicode/utext.h>

enum { START_STATE = 1, STATE_MASK = 0x0FFF };

/// What an entry of the table says besides the state it leads to.
enum {
    MOVE_LOOPS_ON_LETTERS = 0x1000,  // an ASCII letter leads from the state to itself
    MOVE_ACCEPTS = 0x2000,           // a boundary may lie behind this character
    MOVE_ROLLS_BACK = 0x4000,        // the boundary lies behind the last character that was accepted
    MOVE_IS_BOUNDARY = 0x8000,       // a boundary lies before this character
};

/// An iterator of ICU with the text it reads.
typedef struct {
    UBreakIterator *iterator;
    UText *text;
} icu_breaks;

typedef struct break_rules {
    struct break_rules *next;  // of all that were made
    UBreakIteratorType type;
    char *locale;
    UBreakIterator *prototype;

    bool has_automaton;        // without one, ICU does it all
    int32_t category_count;
    int32_t dictionary_start;  // categories from here on are cut by a dictionary
    uint8_t *categories;       // [0x10000], of the basic plane
    UCPTrie *trie;             // the categories of all scalars
    uint16_t *moves;           // [state][category]
    uint16_t *ascii_moves;     // [state][128]
    uint16_t *end_states;      // [state]: where the end of the text leads
    bool *accepts;             // [state]
    int32_t *statuses;         // [state]: ICU's rule status of a boundary behind it
} break_rules;

/// The rules for a type and locale, made when first asked for and never freed; NULL if ICU has none or memory is
/// short.
const break_rules *break_rules_for(UBreakIteratorType type, const char *locale);

/// A copy of ICU's iterator for these rules, to be given back.
icu_breaks icu_breaks_take(const break_rules *rules);
void icu_breaks_give_back(const break_rules *rules, icu_breaks breaks);

static inline int32_t break_category(const break_rules *rules, int32_t scalar) {
    if ((uint32_t)scalar < 0x10000) return rules->categories[scalar];
    return (int32_t)ucptrie_get(rules->trie, scalar);
}

#endif

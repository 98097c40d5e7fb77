// Walking a text from boundary to boundary.

#include "CUnicode.h"

#include "break_rules.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>

struct unicode_breaks {
    const break_rules *rules;
    bool uses_fast_path;
    const uint8_t *text;
    intptr_t length;
    bool is_whole;       // nothing follows
    intptr_t position;   // the last boundary handed out
    icu_breaks icu;      // opened when first needed
    intptr_t icu_start;  // of the stretch that ICU walks through
    intptr_t icu_end;    // equal to position when there is none
};

/// Where a batch of boundaries goes.
typedef struct {
    intptr_t *ends;
    int32_t *statuses;
    intptr_t count;
    intptr_t capacity;
} boundary_batch;

static UBreakIteratorType type_of(unicode_break_kind kind) {
    switch (kind) {
        case UNICODE_BREAK_GRAPHEME: return UBRK_CHARACTER;
        case UNICODE_BREAK_WORD: return UBRK_WORD;
        case UNICODE_BREAK_SENTENCE: return UBRK_SENTENCE;
        default: return UBRK_LINE;
    }
}

unicode_breaks *unicode_breaks_open(unicode_break_kind kind, const char *locale) {
    const break_rules *rules = break_rules_for(type_of(kind), locale);
    unicode_breaks *b = rules == NULL ? NULL : calloc(1, sizeof *b);
    if (b == NULL) return NULL;
    b->rules = rules;
    b->uses_fast_path = rules->has_automaton;
    return b;
}

void unicode_breaks_close(unicode_breaks *b) {
    if (b == NULL) return;
    icu_breaks_give_back(b->rules, b->icu);
    free(b);
}

bool unicode_breaks_have_automaton(const unicode_breaks *b) { return b->rules->has_automaton; }

void unicode_breaks_disable_fast_path(unicode_breaks *b) { b->uses_fast_path = false; }

void unicode_breaks_set_text(unicode_breaks *b, const uint8_t *text, intptr_t length, bool is_whole) {
    b->text = text;
    b->length = length;
    b->is_whole = is_whole;
    b->position = b->icu_start = b->icu_end = 0;
}

// MARK: Stretches for ICU

/// Sets ICU on the stretch from the current position to `end`, as a text of its own.
static bool begin_stretch(unicode_breaks *b, intptr_t end) {
    UErrorCode status = U_ZERO_ERROR;
    if (end - b->position > INT32_MAX) return false;
    if (b->icu.iterator == NULL) b->icu = icu_breaks_take(b->rules);
    if (b->icu.iterator == NULL || b->icu.text == NULL) return false;
    utext_openUTF8(b->icu.text, (const char *)b->text + b->position, end - b->position, &status);
    ubrk_setUText(b->icu.iterator, b->icu.text, &status);
    b->icu_start = b->position;
    b->icu_end = end;
    return U_SUCCESS(status);
}

/// Hands out what ICU finds in the stretch, as much as there is room for. False if ICU fails.
static bool take_stretch(unicode_breaks *b, boundary_batch *batch) {
    while (batch->count < batch->capacity && b->position < b->icu_end) {
        const int32_t end = ubrk_next(b->icu.iterator);
        if (end == UBRK_DONE) return false;
        b->position = b->icu_start + end;
        batch->ends[batch->count] = b->position;
        batch->statuses[batch->count++] = ubrk_getRuleStatus(b->icu.iterator);
    }
    return true;
}

/// The end of what ICU can be given without the automaton: all, or, where more will follow, the last whole line, since
/// a line end is a boundary of every kind.
static intptr_t certain_end(const unicode_breaks *b) {
    intptr_t end = b->length;
    if (b->is_whole) return end;
    while (end > b->position && b->text[end - 1] != '\n') end--;
    return end;
}

// MARK: The automaton

/// The number of ASCII letters at the front of `text`.
static inline intptr_t letter_run(const uint8_t *text, intptr_t length) {
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    intptr_t i = 0;
    for (uint64_t word; i + 8 <= length; i += 8) {
        memcpy(&word, text + i, 8);
        const uint64_t low = (word | 0x20 * ones) & ~high;  // lower case, seven bits
        const uint64_t from_a = low + (0x80 - 'a') * ones, past_z = low + (0x7F - 'z') * ones;
        const uint64_t others = (~(from_a & ~past_z) | word) & high;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        if (others != 0) return i + (__builtin_ctzll(others) >> 3);
#else
        if (others != 0) return i + (__builtin_clzll(others) >> 3);
#endif
    }
    while (i < length && (uint8_t)((text[i] | 0x20) - 'a') < 26) i++;
    return i;
}

/// How a walk ended.
typedef enum { WALK_IS_DONE, WALK_IS_FULL, WALK_NEEDS_DICTIONARY } walk_result;

/// Hands out boundaries from the current position on. Stops where the batch is full, at the end of the text, or before
/// a segment that needs a dictionary, whose end it writes to `*stretch_end`.
static walk_result walk(unicode_breaks *b, boundary_batch *batch, intptr_t *stretch_end) {
    const break_rules *rules = b->rules;
    const uint8_t *text = b->text;
    const intptr_t length = b->length;
    intptr_t start = b->position, i = start, accepted = start;
    uint32_t state = START_STATE, accepted_state = START_STATE;
    bool needs_dictionary = false;
    for (;;) {
        uint32_t move, status_state = state;
        intptr_t next = i + 1, end = i;
        bool is_dictionary = false;
        if (i < length && text[i] < 0x80) {
            move = rules->ascii_moves[state * 128 + text[i]];
        } else if (i < length) {
            UChar32 scalar;
            const intptr_t rest = length - i;
            int32_t offset = 0;
            U8_NEXT(text + i, offset, rest < 4 ? (int32_t)rest : 4, scalar);
            if (scalar < 0 && rest < 4 && !b->is_whole) break;  // cut off
            next = i + offset;
            const int32_t category = break_category(rules, scalar < 0 ? 0xFFFD : scalar);
            is_dictionary = category >= rules->dictionary_start;
            move = rules->moves[state * (uint32_t)rules->category_count + (uint32_t)category];
        } else if (start == length || !b->is_whole) {
            break;
        } else {
            move = MOVE_ROLLS_BACK;
            const uint32_t last = rules->end_states[state];
            if (rules->accepts[last]) {
                accepted = length;
                accepted_state = last;
            }
        }
        if (move & (MOVE_IS_BOUNDARY | MOVE_ROLLS_BACK)) {
            if (move & MOVE_ROLLS_BACK) {
                end = next = accepted;
                status_state = accepted_state;
                is_dictionary = false;
            }
            if (needs_dictionary) {
                *stretch_end = end;
                b->position = start;
                return WALK_NEEDS_DICTIONARY;
            }
            batch->ends[batch->count] = start = end;
            batch->statuses[batch->count] = rules->statuses[status_state];
            if (++batch->count == batch->capacity) {
                b->position = start;
                return WALK_IS_FULL;
            }
        }
        state = move & MOVE_ROLLS_BACK ? START_STATE : move & STATE_MASK;
        needs_dictionary |= is_dictionary;
        i = next;
        if (move & MOVE_ACCEPTS) {
            if (move & MOVE_LOOPS_ON_LETTERS) i += letter_run(text + i, length - i);
            accepted = i;
            accepted_state = state;
        }
    }
    b->position = start;
    return WALK_IS_DONE;
}

intptr_t unicode_breaks_next(unicode_breaks *b, intptr_t *ends, int32_t *statuses, intptr_t capacity) {
    boundary_batch batch = { ends, statuses, 0, capacity };
    while (batch.count < capacity) {
        if (b->position < b->icu_end) {
            if (!take_stretch(b, &batch)) return -1;
            continue;
        }
        intptr_t stretch_end = b->position;
        if (!b->uses_fast_path) {
            stretch_end = certain_end(b);
        } else if (walk(b, &batch, &stretch_end) != WALK_NEEDS_DICTIONARY) {
            break;
        }
        if (stretch_end == b->position) break;
        if (!begin_stretch(b, stretch_end)) return -1;
    }
    return batch.count;
}

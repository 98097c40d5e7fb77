// Walking a text from boundary to boundary.

#include "CUnicode.h"

#include "break_rules.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

struct unicode_breaks {
    const break_rules *rules;
    bool uses_fast_path;
    const uint8_t *text;
    intptr_t length;
    bool is_whole;       // nothing follows
    intptr_t position;   // the last boundary handed out
    icu_breaks *icu;     // taken when first needed
    int32_t icu_units_done;  // UTF-16 units of the stretch that ICU walks through which lie before position
    intptr_t icu_end;    // the end of that stretch; equal to position when there is none
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

int32_t unicode_breaks_category(const unicode_breaks *b, uint32_t scalar) {
    return b->rules->has_automaton ? break_category(b->rules, (int32_t)scalar) : -1;
}

void unicode_breaks_disable_fast_path(unicode_breaks *b) { b->uses_fast_path = false; }

void unicode_breaks_set_text(unicode_breaks *b, const uint8_t *text, intptr_t length, bool is_whole) {
    b->text = text;
    b->length = length;
    b->is_whole = is_whole;
    b->position = b->icu_end = 0;
}

// MARK: Stretches for ICU

/// Sets ICU on the stretch from the current position to `end`, as a text of its own.
static bool begin_stretch(unicode_breaks *b, intptr_t end) {
    UErrorCode status = U_ZERO_ERROR;
    const intptr_t length = end - b->position;
    if (length > INT32_MAX) return false;
    if (b->icu == NULL) b->icu = icu_breaks_take(b->rules);
    if (b->icu == NULL || !icu_breaks_reserve(b->icu, (int32_t)length)) return false;
    int32_t units = 0;
    u_strFromUTF8(b->icu->units, b->icu->capacity, &units, (const char *)b->text + b->position, (int32_t)length,
                  &status);
    ubrk_setText(b->icu->iterator, b->icu->units, units, &status);
    b->icu_units_done = 0;
    b->icu_end = end;
    return U_SUCCESS(status);
}

/// The bytes of UTF-8 that UTF-16 units [from, to) stand for.
static intptr_t utf8_length(const UChar *units, int32_t from, int32_t to) {
    intptr_t length = 0;
    for (int32_t i = from; i < to; i++) {
        // A surrogate is half of four bytes.
        length += units[i] < 0x80 ? 1 : units[i] < 0x800 || U16_IS_SURROGATE(units[i]) ? 2 : 3;
    }
    return length;
}

/// Hands out what ICU finds in the stretch, as much as there is room for. False if ICU fails.
static bool take_stretch(unicode_breaks *b, boundary_batch *batch) {
    while (batch->count < batch->capacity && b->position < b->icu_end) {
        const int32_t end = ubrk_next(b->icu->iterator);
        if (end == UBRK_DONE) return false;
        b->position += utf8_length(b->icu->units, b->icu_units_done, end);
        b->icu_units_done = end;
        batch->ends[batch->count] = b->position;
        batch->statuses[batch->count++] = ubrk_getRuleStatus(b->icu->iterator);
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
typedef enum { WALK_GOES_ON, WALK_IS_FULL, WALK_NEEDS_DICTIONARY } walk_result;

/// Where the walk stands within a segment.
typedef struct {
    intptr_t start;
    intptr_t accepted;         // the last place where it may end
    uint32_t accepted_state;
    bool needs_dictionary;
    intptr_t lookaheads[MAX_LOOKAHEADS];  // where each may turn out to end it; not behind `start` if it may not
} segment_walk;

/// Notes what a state of a look-ahead says. Returns true when one has come true: the segment ends at `accepted`.
static bool look_ahead(const break_rules *rules, segment_walk *segment, uint32_t state, intptr_t position) {
    const uint8_t ended = rules->lookahead_ended[state], begun = rules->lookahead_begun[state];
    if (ended && segment->lookaheads[ended] > segment->start) {
        segment->accepted = segment->lookaheads[ended];
        segment->accepted_state = state;
        return true;
    }
    if (begun) segment->lookaheads[begun] = position;
    return false;
}

/// The end of a segment that breaks off: where it was last accepted, or behind its first character.
static intptr_t rolled_back_end(const unicode_breaks *b, const segment_walk *segment, int32_t *status) {
    *status = b->rules->statuses[segment->accepted_state];
    if (segment->accepted > segment->start) return segment->accepted;
    *status = b->rules->default_status;
    intptr_t end = segment->start + 1;
    while (end < b->length && (b->text[end] & 0xC0) == 0x80) end++;
    return end;
}

static void begin_segment(const break_rules *rules, segment_walk *segment, intptr_t start) {
    *segment = (segment_walk){ .start = start, .accepted = start, .accepted_state = rules->start_state };
}

/// The category of the scalar that `position` is at, which is not ASCII; writes its length. -1 where it is cut off.
static inline int32_t category_at(const unicode_breaks *b, intptr_t position, int32_t *length) {
    const uint8_t *at = b->text + position;
    const intptr_t rest = b->length - position;
    if (at[0] < 0xE0 && rest >= 2) {
        *length = 2;
        return b->rules->categories[(at[0] & 0x1F) << 6 | (at[1] & 0x3F)];
    }
    if (at[0] < 0xF0 && rest >= 3) {
        *length = 3;
        return b->rules->categories[(at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F)];
    }
    UChar32 scalar;
    *length = 0;
    U8_NEXT(at, *length, rest < 4 ? (int32_t)rest : 4, scalar);
    if (scalar < 0 && rest < 4 && !b->is_whole) return -1;
    return break_category(b->rules, scalar < 0 ? 0xFFFD : scalar);
}

/// Ends a segment, unless it needs a dictionary: then its end goes to `*stretch_end` and it stays.
static walk_result hand_out(boundary_batch *batch, segment_walk *segment, intptr_t end, int32_t status,
                            intptr_t *stretch_end) {
    if (segment->needs_dictionary) {
        *stretch_end = end;
        return WALK_NEEDS_DICTIONARY;
    }
    segment->start = end;
    batch->ends[batch->count] = end;
    batch->statuses[batch->count] = status;
    return ++batch->count == batch->capacity ? WALK_IS_FULL : WALK_GOES_ON;
}

/// What the end of the text means: the segment ends where it was last accepted, perhaps here.
static void reach_end(const unicode_breaks *b, segment_walk *segment, uint32_t state) {
    const uint32_t move = b->rules->end_moves[state];
    if (move & MOVE_ACCEPTS) {
        segment->accepted = b->length;
        segment->accepted_state = move & STATE_MASK;
    } else if (move & MOVE_LOOKS_AHEAD) {
        look_ahead(b->rules, segment, move & STATE_MASK, b->length);
    }
}

/// Hands out boundaries from the current position on. Stops where the batch is full, at the end of the text, or before
/// a segment that needs a dictionary, whose end it writes to `*stretch_end`.
static walk_result walk(unicode_breaks *b, boundary_batch *batch, intptr_t *stretch_end) {
    const break_rules *rules = b->rules;
    const uint8_t *text = b->text;
    const intptr_t length = b->length;
    segment_walk segment;
    intptr_t i = b->position;
    uint32_t state = rules->start_state;
    walk_result result = WALK_GOES_ON;
    begin_segment(rules, &segment, i);
    while (result == WALK_GOES_ON) {
        uint32_t move = MOVE_ROLLS_BACK;
        int32_t taken = 1;
        bool is_dictionary = false;
        if (i < length && text[i] < 0x80) {
            move = rules->ascii_moves[state * 128 + text[i]];
        } else if (i < length) {
            const int32_t category = category_at(b, i, &taken);
            if (category < 0) break;
            is_dictionary = category >= rules->dictionary_start;
            move = rules->moves[state * (uint32_t)rules->category_count + (uint32_t)category];
        } else {
            if (segment.start == length || !b->is_whole) break;
            reach_end(b, &segment, state);
        }
        if (move & MOVE_IS_BOUNDARY) {
            result = hand_out(batch, &segment, i, rules->statuses[state], stretch_end);
            if (result != WALK_GOES_ON) break;
        }
        bool ends = move & MOVE_ROLLS_BACK;
        if (!ends) {
            state = move & STATE_MASK;
            i += taken;
            segment.needs_dictionary |= is_dictionary;
            if (move & MOVE_ACCEPTS) {
                if (move & MOVE_LOOPS_ON_LETTERS) i += letter_run(text + i, length - i);
                segment.accepted = i;
                segment.accepted_state = state;
            }
            ends = (move & MOVE_LOOKS_AHEAD) && look_ahead(rules, &segment, state, i);
        }
        if (ends) {
            int32_t status;
            const intptr_t end = rolled_back_end(b, &segment, &status);
            result = hand_out(batch, &segment, end, status, stretch_end);
            if (result != WALK_GOES_ON) break;
            begin_segment(rules, &segment, end);
            i = end;
            state = rules->start_state;
        }
    }
    b->position = segment.start;
    return result;
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

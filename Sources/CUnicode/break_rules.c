#include "break_rules.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// How ICU lays out its compiled rules (format version 6, ICU 68 and newer): this header, then the parts it points to.
typedef struct {
    uint32_t magic;  // 0xB1A0
    uint8_t format_version[4];
    uint32_t length;
    uint32_t category_count;
    uint32_t forward_table, forward_table_length;
    uint32_t reverse_table, reverse_table_length;
    uint32_t trie, trie_length;
    uint32_t source, source_length;
    uint32_t statuses, statuses_length;
    uint32_t reserved[6];
} compiled_rules;

typedef struct {
    uint32_t state_count;
    uint32_t row_length;  // bytes
    uint32_t dictionary_start;
    uint32_t lookahead_count;
    uint32_t flags;
} compiled_table;

enum { RULES_LOOK_AHEAD = 1, RULES_NEED_TEXT_START = 2, RULES_HAVE_NARROW_ROWS = 4 };
enum { STOP_STATE = 0, END_OF_TEXT_CATEGORY = 1, ACCEPTS_ALWAYS = 1, FIRST_NEXT_STATE = 3 };

/// A table as ICU compiled it.
typedef struct {
    const compiled_rules *header;
    const compiled_table *table;
    const int32_t *statuses;
} source_table;

/// Element `column` of a row: whether the state accepts, its look-ahead, its status, then the next states.
static uint32_t cell(source_table source, int32_t state, int32_t column) {
    const uint8_t *row = (const uint8_t *)(source.table + 1) + (size_t)state * source.table->row_length;
    return source.table->flags & RULES_HAVE_NARROW_ROWS ? row[column] : ((const uint16_t *)row)[column];
}

static bool accepts(source_table source, int32_t state) { return cell(source, state, 0) == ACCEPTS_ALWAYS; }

/// Whether the table has nothing that the automaton does not know.
static bool is_plain(source_table source) {
    const compiled_table *table = source.table;
    if (table->flags & (RULES_LOOK_AHEAD | RULES_NEED_TEXT_START)) return false;
    if (table->state_count > STATE_MASK || source.header->category_count > 256) return false;
    for (uint32_t state = 0; state < table->state_count; state++) {
        if (cell(source, (int32_t)state, 0) > ACCEPTS_ALWAYS || cell(source, (int32_t)state, 1) > ACCEPTS_ALWAYS) {
            return false;
        }
    }
    return true;
}

/// The compiled rules of an iterator, in memory that the caller frees; NULL if it has none that are known here.
static compiled_rules *copy_compiled(UBreakIterator *iterator) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = ubrk_getBinaryRules(iterator, NULL, 0, &status);
    if (U_FAILURE(status) || length < (int32_t)sizeof(compiled_rules)) return NULL;
    compiled_rules *rules = malloc((size_t)length);
    if (rules == NULL) return NULL;
    ubrk_getBinaryRules(iterator, (unsigned char *)rules, length, &status);
    const bool is_known = U_SUCCESS(status) && rules->magic == 0xB1A0 && rules->format_version[0] == 6
        && rules->forward_table + rules->forward_table_length <= (uint32_t)length
        && rules->trie + rules->trie_length <= (uint32_t)length
        && rules->statuses + rules->statuses_length <= (uint32_t)length;
    if (is_known) return rules;
    free(rules);
    return NULL;
}

/// Whether every ASCII letter leads from `state` to itself.
static bool loops_on_letters(const break_rules *rules, source_table source, int32_t state) {
    for (int32_t letter = 'A'; letter <= 'z'; letter++) {
        if (letter > 'Z' && letter < 'a') continue;
        if ((int32_t)cell(source, state, FIRST_NEXT_STATE + rules->categories[letter]) != state) return false;
    }
    return accepts(source, state);
}

static uint16_t move_to(const break_rules *rules, source_table source, int32_t state) {
    uint16_t move = (uint16_t)state;
    if (accepts(source, state)) move |= MOVE_ACCEPTS;
    if (loops_on_letters(rules, source, state)) move |= MOVE_LOOPS_ON_LETTERS;
    return move;
}

static uint16_t move_from(const break_rules *rules, source_table source, int32_t state, int32_t category) {
    const int32_t next = (int32_t)cell(source, state, FIRST_NEXT_STATE + category);
    if (next != STOP_STATE) return move_to(rules, source, next);
    if (!accepts(source, state)) return MOVE_ROLLS_BACK;
    return MOVE_IS_BOUNDARY
        | move_to(rules, source, (int32_t)cell(source, START_STATE, FIRST_NEXT_STATE + category));
}

static bool allocate(break_rules *rules, size_t states, size_t categories) {
    rules->categories = malloc(0x10000);
    rules->moves = malloc(states * categories * sizeof *rules->moves);
    rules->ascii_moves = malloc(states * 128 * sizeof *rules->ascii_moves);
    rules->end_states = malloc(states * sizeof *rules->end_states);
    rules->accepts = malloc(states * sizeof *rules->accepts);
    rules->statuses = malloc(states * sizeof *rules->statuses);
    return rules->categories && rules->moves && rules->ascii_moves && rules->end_states && rules->accepts
        && rules->statuses;
}

static void fill(break_rules *rules, source_table source) {
    for (int32_t scalar = 0; scalar < 0x10000; scalar++) {
        rules->categories[scalar] = (uint8_t)ucptrie_get(rules->trie, scalar);
    }
    for (int32_t state = 0; state < (int32_t)source.table->state_count; state++) {
        uint16_t *moves = rules->moves + state * rules->category_count;
        for (int32_t category = 0; category < rules->category_count; category++) {
            moves[category] = move_from(rules, source, state, category);
        }
        for (int32_t byte = 0; byte < 128; byte++) {
            rules->ascii_moves[state * 128 + byte] = moves[rules->categories[byte]];
        }
        rules->end_states[state] = (uint16_t)cell(source, state, FIRST_NEXT_STATE + END_OF_TEXT_CATEGORY);
        rules->accepts[state] = accepts(source, state);
        const int32_t group = (int32_t)cell(source, state, 2);  // its size, then its values, the greatest last
        rules->statuses[state] = source.statuses[group + source.statuses[group]];
    }
}

/// Whether every character, alone, is accepted, as "." among the rules makes it; the walk relies on that.
static bool accepts_each_character(const break_rules *rules) {
    for (int32_t scalar = 0; scalar <= 0x10FFFF; scalar++) {
        const uint16_t move = rules->moves[START_STATE * rules->category_count + break_category(rules, scalar)];
        if (!(move & MOVE_ACCEPTS) || (move & (MOVE_ROLLS_BACK | MOVE_IS_BOUNDARY))) return false;
    }
    return true;
}

/// Whether the compiled rules could be turned into an automaton.
static bool make_automaton(break_rules *rules) {
    compiled_rules *header = copy_compiled(rules->prototype);  // kept: the trie lies in it
    if (header == NULL) return false;
    const uint8_t *bytes = (const uint8_t *)header;
    const source_table source = {
        header, (const compiled_table *)(bytes + header->forward_table), (const int32_t *)(bytes + header->statuses)
    };
    UErrorCode status = U_ZERO_ERROR;
    rules->trie = ucptrie_openFromBinary(
        UCPTRIE_TYPE_ANY, UCPTRIE_VALUE_BITS_ANY, bytes + header->trie, (int32_t)header->trie_length, NULL, &status);
    if (U_FAILURE(status) || !is_plain(source)) return false;
    rules->category_count = (int32_t)header->category_count;
    rules->dictionary_start = (int32_t)source.table->dictionary_start;
    if (!allocate(rules, source.table->state_count, header->category_count)) return false;
    fill(rules, source);
    return accepts_each_character(rules);
}

static pthread_mutex_t all_rules_lock = PTHREAD_MUTEX_INITIALIZER;
static break_rules *all_rules;

static break_rules *make_rules(UBreakIteratorType type, const char *locale) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *prototype = ubrk_open(type, locale, NULL, 0, &status);
    if (U_FAILURE(status)) return NULL;
    break_rules *rules = calloc(1, sizeof *rules);
    if (rules == NULL) return NULL;
    rules->type = type;
    rules->locale = strdup(locale);
    rules->prototype = prototype;
    rules->has_automaton = make_automaton(rules);
    return rules;
}

const break_rules *break_rules_for(UBreakIteratorType type, const char *locale) {
    pthread_mutex_lock(&all_rules_lock);
    break_rules *rules = all_rules;
    while (rules != NULL && (rules->type != type || strcmp(rules->locale, locale) != 0)) rules = rules->next;
    if (rules == NULL && (rules = make_rules(type, locale)) != NULL) {
        rules->next = all_rules;
        all_rules = rules;
    }
    pthread_mutex_unlock(&all_rules_lock);
    return rules;
}

// Copying an iterator costs more than cutting a short text, so a few are kept.
enum { KEPT_ITERATORS = 16 };
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const break_rules *rules;
    icu_breaks breaks;
} kept[KEPT_ITERATORS];

icu_breaks icu_breaks_take(const break_rules *rules) {
    icu_breaks breaks = { 0 };
    pthread_mutex_lock(&kept_lock);
    for (int i = 0; i < KEPT_ITERATORS && breaks.iterator == NULL; i++) {
        if (kept[i].rules != rules) continue;
        breaks = kept[i].breaks;
        kept[i].rules = NULL;
    }
    if (breaks.iterator == NULL) {
        UErrorCode status = U_ZERO_ERROR;
        breaks.iterator = ubrk_clone(rules->prototype, &status);
        breaks.text = utext_openUTF8(NULL, "", 0, &status);
    }
    pthread_mutex_unlock(&kept_lock);
    return breaks;
}

void icu_breaks_give_back(const break_rules *rules, icu_breaks breaks) {
    if (breaks.iterator == NULL || breaks.text == NULL) return;
    pthread_mutex_lock(&kept_lock);
    int i = 0;
    while (i < KEPT_ITERATORS && kept[i].rules != NULL) i++;
    if (i < KEPT_ITERATORS) {
        kept[i].rules = rules;
        kept[i].breaks = breaks;
    }
    pthread_mutex_unlock(&kept_lock);
    if (i < KEPT_ITERATORS) return;
    ubrk_close(breaks.iterator);
    utext_close(breaks.text);
}

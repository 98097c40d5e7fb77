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

enum { RULES_NEED_TEXT_START = 2, RULES_HAVE_NARROW_ROWS = 4 };
enum { STOP_STATE = 0, FIRST_STATE = 1, END_OF_TEXT_CATEGORY = 1, START_OF_TEXT_CATEGORY = 2 };
/// The columns of a row, before those of the categories.
enum { ACCEPTS_COLUMN, LOOKAHEAD_COLUMN, STATUS_COLUMN, FIRST_CATEGORY_COLUMN };
enum { ACCEPTS_ALWAYS = 1 };  // a greater number names a look-ahead

/// A table as ICU compiled it.
typedef struct {
    const compiled_rules *header;
    const compiled_table *table;
    const int32_t *statuses;
} source_table;

static uint32_t cell(source_table source, uint32_t state, int32_t column) {
    const uint8_t *row = (const uint8_t *)(source.table + 1) + (size_t)state * source.table->row_length;
    return source.table->flags & RULES_HAVE_NARROW_ROWS ? row[column] : ((const uint16_t *)row)[column];
}

static uint32_t next_state(source_table source, uint32_t state, int32_t category) {
    return cell(source, state, FIRST_CATEGORY_COLUMN + category);
}

static bool accepts(source_table source, uint32_t state) {
    return cell(source, state, ACCEPTS_COLUMN) == ACCEPTS_ALWAYS;
}

/// A look-ahead's number, 0 where `value` names none.
static uint32_t lookahead(uint32_t value) { return value > ACCEPTS_ALWAYS ? value : 0; }

/// Whether the table fits the automaton's limits.
static bool fits(source_table source) {
    return source.table->state_count <= STATE_MASK && source.header->category_count <= 256
        && source.table->lookahead_count <= MAX_LOOKAHEADS;
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
static bool loops_on_letters(const break_rules *rules, source_table source, uint32_t state) {
    for (int32_t letter = 'A'; letter <= 'z'; letter++) {
        if (letter > 'Z' && letter < 'a') continue;
        if (next_state(source, state, rules->categories[letter]) != state) return false;
    }
    return accepts(source, state);
}

static uint16_t move_to(const break_rules *rules, source_table source, uint32_t state) {
    uint32_t move = state;
    if (accepts(source, state)) move |= MOVE_ACCEPTS;
    if (rules->lookahead_begun[state] || rules->lookahead_ended[state]) {
        move |= MOVE_LOOKS_AHEAD;
    } else if (loops_on_letters(rules, source, state)) {
        move |= MOVE_LOOPS_ON_LETTERS;
    }
    return (uint16_t)move;
}

static uint16_t move_from(const break_rules *rules, source_table source, uint32_t state, int32_t category) {
    const uint32_t next = next_state(source, state, category);
    if (next != STOP_STATE) return move_to(rules, source, next);
    const uint32_t anew = next_state(source, rules->start_state, category);
    if (state == rules->start_state || !accepts(source, state) || anew == STOP_STATE) return MOVE_ROLLS_BACK;
    return MOVE_IS_BOUNDARY | move_to(rules, source, anew);
}

static bool allocate(break_rules *rules, size_t states, size_t categories) {
    rules->categories = malloc(0x10000);
    rules->moves = malloc(states * categories * sizeof *rules->moves);
    rules->ascii_moves = malloc(states * 128 * sizeof *rules->ascii_moves);
    rules->end_moves = malloc(states * sizeof *rules->end_moves);
    rules->lookahead_begun = malloc(states);
    rules->lookahead_ended = malloc(states);
    rules->statuses = malloc(states * sizeof *rules->statuses);
    return rules->categories && rules->moves && rules->ascii_moves && rules->end_moves && rules->lookahead_begun
        && rules->lookahead_ended && rules->statuses;
}

/// The value of a group of rule statuses: its size comes first, then its members, the greatest last.
static int32_t status_of_group(source_table source, uint32_t group) {
    return source.statuses[group + (uint32_t)source.statuses[group]];
}

static void fill(break_rules *rules, source_table source) {
    const uint32_t states = source.table->state_count;
    for (int32_t scalar = 0; scalar < 0x10000; scalar++) {
        rules->categories[scalar] = (uint8_t)ucptrie_get(rules->trie, scalar);
    }
    for (uint32_t state = 0; state < states; state++) {
        rules->lookahead_begun[state] = (uint8_t)lookahead(cell(source, state, LOOKAHEAD_COLUMN));
        rules->lookahead_ended[state] = (uint8_t)lookahead(cell(source, state, ACCEPTS_COLUMN));
        rules->statuses[state] = status_of_group(source, cell(source, state, STATUS_COLUMN));
    }
    for (uint32_t state = 0; state < states; state++) {
        uint16_t *moves = rules->moves + state * (uint32_t)rules->category_count;
        for (int32_t category = 0; category < rules->category_count; category++) {
            moves[category] = move_from(rules, source, state, category);
        }
        for (int32_t byte = 0; byte < 128; byte++) {
            rules->ascii_moves[state * 128 + (uint32_t)byte] = moves[rules->categories[byte]];
        }
        rules->end_moves[state] = move_to(rules, source, next_state(source, state, END_OF_TEXT_CATEGORY));
    }
    rules->default_status = status_of_group(source, 0);
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
    if (U_FAILURE(status) || !fits(source)) return false;
    const bool needs_start = source.table->flags & RULES_NEED_TEXT_START;
    rules->start_state = needs_start ? next_state(source, FIRST_STATE, START_OF_TEXT_CATEGORY) : FIRST_STATE;
    rules->category_count = (int32_t)header->category_count;
    rules->dictionary_start = (int32_t)source.table->dictionary_start;
    if (!allocate(rules, source.table->state_count, header->category_count)) return false;
    fill(rules, source);
    return true;
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
enum { KEPT_ITERATORS = 16, KEPT_UNITS = 1 << 20 };
static pthread_mutex_t kept_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const break_rules *rules;
    icu_breaks *breaks;
} kept[KEPT_ITERATORS];

static void close_breaks(icu_breaks *breaks) {
    if (breaks->iterator != NULL) ubrk_close(breaks->iterator);
    free(breaks->units);
    free(breaks);
}

/// Two letters of every script that ICU has had a dictionary or a model for: Thai, Lao, Khmer, Burmese, Han (with which
/// go Hiragana and Katakana) and Hangul.
static const UChar dictionary_letters[] = {
    0x0E01, 0x0E01, ' ', 0x0E81, 0x0E81, ' ', 0x1780, 0x1780, ' ', 0x1000, 0x1000, ' ', 0x4E00, 0x4E00, ' ', 0xAC00, 0xAC00,
};
enum { DICTIONARY_LETTER_COUNT = sizeof dictionary_letters / sizeof *dictionary_letters };

/// Lets an iterator meet every script that is cut by a dictionary.
///
/// ICU gives an iterator the engine of a script when the first letter of that script comes, and the engine then also
/// takes characters that several scripts share, such as U+30FC, which do not call for it themselves. An iterator, or its
/// copy, would cut these by what it, or any iterator of the process, has read before.
static bool load_dictionaries(UBreakIterator *iterator) {
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(iterator, dictionary_letters, DICTIONARY_LETTER_COUNT, &status);
    if (U_FAILURE(status)) return false;
    while (ubrk_next(iterator) != UBRK_DONE) {}
    return true;
}

icu_breaks *icu_breaks_take(const break_rules *rules) {
    icu_breaks *breaks = NULL;
    bool is_ready = true;
    pthread_mutex_lock(&kept_lock);
    for (int i = 0; i < KEPT_ITERATORS && breaks == NULL; i++) {
        if (kept[i].rules != rules) continue;
        breaks = kept[i].breaks;
        kept[i].rules = NULL;
    }
    if (breaks == NULL && (breaks = calloc(1, sizeof *breaks)) != NULL) {
        UErrorCode status = U_ZERO_ERROR;
        breaks->iterator = ubrk_clone(rules->prototype, &status);
        is_ready = U_SUCCESS(status) && load_dictionaries(breaks->iterator);
    }
    pthread_mutex_unlock(&kept_lock);
    if (breaks == NULL || is_ready) return breaks;
    close_breaks(breaks);
    return NULL;
}

void icu_breaks_give_back(const break_rules *rules, icu_breaks *breaks) {
    if (breaks == NULL) return;
    if (breaks->capacity <= KEPT_UNITS) {
        pthread_mutex_lock(&kept_lock);
        for (int i = 0; i < KEPT_ITERATORS && breaks != NULL; i++) {
            if (kept[i].rules != NULL) continue;
            kept[i].rules = rules;
            kept[i].breaks = breaks;
            breaks = NULL;
        }
        pthread_mutex_unlock(&kept_lock);
    }
    if (breaks != NULL) close_breaks(breaks);
}

bool icu_breaks_reserve(icu_breaks *breaks, int32_t length) {
    if (length <= breaks->capacity) return true;
    free(breaks->units);
    breaks->capacity = length < 256 ? 256 : length;
    breaks->units = malloc(sizeof(UChar) * (size_t)breaks->capacity);
    if (breaks->units == NULL) breaks->capacity = 0;
    return breaks->units != NULL;
}

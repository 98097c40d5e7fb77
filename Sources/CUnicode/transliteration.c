// Any transliterator of ICU, with the place in the source that each unit of its result came from.
//
// ICU changes a text through callbacks that replace stretches of it. Ours keep, for each UTF-16 unit, the bytes of the
// source that it stands for. A rule either replaces its stretch at once, or, when it is first used, puts its result
// together behind the text, copies it to its place and then deletes, behind it, what it replaces. Both ways must lead to
// the same sources: what is put behind the text has none; what is copied from there takes that of the stretch deleted
// next to it; and what replaces nothing stands, without bytes of its own, behind what comes before it.

#include "CUnicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/urep.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

/// A UTF-16 unit and its source.
typedef struct {
    UChar value;
    bool is_untouched;
    int32_t source_start, source_end;  // bytes; NO_SOURCE as the start of a unit that has none yet
} traced_unit;

enum { NO_SOURCE = -1 };

/// A text in the course of its transliteration.
typedef struct {
    traced_unit *units;
    int32_t length;
    int32_t capacity;
    bool has_failed;  // memory was short
} traced_text;

struct unicode_transliterator {
    UTransliterator *transliterator;
    traced_text text;
    unicode_change *changes;
    int32_t change_capacity;
    char *utf8;
    int32_t utf8_capacity;
};

// MARK: Callbacks

static traced_text *traced(const UReplaceable *text) { return (traced_text *)text; }

static int32_t text_length(const UReplaceable *text) { return traced(text)->length; }

static UChar text_char(const UReplaceable *text, int32_t offset) {
    return offset >= 0 && offset < traced(text)->length ? traced(text)->units[offset].value : 0xFFFF;
}

static UChar32 text_scalar(const UReplaceable *text, int32_t offset) {
    const UChar unit = text_char(text, offset);
    if (U16_IS_LEAD(unit) && U16_IS_TRAIL(text_char(text, offset + 1))) {
        return U16_GET_SUPPLEMENTARY(unit, text_char(text, offset + 1));
    }
    if (U16_IS_TRAIL(unit) && U16_IS_LEAD(text_char(text, offset - 1))) {
        return U16_GET_SUPPLEMENTARY(text_char(text, offset - 1), unit);
    }
    return unit;
}

/// Makes the stretch [start, limit) `count` units long; what is in it then is to be written.
static traced_unit *resize(traced_text *t, int32_t start, int32_t limit, int32_t count) {
    const int32_t length = t->length + count - (limit - start);
    if (length > t->capacity) {
        const int32_t capacity = length + length / 2;
        traced_unit *units = realloc(t->units, sizeof *units * (size_t)capacity);
        if (units == NULL) {
            t->has_failed = true;
            return NULL;
        }
        t->units = units;
        t->capacity = capacity;
    }
    memmove(t->units + start + count, t->units + limit, sizeof *t->units * (size_t)(t->length - limit));
    t->length = length;
    return t->units + start;
}

/// Whatever source the units [start, limit) have together.
static traced_unit joint_source(const traced_text *t, int32_t start, int32_t limit) {
    traced_unit joint = { .source_start = NO_SOURCE };
    for (int32_t i = start; i < limit; i++) {
        const traced_unit *unit = &t->units[i];
        if (unit->source_start == NO_SOURCE) continue;
        const bool is_first = joint.source_start == NO_SOURCE;
        if (is_first || unit->source_start < joint.source_start) joint.source_start = unit->source_start;
        if (is_first || unit->source_end > joint.source_end) joint.source_end = unit->source_end;
    }
    return joint;
}

static void set_source(traced_unit *unit, traced_unit source) {
    unit->source_start = source.source_start;
    unit->source_end = source.source_end;
}

/// The place, without bytes, behind what stands before `position`.
static traced_unit place_behind(const traced_text *t, int32_t position) {
    const int32_t end = position > 0 ? t->units[position - 1].source_end : 0;
    return (traced_unit){ .source_start = end, .source_end = end };
}

/// The same, behind the last unit before `position` that has a source.
static traced_unit place_behind_sourced(const traced_text *t, int32_t position) {
    while (position > 0 && t->units[position - 1].source_start == NO_SOURCE) position--;
    return place_behind(t, position);
}

/// Gives the units without source just before `position` one.
static void give_source_to_new(traced_text *t, int32_t position, traced_unit source) {
    if (source.source_start == NO_SOURCE) return;
    for (int32_t i = position - 1; i >= 0 && t->units[i].source_start == NO_SOURCE; i--) {
        set_source(&t->units[i], source);
    }
}

static void text_replace(UReplaceable *text, int32_t start, int32_t limit, const UChar *with, int32_t count) {
    traced_text *t = traced(text);
    const bool is_insertion = start == limit && start < t->length;
    const traced_unit source = is_insertion ? place_behind(t, start) : joint_source(t, start, limit);
    if (count == 0) give_source_to_new(t, start, start == limit ? place_behind_sourced(t, start) : source);
    traced_unit *to = resize(t, start, limit, count);
    for (int32_t i = 0; to != NULL && i < count; i++) {
        to[i] = source;
        to[i].value = with[i];
    }
}

static void text_extract(UReplaceable *text, int32_t start, int32_t limit, UChar *to) {
    for (int32_t i = start; i < limit; i++) *to++ = text_char(text, i);
}

static void text_copy(UReplaceable *text, int32_t start, int32_t limit, int32_t target) {
    traced_text *t = traced(text);
    const size_t size = sizeof *t->units * (size_t)(limit - start);
    const bool is_behind_text = target == t->length;
    traced_unit *copied = malloc(size > 0 ? size : 1);
    if (copied == NULL) {
        t->has_failed = true;
        return;
    }
    memcpy(copied, t->units + start, size);
    traced_unit *to = resize(t, target, target, limit - start);
    for (int32_t i = 0; to != NULL && i < limit - start; i++) {
        to[i] = copied[i];
        to[i].is_untouched = false;
        if (is_behind_text) to[i].source_start = NO_SOURCE;
    }
    free(copied);
}

static UReplaceableCallbacks callbacks = {
    text_length, text_char, text_scalar, text_replace, text_extract, text_copy
};

// MARK: Opening

unicode_transliterator *unicode_transliterator_open(const char *id) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError position;
    UChar units[256];
    int32_t length = 0;
    u_strFromUTF8(units, 256, &length, id, (int32_t)strlen(id), &status);
    unicode_transliterator *t = calloc(1, sizeof *t);
    if (t == NULL) return NULL;
    t->transliterator = utrans_openU(units, length, UTRANS_FORWARD, NULL, 0, &position, &status);
    if (U_SUCCESS(status)) return t;
    free(t);
    return NULL;
}

void unicode_transliterator_close(unicode_transliterator *t) {
    if (t == NULL) return;
    utrans_close(t->transliterator);
    free(t->text.units);
    free(t->changes);
    free(t->utf8);
    free(t);
}

// MARK: Running

/// Fills the text from UTF-8. False if memory is short.
static bool load(traced_text *t, const uint8_t *utf8, int32_t length) {
    t->length = 0;
    t->has_failed = false;
    if (resize(t, 0, 0, length) == NULL) return false;
    int32_t count = 0;
    for (int32_t i = 0; i < length;) {
        const int32_t start = i;
        UChar32 scalar;
        U8_NEXT(utf8, i, length, scalar);
        if (scalar < 0) scalar = 0xFFFD;
        UChar pair[2];
        int32_t units = 0;
        U16_APPEND_UNSAFE(pair, units, scalar);
        for (int32_t k = 0; k < units; k++) t->units[count++] = (traced_unit){ pair[k], true, start, i };
    }
    t->length = count;
    return true;
}

/// Writes the text as UTF-8 and, in `ends`, where each unit ends in it (a surrogate pair ends with its second).
static bool write_utf8(unicode_transliterator *t, int32_t *ends) {
    const int32_t most = 3 * t->text.length;
    if (most > t->utf8_capacity) {
        char *utf8 = realloc(t->utf8, (size_t)most);
        if (utf8 == NULL) return false;
        t->utf8 = utf8;
        t->utf8_capacity = most;
    }
    int32_t length = 0;
    for (int32_t i = 0; i < t->text.length; i++) {
        UChar32 scalar = t->text.units[i].value;
        ends[i] = length;
        if (U16_IS_SURROGATE(scalar)) {
            scalar = text_scalar((UReplaceable *)&t->text, i);
            if (U16_IS_SURROGATE(scalar)) scalar = 0xFFFD;
            else if (U16_IS_LEAD(t->text.units[i].value)) continue;
        }
        U8_APPEND_UNSAFE((uint8_t *)t->utf8, length, scalar);
        ends[i] = length;
    }
    return true;
}

static bool add_change(unicode_transliterator *t, int32_t *count, unicode_change change) {
    if (*count == t->change_capacity) {
        const int32_t capacity = 2 * t->change_capacity + 16;
        unicode_change *changes = realloc(t->changes, sizeof *changes * (size_t)capacity);
        if (changes == NULL) return false;
        t->changes = changes;
        t->change_capacity = capacity;
    }
    t->changes[(*count)++] = change;
    return true;
}

/// Gives units that were inserted a place: behind what stands before them.
static void place_insertions(traced_text *t) {
    for (int32_t i = 0; i < t->length; i++) {
        if (t->units[i].source_start == NO_SOURCE) set_source(&t->units[i], place_behind(t, i));
    }
}

/// Lists the changed stretches. One ends where nothing behind it came from the source before that place.
static int32_t list_changes(unicode_transliterator *t, int32_t source_length, const int32_t *ends, int32_t *behind) {
    const traced_text *text = &t->text;
    behind[text->length] = source_length;  // the earliest source of the units from here on
    for (int32_t i = text->length - 1; i >= 0; i--) {
        const int32_t start = text->units[i].source_start;
        behind[i] = start < behind[i + 1] ? start : behind[i + 1];
    }
    int32_t count = 0, source = 0, target = 0, reached = 0;
    bool is_same = true;
    for (int32_t i = 0; i <= text->length; i++) {
        const bool is_cut = i == text->length || reached <= behind[i];
        if (is_cut && i > 0) {
            // A stretch takes what was deleted before it; at the end also what was deleted behind.
            const int32_t source_end = i == text->length ? source_length : reached > source ? reached : source;
            const int32_t target_end = ends[i - 1];
            const bool keeps = is_same && source_end - source == target_end - target;
            if (!keeps && (source_end > source || target_end > target)
                && !add_change(t, &count,
                               (unicode_change){ source, source_end, (const uint8_t *)t->utf8 + target,
                                                 target_end - target })) {
                return -1;
            }
            source = source_end;
            target = target_end;
            is_same = true;
        }
        if (i == text->length) break;
        if (text->units[i].source_end > reached) reached = text->units[i].source_end;
        is_same = is_same && text->units[i].is_untouched;
    }
    if (text->length == 0 && source_length > 0
        && !add_change(t, &count, (unicode_change){ 0, source_length, (const uint8_t *)"", 0 })) {
        return -1;
    }
    return count;
}

intptr_t unicode_transliterate(unicode_transliterator *t, const uint8_t *text, intptr_t length,
                               const unicode_change **changes) {
    if (length > INT32_MAX / 8 || !load(&t->text, text, (int32_t)length)) return -1;
    UErrorCode status = U_ZERO_ERROR;
    int32_t limit = t->text.length;
    utrans_trans(t->transliterator, (UReplaceable *)&t->text, &callbacks, 0, &limit, &status);
    if (U_FAILURE(status) || t->text.has_failed) return -1;
    place_insertions(&t->text);
    int32_t *numbers = malloc(sizeof *numbers * (2 * (size_t)t->text.length + 1));
    if (numbers == NULL) return -1;
    int32_t count = -1;
    if (write_utf8(t, numbers)) count = list_changes(t, (int32_t)length, numbers, numbers + t->text.length);
    free(numbers);
    *changes = t->changes;
    return count;
}

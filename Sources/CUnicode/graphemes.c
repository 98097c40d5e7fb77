// Grapheme clusters: most boundaries are certain without ICU, the rest are asked of it.
//
// By the rules of Unicode Standard Annex 29 there is always a boundary between two scalars whose
// Grapheme_Cluster_Break is Other and which are not pictographs, and between two ASCII characters
// other than CR LF. Call such scalars plain. Marks (Extend and SpacingMark) join a plain scalar in front
// unless that is a control, and never bind a plain scalar behind. A text is then a series of plain scalars,
// each with its marks a cluster, and of stretches that begin and end at certain boundaries, which ICU
// takes apart.

#include "CUnicode.h"

#include "scalar_set.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

struct unicode_graphemes {
    const uint8_t *text;
    intptr_t length;
    intptr_t position;       // the last boundary handed out
    intptr_t stretch_start;  // of the stretch ICU is walking through
    intptr_t stretch_end;    // equal to position when there is none
    bool uses_fast_path;
    UText *utext;
    UBreakIterator *iterator;
};

static bool breaks_from_its_like(int32_t scalar) {
    return u_getIntPropertyValue(scalar, UCHAR_GRAPHEME_CLUSTER_BREAK) == U_GCB_OTHER
        && !u_hasBinaryProperty(scalar, UCHAR_EXTENDED_PICTOGRAPHIC);
}

/// Viramas are left out: in Indic scripts they may join what follows.
static bool is_mark(int32_t scalar) {
    int32_t break_class = u_getIntPropertyValue(scalar, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return (break_class == U_GCB_EXTEND || break_class == U_GCB_SPACING_MARK) && u_getCombiningClass(scalar) != 9;
}

static scalar_set marks = { .contains = is_mark };

static scalar_set plain_scalars = { .contains = breaks_from_its_like };

unicode_graphemes *unicode_graphemes_open(const uint8_t *text, intptr_t length) {
    unicode_graphemes *g = calloc(1, sizeof *g);
    if (!g) return NULL;
    g->text = text;
    g->length = length;
    g->uses_fast_path = true;
    return g;
}

void unicode_graphemes_disable_fast_path(unicode_graphemes *g) {
    g->uses_fast_path = false;
}

void unicode_graphemes_close(unicode_graphemes *g) {
    if (!g) return;
    if (g->iterator) ubrk_close(g->iterator);
    if (g->utext) utext_close(g->utext);
    free(g);
}

/// The scalar at `*i`, which moves past it; -1 if ill-formed.
static inline UChar32 next_scalar(const unicode_graphemes *g, intptr_t *i) {
    if (g->text[*i] < 0x80) return g->text[(*i)++];
    UChar32 scalar;
    int32_t offset = 0;
    intptr_t rest = g->length - *i;
    int32_t limit = rest < 4 ? (int32_t)rest : 4;
    U8_NEXT(g->text + *i, offset, limit, scalar);
    *i += offset;
    return scalar;
}

static inline bool is_plain(int32_t scalar) {
    return (uint32_t)scalar < 0x80 || scalar_set_contains(&plain_scalars, scalar);
}

/// The end of the mark at `i`, or `i` itself if there is none.
static inline intptr_t skip_mark(const unicode_graphemes *g, intptr_t i) {
    intptr_t after = i;
    return i < g->length && g->text[i] >= 0x80 && scalar_set_contains(&marks, next_scalar(g, &after)) ? after : i;
}

/// The end of the cluster of the plain scalar `base`, which ends at `end`, so far as plain scalars and marks tell.
static inline intptr_t cluster_end(const unicode_graphemes *g, UChar32 base, intptr_t end) {
    if (base == '\r' && end < g->length && g->text[end] == '\n') return end + 1;
    if (base < 0x20 || base == 0x7F) return end;
    for (intptr_t after; (after = skip_mark(g, end)) != end;) end = after;
    return end;
}

/// Writes the ends of clusters that are certain until the batch is full or ICU must decide.
static intptr_t take_plain(unicode_graphemes *g, intptr_t *ends, intptr_t capacity) {
    intptr_t count = 0;
    while (count < capacity && g->position < g->length) {
        intptr_t end = g->position;
        UChar32 base = next_scalar(g, &end);
        if (!is_plain(base)) break;
        intptr_t next = end = cluster_end(g, base, end);
        if (next < g->length && !is_plain(next_scalar(g, &next))) break;
        ends[count++] = g->position = end;
    }
    return count;
}

/// The end of the stretch that begins at `from`: the first certain boundary, between two plain scalars.
static intptr_t find_stretch_end(const unicode_graphemes *g, intptr_t from) {
    if (!g->uses_fast_path) return g->length;
    intptr_t i = from;
    UChar32 previous = next_scalar(g, &i);
    bool previous_is_plain = is_plain(previous);
    while (i < g->length) {
        intptr_t start = i;
        UChar32 scalar = next_scalar(g, &i);
        bool scalar_is_plain = is_plain(scalar);
        if (previous_is_plain && scalar_is_plain && !(previous == '\r' && scalar == '\n')) return start;
        previous = scalar;
        previous_is_plain = scalar_is_plain;
    }
    return g->length;
}

/// Sets ICU on the stretch that begins at the current position.
static bool begin_stretch(unicode_graphemes *g) {
    UErrorCode status = U_ZERO_ERROR;
    intptr_t end = find_stretch_end(g, g->position);
    if (end - g->position > INT32_MAX) return false;
    g->utext = utext_openUTF8(g->utext, (const char *)g->text + g->position, end - g->position, &status);
    if (!g->iterator) g->iterator = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    if (U_FAILURE(status)) return false;
    ubrk_setUText(g->iterator, g->utext, &status);
    if (U_FAILURE(status)) return false;
    g->stretch_start = g->position;
    g->stretch_end = end;
    return true;
}

static intptr_t take_stretch(unicode_graphemes *g, intptr_t *ends, intptr_t capacity) {
    intptr_t count = 0;
    while (count < capacity && g->position < g->stretch_end) {
        int32_t end = ubrk_next(g->iterator);
        if (end == UBRK_DONE) break;
        ends[count++] = g->position = g->stretch_start + end;
    }
    return count;
}

intptr_t unicode_graphemes_next(unicode_graphemes *g, intptr_t *ends, intptr_t capacity) {
    intptr_t count = 0;
    while (count < capacity && g->position < g->length) {
        if (g->position >= g->stretch_end) {
            if (g->uses_fast_path) count += take_plain(g, ends + count, capacity - count);
            if (count == capacity || g->position == g->length) break;
            if (!begin_stretch(g)) return -1;
        }
        intptr_t taken = take_stretch(g, ends + count, capacity - count);
        if (taken == 0) return -1;
        count += taken;
    }
    return count;
}

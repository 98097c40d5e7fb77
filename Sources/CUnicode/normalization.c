// Normalization forms (Unicode Standard Annex 15) and folding over UTF-8, as lists of changes.
//
// The text is cut into segments that can be transformed apart from each other. Segments of settled scalars, which begin
// a segment and stay as they are, are passed over; a doubtful one is transformed by ICU and compared.

#include "CUnicode.h"

#include "canonical_order.h"
#include "scalar_set.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

typedef struct {
    const UNormalizer2 *(*instance)(UErrorCode *);  // whose boundaries cut segments; NULL if each scalar is one
    UProperty quick_check;                          // 0: a segment is doubtful if a scalar of it is not settled
    /// Writes the transformed segment; false if ICU or memory fails.
    bool (*transform)(struct unicode_normalizer *, const unit_buffer *source, unit_buffer *result);
    scalar_set *settled;
} transformation;

struct unicode_normalizer {
    const transformation *kind;
    const UNormalizer2 *normalizer;
    bool joins_unsettled;  // a segment is a run of unsettled scalars
    unit_buffer source, result, scratch;
    canonical_order order;
    char *utf8;
    int32_t utf8_capacity;
};

// MARK: Transformations

static bool normalize_with(unicode_normalizer *n, const UNormalizer2 *form, const unit_buffer *source,
                           unit_buffer *result) {
    source = canonical_order_of(&n->order, form, source);
    while (source != NULL) {
        UErrorCode status = U_ZERO_ERROR;
        result->length = unorm2_normalize(
            form, source->units, source->length, result->units, result->capacity, &status);
        if (status != U_BUFFER_OVERFLOW_ERROR) return U_SUCCESS(status);
        if (!unit_buffer_reserve(result, result->length)) return false;
    }
    return false;
}

static bool to_form(unicode_normalizer *n, const unit_buffer *source, unit_buffer *result) {
    return normalize_with(n, n->normalizer, source, result);
}

static bool to_nfkc(unicode_normalizer *n, const unit_buffer *source, unit_buffer *result) {
    UErrorCode status = U_ZERO_ERROR;
    return normalize_with(n, unorm2_getNFKCInstance(&status), source, result);
}

static bool to_folded_case(unicode_normalizer *n, const unit_buffer *source, unit_buffer *result) {
    (void)n;
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        result->length = u_strFoldCase(
            result->units, result->capacity, source->units, source->length, U_FOLD_CASE_DEFAULT, &status);
        if (status != U_BUFFER_OVERFLOW_ERROR) return U_SUCCESS(status);
        if (!unit_buffer_reserve(result, result->length)) return false;
    }
}

static bool is_accent(int32_t scalar) { return u_charType(scalar) == U_NON_SPACING_MARK; }

static bool to_unaccented(unicode_normalizer *n, const unit_buffer *source, unit_buffer *result) {
    UErrorCode status = U_ZERO_ERROR;
    unit_buffer *bare = &n->scratch;
    if (!normalize_with(n, unorm2_getNFDInstance(&status), source, bare)) return false;
    int32_t kept = 0;
    for (int32_t i = 0; i < bare->length;) {
        const int32_t start = i;
        UChar32 scalar;
        U16_NEXT(bare->units, i, bare->length, scalar);
        if (is_accent(scalar)) continue;
        memmove(bare->units + kept, bare->units + start, sizeof(UChar) * (size_t)(i - start));
        kept += i - start;
    }
    bare->length = kept;
    return normalize_with(n, unorm2_getNFCInstance(&status), bare, result);
}

// MARK: What is settled

static bool is_settled_in(const UNormalizer2 *normalizer, UProperty quick_check, int32_t scalar) {
    return unorm2_hasBoundaryBefore(normalizer, scalar) && unorm2_getCombiningClass(normalizer, scalar) == 0
        && u_getIntPropertyValue(scalar, quick_check) == UNORM_YES;
}

#define SETTLED_IN(FORM, INSTANCE, PROPERTY)                              \
    static bool is_settled_in_##FORM(int32_t scalar) {                    \
        UErrorCode status = U_ZERO_ERROR;                                 \
        return is_settled_in(INSTANCE(&status), PROPERTY, scalar);        \
    }                                                                     \
    static scalar_set settled_in_##FORM = { .contains = is_settled_in_##FORM };

SETTLED_IN(nfc, unorm2_getNFCInstance, UCHAR_NFC_QUICK_CHECK)
SETTLED_IN(nfd, unorm2_getNFDInstance, UCHAR_NFD_QUICK_CHECK)
SETTLED_IN(nfkc, unorm2_getNFKCInstance, UCHAR_NFKC_QUICK_CHECK)
SETTLED_IN(nfkd, unorm2_getNFKDInstance, UCHAR_NFKD_QUICK_CHECK)

static bool keeps_case(int32_t scalar) {
    UErrorCode status = U_ZERO_ERROR;
    UChar source[2], folded[8];
    int32_t length = 0;
    U16_APPEND_UNSAFE(source, length, scalar);
    const int32_t count = u_strFoldCase(folded, 8, source, length, U_FOLD_CASE_DEFAULT, &status);
    return U_SUCCESS(status) && count == length && u_memcmp(source, folded, length) == 0;
}

static bool keeps_width(int32_t scalar) {
    const int32_t type = u_getIntPropertyValue(scalar, UCHAR_DECOMPOSITION_TYPE);
    return type != U_DT_WIDE && type != U_DT_NARROW;
}

/// Neither an accent nor something that holds one, and not changed by composing anew.
static bool is_unaccented(int32_t scalar) {
    return is_settled_in_nfd(scalar) && is_settled_in_nfc(scalar) && !is_accent(scalar);
}

static scalar_set settled_case = { .contains = keeps_case };
static scalar_set settled_width = { .contains = keeps_width };
static scalar_set settled_accents = { .contains = is_unaccented };

static const transformation transformations[] = {
    [UNICODE_NFC] = { unorm2_getNFCInstance, UCHAR_NFC_QUICK_CHECK, to_form, &settled_in_nfc },
    [UNICODE_NFD] = { unorm2_getNFDInstance, UCHAR_NFD_QUICK_CHECK, to_form, &settled_in_nfd },
    [UNICODE_NFKC] = { unorm2_getNFKCInstance, UCHAR_NFKC_QUICK_CHECK, to_form, &settled_in_nfkc },
    [UNICODE_NFKD] = { unorm2_getNFKDInstance, UCHAR_NFKD_QUICK_CHECK, to_form, &settled_in_nfkd },
    [UNICODE_CASE_FOLDING] = { NULL, 0, to_folded_case, &settled_case },
    [UNICODE_ACCENT_STRIPPING] = { unorm2_getNFCInstance, 0, to_unaccented, &settled_accents },
    [UNICODE_WIDTH_FOLDING] = { NULL, 0, to_nfkc, &settled_width },
};

// MARK: Walking the text

unicode_normalizer *unicode_normalizer_open(unicode_normalization kind) {
    UErrorCode status = U_ZERO_ERROR;
    unicode_normalizer *n = calloc(1, sizeof *n);
    if (n == NULL) return NULL;
    n->kind = &transformations[kind];
    n->normalizer = n->kind->instance == NULL ? NULL : n->kind->instance(&status);
    n->joins_unsettled = kind == UNICODE_WIDTH_FOLDING;
    if (U_SUCCESS(status) && unit_buffer_reserve(&n->source, 1) && unit_buffer_reserve(&n->result, 1) && unit_buffer_reserve(&n->scratch, 1)) return n;
    unicode_normalizer_close(n);
    return NULL;
}

void unicode_normalizer_close(unicode_normalizer *n) {
    if (n == NULL) return;
    free(n->source.units);
    free(n->result.units);
    free(n->scratch.units);
    canonical_order_close(&n->order);
    free(n->utf8);
    free(n);
}

/// The offset of the first byte at or after `from` that is not ASCII, or `length`.
static intptr_t ascii_run_end(const uint8_t *text, intptr_t from, intptr_t length) {
    intptr_t i = from;
    for (uint64_t word; i + 8 <= length; i += 8) {
        memcpy(&word, text + i, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (i < length && text[i] < 0x80) i++;
    return i;
}

/// Transforms one segment. Returns 1 if that changes it, 0 if not, -1 if ICU failed.
static int transform_segment(unicode_normalizer *n, const uint8_t *text, intptr_t start, intptr_t end,
                             unicode_change *change) {
    if (end - start > INT32_MAX / 16 || !unit_buffer_reserve(&n->source, (int32_t)(end - start))) return -1;
    UErrorCode status = U_ZERO_ERROR;
    const int32_t length = (int32_t)(end - start);
    u_strFromUTF8(n->source.units, n->source.capacity, &n->source.length, (const char *)text + start, length, &status);
    if (U_FAILURE(status) || !n->kind->transform(n, &n->source, &n->result)) return -1;
    const int32_t most = 3 * n->result.length;
    if (most > n->utf8_capacity || n->utf8 == NULL) {
        char *utf8 = realloc(n->utf8, (size_t)most + 1);
        if (utf8 == NULL) return -1;
        n->utf8 = utf8;
        n->utf8_capacity = most;
    }
    int32_t bytes = 0;
    u_strToUTF8(n->utf8, n->utf8_capacity, &bytes, n->result.units, n->result.length, &status);
    if (U_FAILURE(status)) return -1;
    if (bytes == length && memcmp(n->utf8, text + start, (size_t)length) == 0) return 0;
    *change = (unicode_change){ start, end, (const uint8_t *)n->utf8, bytes };
    return 1;
}

/// Whether a segment begins at `scalar`, which is not settled.
static bool begins_segment(const unicode_normalizer *n, int32_t scalar, bool follows_settled) {
    if (n->normalizer != NULL) return unorm2_hasBoundaryBefore(n->normalizer, scalar);
    return follows_settled || !n->joins_unsettled;
}

/// Whether an unsettled scalar makes its segment doubtful; the quick check of section 9 where there is one.
static bool is_doubtful(const unicode_normalizer *n, int32_t scalar, uint8_t *previous_class) {
    if (n->kind->quick_check == 0) return true;
    const uint8_t class = unorm2_getCombiningClass(n->normalizer, scalar);
    const bool is_out_of_order = class != 0 && *previous_class > class;
    *previous_class = class;
    return is_out_of_order || u_getIntPropertyValue(scalar, n->kind->quick_check) != UNORM_YES;
}

/// Whether the scalar is settled; those beyond the basic plane are asked for one by one.
static bool is_settled(const unicode_normalizer *n, int32_t scalar) {
    if (scalar < 0) return true;
    return scalar > 0xFFFF ? n->kind->settled->contains(scalar) : scalar_set_contains(n->kind->settled, scalar);
}

int unicode_normalizer_next_change(unicode_normalizer *n, const uint8_t *text, intptr_t length, intptr_t from,
                                   unicode_change *change) {
    const bool keeps_ascii = n->kind->settled != &settled_case;
    intptr_t start = from;  // of the segment
    bool doubtful = false, follows_settled = true;
    uint8_t previous_class = 0;
    for (intptr_t i = from; i < length;) {
        if (keeps_ascii && text[i] < 0x80 && !doubtful) {
            i = ascii_run_end(text, i, length);
            start = i - 1;
            previous_class = 0;
            follows_settled = true;
            if (i == length) break;
        }
        UChar32 scalar;
        int32_t taken = 0;
        U8_NEXT(text + i, taken, length - i < 4 ? (int32_t)(length - i) : 4, scalar);
        const bool settled = is_settled(n, scalar);
        if (settled || begins_segment(n, scalar, follows_settled)) {
            const int found = doubtful ? transform_segment(n, text, start, i, change) : 0;
            if (found != 0) return found;
            start = i;
            doubtful = false;
            previous_class = 0;
        }
        if (!settled && is_doubtful(n, scalar, &previous_class)) doubtful = true;
        follows_settled = settled;
        i += taken;
    }
    return doubtful ? transform_segment(n, text, start, length, change) : 0;
}

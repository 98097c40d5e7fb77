// Normalization form C over UTF-8 (Unicode Standard Annex 15).
//
// The text is cut before every scalar that composes with nothing in front of it. A segment that passes the
// quick check (section 9) is left alone; any other is normalized by ICU and compared.

#include "CUnicode.h"

#include "scalar_set.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

struct unicode_nfc {
    const UNormalizer2 *normalizer;
    UChar *source;  // UTF-16, `capacity` units
    UChar *result;  // UTF-16, `capacity` units
    char *utf8;     // 3 bytes for each unit
    int32_t capacity;
};

/// Whether the scalar begins a segment and is itself normalized.
static bool is_settled(int32_t scalar) {
    if (scalar < 0x300) return true;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    return U_SUCCESS(status) && unorm2_hasBoundaryBefore(nfc, scalar)
        && unorm2_getCombiningClass(nfc, scalar) == 0
        && u_getIntPropertyValue(scalar, UCHAR_NFC_QUICK_CHECK) == UNORM_YES;
}

static scalar_set settled_scalars = { .contains = is_settled };

unicode_nfc *unicode_nfc_open(void) {
    UErrorCode status = U_ZERO_ERROR;
    unicode_nfc *nfc = calloc(1, sizeof *nfc);
    if (!nfc) return NULL;
    nfc->normalizer = unorm2_getNFCInstance(&status);
    if (U_SUCCESS(status)) return nfc;
    free(nfc);
    return NULL;
}

void unicode_nfc_close(unicode_nfc *nfc) {
    if (!nfc) return;
    free(nfc->source);
    free(nfc->result);
    free(nfc->utf8);
    free(nfc);
}

/// Makes room for a segment of `length` bytes. NFC grows UTF-8 and UTF-16 at most threefold.
static bool reserve(unicode_nfc *nfc, intptr_t length) {
    if (length > INT32_MAX / 16) return false;
    int32_t needed = (int32_t)length * 3 + 16;
    if (needed <= nfc->capacity) return true;
    int32_t capacity = needed < 256 ? 256 : needed;
    free(nfc->source);
    free(nfc->result);
    free(nfc->utf8);
    nfc->source = malloc(sizeof(UChar) * (size_t)capacity);
    nfc->result = malloc(sizeof(UChar) * (size_t)capacity);
    nfc->utf8 = malloc(3 * (size_t)capacity);
    nfc->capacity = nfc->source && nfc->result && nfc->utf8 ? capacity : 0;
    return nfc->capacity > 0;
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

/// Normalizes one segment. Returns 1 if that changes it, 0 if not, -1 if ICU failed.
static int normalize_segment(
    unicode_nfc *nfc, const uint8_t *text, intptr_t start, intptr_t end, unicode_change *change) {
    if (!reserve(nfc, end - start)) return -1;
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = (int32_t)(end - start), units = 0, bytes = 0;
    u_strFromUTF8(nfc->source, nfc->capacity, &units, (const char *)text + start, length, &status);
    int32_t result = unorm2_normalize(nfc->normalizer, nfc->source, units, nfc->result, nfc->capacity, &status);
    u_strToUTF8(nfc->utf8, 3 * nfc->capacity, &bytes, nfc->result, result, &status);
    if (U_FAILURE(status)) return -1;
    if (bytes == length && memcmp(nfc->utf8, text + start, (size_t)length) == 0) return 0;
    *change = (unicode_change){ start, end, (const uint8_t *)nfc->utf8, bytes };
    return 1;
}

int unicode_nfc_next_change(
    unicode_nfc *nfc, const uint8_t *text, intptr_t length, intptr_t from, unicode_change *change) {
    intptr_t start = from;      // of the segment
    bool is_doubtful = false;   // whether the segment failed the quick check
    uint8_t previous_class = 0;
    for (intptr_t i = from; i < length;) {
        if (text[i] < 0x80 && !is_doubtful) {
            i = ascii_run_end(text, i, length);
            start = i - 1;
            previous_class = 0;
            if (i == length) break;
        }
        UChar32 scalar;
        int32_t offset = 0;
        int32_t limit = length - i < 4 ? (int32_t)(length - i) : 4;
        U8_NEXT(text + i, offset, limit, scalar);
        bool is_settled = scalar < 0 || scalar_set_contains(&settled_scalars, scalar);
        if (is_settled || unorm2_hasBoundaryBefore(nfc->normalizer, scalar)) {
            int found = is_doubtful ? normalize_segment(nfc, text, start, i, change) : 0;
            if (found != 0) return found;
            start = i;
            is_doubtful = false;
            previous_class = 0;
        }
        if (!is_settled) {
            uint8_t class = unorm2_getCombiningClass(nfc->normalizer, scalar);
            if (class != 0 && previous_class > class) is_doubtful = true;
            if (u_getIntPropertyValue(scalar, UCHAR_NFC_QUICK_CHECK) != UNORM_YES) is_doubtful = true;
            previous_class = class;
        }
        i += offset;
    }
    return is_doubtful ? normalize_segment(nfc, text, start, length, change) : 0;
}

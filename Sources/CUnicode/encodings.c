// Other encodings than UTF-8, by ICU's converters, and a guess at the encoding of some bytes.

#include "CUnicode.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

// MARK: Names

/// The name that a standard has for an encoding; NULL if it has none.
static const char *standard_name(const char *name, const char *standard) {
    UErrorCode status = U_ZERO_ERROR;
    const char *found = ucnv_getStandardName(name, standard, &status);
    return U_SUCCESS(status) ? found : NULL;
}

const char *unicode_encoding_name(const char *name) {
    // Without this test ICU would take "" for the user's encoding, and look for files of other names.
    UErrorCode status = U_ZERO_ERROR;
    if (name[0] == '\0' || ucnv_countAliases(name, &status) == 0) return NULL;
    ucnv_close(ucnv_open(name, &status));  // its table may be missing
    if (U_FAILURE(status)) return NULL;
    const char *found = standard_name(name, "MIME");
    if (found == NULL) found = standard_name(name, "IANA");
    if (found == NULL) found = ucnv_getAlias(name, 0, &status);
    return U_SUCCESS(status) ? found : NULL;
}

int32_t unicode_encoding_count(void) {
    return ucnv_countAvailable();
}

const char *unicode_encoding_at(int32_t index) {
    const char *name = ucnv_getAvailableName(index);
    return name == NULL ? NULL : unicode_encoding_name(name);
}

// MARK: Decoding

struct unicode_decoder {
    UConverter *converter;
    UChar lead;  // half of a surrogate pair whose other half ICU has not handed out yet; 0 if none
};

unicode_decoder *unicode_decoder_open(const char *name) {
    UErrorCode status = U_ZERO_ERROR;
    unicode_decoder *decoder = calloc(1, sizeof *decoder);
    if (decoder == NULL) return NULL;
    decoder->converter = ucnv_open(name, &status);
    ucnv_setToUCallBack(decoder->converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_SUCCESS(status)) return decoder;
    unicode_decoder_close(decoder);
    return NULL;
}

void unicode_decoder_close(unicode_decoder *decoder) {
    if (decoder == NULL) return;
    if (decoder->converter != NULL) ucnv_close(decoder->converter);
    free(decoder);
}

/// Writes UTF-16 as UTF-8, a lone surrogate as U+FFFD, and returns the end.
static uint8_t *write_units(unicode_decoder *decoder, const UChar *units, const UChar *end, uint8_t *utf8) {
    int32_t length = 0;
    while (units < end) {
        UChar32 scalar = *units++;
        if (decoder->lead != 0) {
            const bool is_pair = U16_IS_TRAIL(scalar);
            const UChar32 first = is_pair ? U16_GET_SUPPLEMENTARY(decoder->lead, scalar) : 0xFFFD;
            U8_APPEND_UNSAFE(utf8, length, first);
            decoder->lead = 0;
            if (is_pair) continue;
        }
        if (U16_IS_LEAD(scalar)) {
            decoder->lead = (UChar)scalar;
            continue;
        }
        if (U16_IS_TRAIL(scalar)) scalar = 0xFFFD;
        U8_APPEND_UNSAFE(utf8, length, scalar);
    }
    return utf8 + length;
}

/// The bytes of the sequence that the converter stopped at, and those it has looked at behind it.
static intptr_t count_since_bad(const UConverter *converter) {
    UErrorCode status = U_ZERO_ERROR;
    char bytes[32];
    int8_t length = sizeof bytes;
    ucnv_getInvalidChars(converter, bytes, &length, &status);
    const int32_t behind = ucnv_toUCountPending(converter, &status);
    return U_SUCCESS(status) && length + behind > 0 ? length + behind : 1;
}

unicode_decoding unicode_decoder_decode(unicode_decoder *decoder, const uint8_t *bytes, intptr_t length, bool is_end,
                                        uint8_t *utf8, intptr_t capacity, unicode_decoded *decoded) {
    enum { CAPACITY = 2048 };
    UChar units[CAPACITY];
    const char *source = length > 0 ? (const char *)bytes : "", *const start = source, *const end = source + length;
    uint8_t *written = utf8;
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    // A unit becomes three bytes at most, and one that was kept back may come before them.
    while (status == U_BUFFER_OVERFLOW_ERROR && utf8 + capacity - written >= 6) {
        const intptr_t most = (utf8 + capacity - written) / 3 - 1;
        UChar *target = units;
        status = U_ZERO_ERROR;
        ucnv_toUnicode(decoder->converter, &target, units + (most < CAPACITY ? most : CAPACITY), &source, end, NULL,
                       is_end, &status);
        written = write_units(decoder, units, target, written);
    }
    *decoded = (unicode_decoded){ source - start, written - utf8, 0 };
    switch (status) {
    case U_BUFFER_OVERFLOW_ERROR: return UNICODE_DECODER_FULL;
    case U_INVALID_CHAR_FOUND:
    case U_TRUNCATED_CHAR_FOUND:
    case U_ILLEGAL_CHAR_FOUND:
    case U_ILLEGAL_ESCAPE_SEQUENCE:
    case U_UNSUPPORTED_ESCAPE_SEQUENCE:
        decoded->since_bad = count_since_bad(decoder->converter);
        return UNICODE_DECODER_MALFORMED;
    default: return U_SUCCESS(status) ? UNICODE_DECODER_DONE : UNICODE_DECODER_FAILED;
    }
}

// MARK: Guessing

/// Whether a guess of UTF-16 or UTF-32 is none: such a text has a byte order mark, or bytes of zero in its spaces.
static bool is_unlikely(const char *name, const uint8_t *bytes, intptr_t length) {
    if (strncmp(name, "UTF-16", 6) != 0 && strncmp(name, "UTF-32", 6) != 0) return false;
    const bool has_mark = length >= 2 && (bytes[0] ^ bytes[1]) == 1 && (bytes[0] & bytes[1]) == 0xFE;
    return !has_mark && memchr(bytes, 0, (size_t)length) == NULL;
}

bool unicode_guess_encoding(const uint8_t *bytes, intptr_t length, const char *except, char *name, intptr_t capacity) {
    enum { LEAST_CONFIDENCE = 10, LONGEST = 1 << 20 };  // of 100; bytes
    if (length > LONGEST) length = LONGEST;
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, (const char *)bytes, (int32_t)length, &status);
    int32_t count = 0;
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &status);
    bool is_found = false;
    for (int32_t i = 0; U_SUCCESS(status) && i < count && !is_found; i++) {  // the likeliest first
        if (ucsdet_getConfidence(matches[i], &status) < LEAST_CONFIDENCE) break;
        const char *found = ucsdet_getName(matches[i], &status);
        if (found == NULL || (intptr_t)strlen(found) >= capacity || strcmp(found, except) == 0) continue;
        is_found = !is_unlikely(found, bytes, length);
        strcpy(name, found);
    }
    if (detector != NULL) ucsdet_close(detector);
    return is_found;
}

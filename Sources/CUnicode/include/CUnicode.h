// An opaque shim over ICU for UTF-8 text. No ICU type appears here.
//
// All functions are safe to call from several threads, each with its own handle. Text is borrowed: it must
// be valid UTF-8 and stay where it is until the handle is closed.
#ifndef CUNICODE_H
#define CUNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The version of the ICU in use, such as "72.1".
const char *unicode_icu_version(void);

/// Whether the scalar has the property Extended_Pictographic, as most emoji do.
bool unicode_is_pictographic(uint32_t scalar);

/// Walks the grapheme cluster boundaries of one text.
typedef struct unicode_graphemes unicode_graphemes;

/// Starts at the beginning of `text`. NULL if memory is short.
unicode_graphemes *unicode_graphemes_open(const uint8_t *text, intptr_t length);

/// Writes the next ends of clusters, as byte offsets, at most `capacity` of them, and returns their number:
/// 0 at the end of the text, -1 if ICU failed.
intptr_t unicode_graphemes_next(unicode_graphemes *graphemes, intptr_t *ends, intptr_t capacity);

/// Leaves every boundary to ICU, with no short cut: the reference for tests.
void unicode_graphemes_disable_fast_path(unicode_graphemes *graphemes);

void unicode_graphemes_close(unicode_graphemes *graphemes);

/// Finds what normalization form C changes in a text.
typedef struct unicode_nfc unicode_nfc;

/// One stretch of the text and what takes its place. The replacement lives until the next call.
typedef struct {
    intptr_t start;
    intptr_t end;
    const uint8_t *replacement;
    intptr_t replacement_length;
} unicode_change;

/// NULL if memory is short or ICU has no data.
unicode_nfc *unicode_nfc_open(void);

/// Finds the first change at or after `from`, which is 0 or the end of the change before.
/// Returns 1 if there is one, 0 if the rest is normalized already, -1 if ICU failed.
int unicode_nfc_next_change(
    unicode_nfc *nfc, const uint8_t *text, intptr_t length, intptr_t from, unicode_change *change);

void unicode_nfc_close(unicode_nfc *nfc);

#endif

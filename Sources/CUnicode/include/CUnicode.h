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

/// The version of Unicode that this ICU implements, such as "15.0".
const char *unicode_character_database_version(void);

/// Whether the locale begins with the code of a language.
bool unicode_is_known_locale(const char *locale);

/// Whether the scalar has the property Extended_Pictographic, as most emoji do.
bool unicode_is_pictographic(uint32_t scalar);

typedef struct {
    const uint8_t *bytes;
    intptr_t length;
} unicode_bytes;

/// HTML's named character references: a line each with the name, a semicolon where it needs one, and the code points in
/// hexadecimal; lines of "#" are remarks.
unicode_bytes unicode_html_entities(void);

// MARK: Boundaries

/// What is cut: Unicode Standard Annex 29, for lines Annex 14, both as ICU tailors them.
typedef enum {
    UNICODE_BREAK_GRAPHEME,
    UNICODE_BREAK_WORD,
    UNICODE_BREAK_SENTENCE,
    UNICODE_BREAK_LINE,
} unicode_break_kind;

/// Walks the boundaries of one text after the other.
typedef struct unicode_breaks unicode_breaks;

/// `locale` is one of ICU's, such as "" or "ja"; an unknown one counts as "". NULL if memory is short or ICU has no
/// data. The first call for a kind and locale takes about a millisecond.
unicode_breaks *unicode_breaks_open(unicode_break_kind kind, const char *locale);

/// Begins a text. Unless it `is_whole`, more follows, and boundaries that what follows could move are not handed out;
/// the caller begins again at the last one when it has more.
void unicode_breaks_set_text(unicode_breaks *breaks, const uint8_t *text, intptr_t length, bool is_whole);

/// Writes the next boundaries, as byte offsets, and ICU's rule status of each; at most `capacity` of them. Returns
/// their number: 0 at the end of the text, -1 if ICU failed.
intptr_t unicode_breaks_next(unicode_breaks *breaks, intptr_t *ends, int32_t *statuses, intptr_t capacity);

/// Whether an automaton decides most boundaries; else ICU decides all.
bool unicode_breaks_have_automaton(const unicode_breaks *breaks);

/// The category that ICU's rules put a scalar in; -1 without an automaton. Scalars of one category are cut alike.
int32_t unicode_breaks_category(const unicode_breaks *breaks, uint32_t scalar);

/// Leaves every boundary to ICU: the reference for tests.
void unicode_breaks_disable_fast_path(unicode_breaks *breaks);

void unicode_breaks_close(unicode_breaks *breaks);

// MARK: Normalization

typedef enum {
    UNICODE_NFC,
    UNICODE_NFD,
    UNICODE_NFKC,
    UNICODE_NFKD,
    UNICODE_CASE_FOLDING,      // full folding, which is the same in every language
    UNICODE_ACCENT_STRIPPING,  // decomposed, without nonspacing marks, composed again
    UNICODE_WIDTH_FOLDING,     // full-width Latin and half-width Katakana to their usual width
} unicode_normalization;

/// Finds what a transformation changes in a text.
typedef struct unicode_normalizer unicode_normalizer;

/// One stretch of the text and what takes its place. The replacement lives until the next call.
typedef struct {
    intptr_t start;
    intptr_t end;
    const uint8_t *replacement;
    intptr_t replacement_length;
} unicode_change;

/// NULL if memory is short or ICU has no data.
unicode_normalizer *unicode_normalizer_open(unicode_normalization kind);

/// Finds the first change at or after `from`, which is 0 or the end of the change before.
/// Returns 1 if there is one, 0 if the rest stays as it is, -1 if ICU failed.
int unicode_normalizer_next_change(unicode_normalizer *normalizer, const uint8_t *text, intptr_t length, intptr_t from,
                                   unicode_change *change);

void unicode_normalizer_close(unicode_normalizer *normalizer);

/// One of ICU's transliterators; a handle serves one thread at a time.
typedef struct unicode_transliterator unicode_transliterator;

/// `id` is one that ICU knows, such as "Any-Latin; Latin-ASCII". NULL if it does not, or memory is short.
unicode_transliterator *unicode_transliterator_open(const char *id);

/// Transliterates a text and points `*changes` to what that changes, in order; they live until the next call. Returns
/// their number, -1 if ICU failed.
intptr_t unicode_transliterate(unicode_transliterator *transliterator, const uint8_t *text, intptr_t length,
                               const unicode_change **changes);

void unicode_transliterator_close(unicode_transliterator *transliterator);

// MARK: Calendars

/// Writes when the clocks of a time zone of the IANA database are changed, in seconds since 1970, and what they are ahead
/// of UTC from then on, in seconds; the first entry is 1840, the last change one before 2300. Returns the number of
/// entries; -1 if there is no such zone.
intptr_t unicode_zone_offsets(const char *zone, double *times, int32_t *offsets, intptr_t capacity);

/// Names of dates: within a date or alone, wide or short.
typedef enum {
    UNICODE_MONTHS,
    UNICODE_SHORT_MONTHS,
    UNICODE_LONE_MONTHS,
    UNICODE_LONE_SHORT_MONTHS,
    UNICODE_WEEKDAYS,
    UNICODE_SHORT_WEEKDAYS,
    UNICODE_LONE_WEEKDAYS,
    UNICODE_LONE_SHORT_WEEKDAYS,
} unicode_date_names;

/// Writes the names of the twelve months, or of the seven days from Monday, a line each. Returns the number of bytes; -1
/// if ICU failed.
intptr_t unicode_date_symbols(const char *locale, unicode_date_names names, char *utf8, intptr_t capacity);

// MARK: Encodings

/// The usual name of an encoding, such as "windows-1252" for "cp1252"; NULL if ICU does not know it.
const char *unicode_encoding_name(const char *name);

/// The number of encodings that ICU knows.
int32_t unicode_encoding_count(void);

/// The usual name of one of them; NULL if it has none.
const char *unicode_encoding_at(int32_t index);

/// Decodes bytes of one encoding that come in pieces.
typedef struct unicode_decoder unicode_decoder;

typedef enum {
    UNICODE_DECODER_DONE,       // all bytes are taken
    UNICODE_DECODER_FULL,       // there is no room for more; call again with what is left
    UNICODE_DECODER_MALFORMED,  // a sequence is no character
    UNICODE_DECODER_FAILED,     // memory is short
} unicode_decoding;

typedef struct {
    intptr_t taken;      // bytes
    intptr_t written;    // bytes of UTF-8
    intptr_t since_bad;  // if malformed, the bytes taken since the sequence began, maybe in an earlier piece
} unicode_decoded;

/// NULL if ICU does not know the encoding, or memory is short.
unicode_decoder *unicode_decoder_open(const char *name);

/// Writes the next bytes as UTF-8; a byte order mark stays, except where it chose the order of the bytes. `is_end` says
/// that no more follow; `capacity` is at least 6.
unicode_decoding unicode_decoder_decode(unicode_decoder *decoder, const uint8_t *bytes, intptr_t length, bool is_end,
                                        uint8_t *utf8, intptr_t capacity, unicode_decoded *decoded);

void unicode_decoder_close(unicode_decoder *decoder);

/// Writes the name of the encoding that some bytes look like, `except` left out. False if they look like none.
bool unicode_guess_encoding(const uint8_t *bytes, intptr_t length, const char *except, char *name, intptr_t capacity);

#endif

// Time zones and the names of months and weekdays, as ICU's data have them.

#include "CUnicode.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum { LONGEST_NAME = 128 };

/// Where `text` is read to from UTF-8; its length, or -1.
static int32_t utf16(const char *text, UChar *units) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    u_strFromUTF8(units, LONGEST_NAME, &length, text, -1, &status);
    return U_FAILURE(status) || length >= LONGEST_NAME ? -1 : length;
}

intptr_t unicode_zone_offsets(const char *zone, double *times, int32_t *offsets, intptr_t capacity) {
    UChar name[LONGEST_NAME], canonical[LONGEST_NAME];
    UErrorCode status = U_ZERO_ERROR;
    UBool is_system = false;
    const int32_t length = utf16(zone, name);
    if (length <= 0) return -1;
    ucal_getCanonicalTimeZoneID(name, length, canonical, LONGEST_NAME, &is_system, &status);
    if (U_FAILURE(status) || !is_system) return -1;
    UCalendar *calendar = ucal_open(name, length, "", UCAL_GREGORIAN, &status);
    if (U_FAILURE(status)) return -1;

    const UDate begin = -4102444800000.0, end = 10413792000000.0;  // 1840 and 2300
    UDate time = begin;
    intptr_t count = 0;
    while (count < capacity && time < end) {
        ucal_setMillis(calendar, time, &status);
        const int32_t offset =
            ucal_get(calendar, UCAL_ZONE_OFFSET, &status) + ucal_get(calendar, UCAL_DST_OFFSET, &status);
        if (U_FAILURE(status)) break;
        times[count] = time / 1000;
        offsets[count] = offset / 1000;
        count += 1;
        if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &time, &status)) break;
    }
    ucal_close(calendar);
    return U_FAILURE(status) ? -1 : count;
}

intptr_t unicode_date_symbols(const char *locale, unicode_date_names names, char *utf8, intptr_t capacity) {
    static const UDateFormatSymbolType types[] = {
        UDAT_MONTHS,   UDAT_SHORT_MONTHS,   UDAT_STANDALONE_MONTHS,   UDAT_STANDALONE_SHORT_MONTHS,
        UDAT_WEEKDAYS, UDAT_SHORT_WEEKDAYS, UDAT_STANDALONE_WEEKDAYS, UDAT_STANDALONE_SHORT_WEEKDAYS,
    };
    const bool are_weekdays = names >= UNICODE_WEEKDAYS;
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_NONE, locale, NULL, -1, NULL, 0, &status);
    if (U_FAILURE(status)) return -1;
    intptr_t size = 0;
    for (int32_t index = 0; index < (are_weekdays ? 7 : 12); index++) {
        UChar units[LONGEST_NAME];
        // ICU counts weekdays from 1, Sunday; here Monday is the first.
        const int32_t symbol = are_weekdays ? (index + 1) % 7 + 1 : index;
        const int32_t length = udat_getSymbols(format, types[names], symbol, units, LONGEST_NAME, &status);
        int32_t bytes = 0;
        if (U_FAILURE(status) || length <= 0 || length >= LONGEST_NAME) break;
        u_strToUTF8(utf8 + size, (int32_t)(capacity - size), &bytes, units, length, &status);
        if (U_FAILURE(status) || size + bytes + 1 >= capacity) break;
        size += bytes;
        utf8[size++] = '\n';
    }
    udat_close(format);
    return U_FAILURE(status) ? -1 : size;
}

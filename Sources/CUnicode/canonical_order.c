#include "canonical_order.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

bool unit_buffer_reserve(unit_buffer *buffer, int32_t capacity) {
    if (capacity <= buffer->capacity) return true;
    const int32_t rounded = capacity < 128 ? 128 : capacity + capacity / 2;
    UChar *units = realloc(buffer->units, sizeof(UChar) * (size_t)rounded);
    if (units == NULL) return false;
    buffer->units = units;
    buffer->capacity = rounded;
    return true;
}

/// Segments of more units are put in order here.
enum { LONGEST_UNORDERED = 128 };
enum { CLASS_SHIFT = 21, SCALAR_MASK = 0x1FFFFF };  // the class stands above the scalar

static bool add_marked(canonical_order *order, int32_t *count, UChar32 scalar) {
    if (*count == order->capacity) {
        const int32_t capacity = 2 * order->capacity + 256;
        uint32_t *marked = realloc(order->marked, sizeof *marked * (size_t)capacity);
        if (marked != NULL) order->marked = marked;
        uint32_t *spare = realloc(order->spare, sizeof *spare * (size_t)capacity);
        if (spare != NULL) order->spare = spare;
        if (marked == NULL || spare == NULL) return false;
        order->capacity = capacity;
    }
    order->marked[(*count)++] = (uint32_t)u_getCombiningClass(scalar) << CLASS_SHIFT | (uint32_t)scalar;
    return true;
}

/// Takes the scalars of a segment apart as `form` does. Returns their number, -1 if memory is short.
static int32_t decompose(canonical_order *order, const UNormalizer2 *form, const unit_buffer *source) {
    int32_t count = 0;
    for (int32_t i = 0; i < source->length;) {
        UErrorCode status = U_ZERO_ERROR;
        UChar32 scalar;
        UChar parts[32];
        U16_NEXT(source->units, i, source->length, scalar);
        const int32_t length = unorm2_getDecomposition(form, scalar, parts, 32, &status);
        if (length < 0 && !add_marked(order, &count, scalar)) return -1;
        for (int32_t k = 0; k < length;) {
            U16_NEXT(parts, k, length, scalar);
            if (!add_marked(order, &count, scalar)) return -1;
        }
    }
    return count;
}

/// Sorts a run of marks by their classes; those of one class stay in order.
static void sort_run(uint32_t *marks, uint32_t *spare, int32_t count) {
    int32_t places[257] = { 0 };
    for (int32_t i = 0; i < count; i++) places[(marks[i] >> CLASS_SHIFT) + 1]++;
    for (int32_t class = 0; class < 256; class++) places[class + 1] += places[class];
    for (int32_t i = 0; i < count; i++) spare[places[marks[i] >> CLASS_SHIFT]++] = marks[i];
    memcpy(marks, spare, sizeof *marks * (size_t)count);
}

const unit_buffer *canonical_order_of(canonical_order *order, const UNormalizer2 *form, const unit_buffer *segment) {
    if (segment->length <= LONGEST_UNORDERED) return segment;
    const int32_t count = decompose(order, form, segment);
    if (count < 0 || !unit_buffer_reserve(&order->ordered, 2 * count)) return NULL;
    for (int32_t start = 0, end; start < count; start = end + 1) {
        for (end = start; end < count && order->marked[end] >> CLASS_SHIFT != 0;) end++;
        if (end > start + 1) sort_run(order->marked + start, order->spare, end - start);
    }
    order->ordered.length = 0;
    for (int32_t i = 0; i < count; i++) {
        U16_APPEND_UNSAFE(order->ordered.units, order->ordered.length, order->marked[i] & SCALAR_MASK);
    }
    return &order->ordered;
}

void canonical_order_close(canonical_order *order) {
    free(order->ordered.units);
    free(order->marked);
    free(order->spare);
}

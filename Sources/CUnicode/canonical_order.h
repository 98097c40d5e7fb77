// Canonical order (Unicode Standard, section 3.11) in linear time.
#ifndef CANONICAL_ORDER_H
#define CANONICAL_ORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <unicode/unorm2.h>

/// UTF-16 that grows.
typedef struct {
    UChar *units;
    int32_t length;
    int32_t capacity;
} unit_buffer;

/// Makes room; false if memory is short.
bool unit_buffer_reserve(unit_buffer *buffer, int32_t capacity);

/// Room to work in, zero to begin with.
typedef struct {
    unit_buffer ordered;
    uint32_t *marked, *spare;  // scalars with their combining classes
    int32_t capacity;
} canonical_order;

/// The segment, or if it is long its decomposition in canonical order, which has the same normal forms; NULL if memory
/// is short. ICU sorts marks by insertion, whose time is quadratic in their number.
const unit_buffer *canonical_order_of(canonical_order *order, const UNormalizer2 *form, const unit_buffer *segment);

void canonical_order_close(canonical_order *order);

#endif

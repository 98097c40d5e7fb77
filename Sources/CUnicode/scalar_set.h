// A set of scalars of the basic plane, asked of ICU once per scalar and process, then kept as bits.
#ifndef SCALAR_SET_H
#define SCALAR_SET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/// Pages of 64 scalars, filled when first asked for. Two threads may fill one page: both write the same bits.
typedef struct {
    bool (*contains)(int32_t scalar);
    _Atomic uint64_t bits[1024];
    _Atomic bool known[1024];
} scalar_set;

static inline void scalar_set_fill(scalar_set *set, int32_t page) {
    uint64_t bits = 0;
    for (int32_t i = 0; i < 64; i++)
        bits |= (uint64_t)set->contains(page * 64 + i) << i;
    atomic_store_explicit(&set->bits[page], bits, memory_order_relaxed);
    atomic_store_explicit(&set->known[page], true, memory_order_release);
}

/// Scalars beyond the basic plane, and -1 for an ill-formed byte, are in no set.
static inline bool scalar_set_contains(scalar_set *set, int32_t scalar) {
    if (scalar < 0 || scalar > 0xFFFF) return false;
    int32_t page = scalar >> 6;
    if (!atomic_load_explicit(&set->known[page], memory_order_acquire)) scalar_set_fill(set, page);
    return atomic_load_explicit(&set->bits[page], memory_order_relaxed) >> (scalar & 63) & 1;
}

#endif

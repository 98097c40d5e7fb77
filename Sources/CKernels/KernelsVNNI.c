// The products of eight bits for processors that have dot products of bytes beside AVX-512.
#include "Kernels/KernelTable.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VECTOR_WIDTH 16  // floats of a vector
#define TILE_VECTORS 4  // vectors of a row of a register tile
#define INT8_DOT_PRODUCTS
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4,avx512vnni"))), apply_to = function)
#include "Kernels/VectorMath.h"
#include "Kernels/Panels.h"
#include "Kernels/Int8.h"
#pragma clang attribute pop

const int8_kernels int8_kernels_vnni = {int8_quantize, int8_pack, int8_product};
#endif

// The products of mixed precision for processors that have dot products of bfloat16 beside AVX-512.
#include "Kernels/KernelTable.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VECTOR_WIDTH 16  // floats of a vector
#define TILE_VECTORS 4  // vectors of a row of a register tile
#define BFLOAT16_DOT_PRODUCTS
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4,avx512bf16"))), apply_to = function)
#include "Kernels/VectorMath.h"
#include "Kernels/Panels.h"
#include "Kernels/BFloat16.h"
#include "Kernels/MixedProduct.h"
#pragma clang attribute pop

const mixed_kernels mixed_kernels_bf16 = {bf16_pack, mixed_product};
#endif

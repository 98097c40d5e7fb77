// The kernels for one instruction set. The sources under Kernels/ are the same for all; only the width of a vector and
// of a register tile differ.
#include "Kernels/KernelTable.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define INSTRUCTION_SET "avx512"
#define KERNEL_TABLE kernels_avx512
#define VECTOR_WIDTH 16  // floats of a vector
#define TILE_VECTORS 4  // vectors of a row of a register tile
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#include "Kernels/AllKernels.h"
#pragma clang attribute pop
#endif

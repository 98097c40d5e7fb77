// The kernels for one instruction set. The sources under Kernels/ are the same for all; only the width of a vector and
// of a register tile differ.
#include "Kernels/KernelTable.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define INSTRUCTION_SET "avx2"
#define KERNEL_TABLE kernels_avx2
#define VECTOR_WIDTH 8  // floats of a vector
#define TILE_VECTORS 2  // vectors of a row of a register tile
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#include "Kernels/AllKernels.h"
#pragma clang attribute pop
#endif

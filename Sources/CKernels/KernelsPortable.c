// The kernels for one instruction set. The sources under Kernels/ are the same for all; only the width of a vector and
// of a register tile differ.
#include "Kernels/KernelTable.h"

#define INSTRUCTION_SET "portable"
#define KERNEL_TABLE kernels_portable
#define VECTOR_WIDTH 4  // floats of a vector
#if defined(__aarch64__)
#define TILE_VECTORS 4  // vectors of a row of a register tile: 32 registers hold 6 x 16
#else
#define TILE_VECTORS 2  // vectors of a row of a register tile: 16 registers hold 6 x 8
#endif
#include "Kernels/AllKernels.h"

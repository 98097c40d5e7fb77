// The recurrent cells. A new cell adds a line to the list and one to the includes below.
//
// The kernels of a cell `name` define a constant `name_cell` of type `cell_description` and say
// DEFINE_SEQUENCE_OF(name); see RecurrentSequence.h. Everything else is made from the list.
#ifndef RECURRENT_CELLS_H
#define RECURRENT_CELLS_H

/// Calls CELL(constant, name) for every cell.
#define FOR_EACH_RECURRENT_CELL(CELL)          \
    CELL(LSTM_CELL, lstm)                      \
    CELL(PEEPHOLE_LSTM_CELL, peephole_lstm)    \
    CELL(GRU_CELL, gru)                        \
    CELL(SIMPLE_RNN_CELL, simple_rnn)

#endif

// The kernels themselves, where AllKernels.h includes this file once for each instruction set.
#ifdef RECURRENT_CELL_KERNELS
#include "../Kernels/LSTMSequence.h"
#include "../Kernels/PeepholeLSTMSequence.h"
#include "../Kernels/GRUSequence.h"
#include "../Kernels/SimpleRNNSequence.h"
#endif

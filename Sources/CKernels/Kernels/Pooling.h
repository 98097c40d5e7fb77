// Sums, maxima and products over the rows that belong to one sequence. `index[r]` is the sequence of row r; rows of a
// sequence are taken in the order in which they lie, whatever lies between them.

static void scatter_rows(const float *a, const int32_t *index, const float *weight, float *output, ptrdiff_t rows,
                         ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *row = a + r * columns, w = weight == NULL ? 1.0f : weight[r];
        float *sum = output + index[r] * columns;
        for (ptrdiff_t j = 0; j < columns; j++) sum[j] += w * row[j];
    }
}

static void spread_rows(const float *a, const int32_t *index, const float *weight, float *output, ptrdiff_t rows,
                        ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *row = a + index[r] * columns, w = weight == NULL ? 1.0f : weight[r];
        float *copy = output + r * columns;
        for (ptrdiff_t j = 0; j < columns; j++) copy[j] = w * row[j];
    }
}

static void maximum_rows(const float *a, const int32_t *index, float *output, int32_t *winner, ptrdiff_t rows,
                         ptrdiff_t columns) {
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *row = a + r * columns;
        float *highest = output + index[r] * columns;
        int32_t *from = winner + index[r] * columns;
        for (ptrdiff_t j = 0; j < columns; j++) {
            const bool wins = row[j] > highest[j];
            highest[j] = wins ? row[j] : highest[j];
            from[j] = wins ? (int32_t)r : from[j];
        }
    }
}

static void dot_rows(const float *a, const float *b, const int32_t *index, float *output, ptrdiff_t rows,
                     ptrdiff_t columns) {
#pragma clang fp reassociate(on)
    for (ptrdiff_t r = 0; r < rows; r++) {
        const float *left = a + r * columns, *right = b + index[r] * columns;
        float sum = 0;
        for (ptrdiff_t j = 0; j < columns; j++) sum += left[j] * right[j];
        output[r] = sum;
    }
}

// One pass over a parameter and its moments.

static void adam_step(const float *gradient, float *weight, float *first, float *second, float gradient_scale,
                      float step_size, float beta1, float beta2, float epsilon, float second_scale, float decay,
                      ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) {
        const float g = gradient[i] * gradient_scale;
        const float m = beta1 * first[i] + (1.0f - beta1) * g;
        const float v = beta2 * second[i] + (1.0f - beta2) * g * g;
        first[i] = m;
        second[i] = v;
        const float decayed = weight[i] - decay * weight[i];
        weight[i] = decayed - step_size * m / (__builtin_sqrtf(v * second_scale) + epsilon);
    }
}

static void sgd_step(const float *gradient, float *weight, float *velocity, float gradient_scale, float rate,
                     float momentum, float decay, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) {
        const float v = momentum * velocity[i] + gradient[i] * gradient_scale;
        velocity[i] = v;
        weight[i] = weight[i] - decay * weight[i] - rate * v;
    }
}

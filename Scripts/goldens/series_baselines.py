"""Goldens of the baselines of forecasters, of the metrics of forecasts, and of the detector of anomalies.

All in float64, written as JSON with every digit. statsmodels computes exponential smoothing, scikit-learn ridge
regression and the metrics it has; autoregression is numpy.linalg.lstsq, and the rest is written out here in NumPy.
"""

import json
import warnings
from pathlib import Path

import numpy
import sklearn
import statsmodels
from scipy.stats import norm
from sklearn.linear_model import RidgeCV
from sklearn.metrics import (
    mean_absolute_error, mean_absolute_percentage_error, mean_pinball_loss, mean_squared_error, r2_score)
from statsmodels.tsa.holtwinters import ExponentialSmoothing

PATH = Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "series_baselines.json"
SEED = 47
PERIOD, NUM_TRAINING, HORIZON = 6, 90, 8


def series(generator, count=108):
    """A trend, seasons that grow with it, and noise; above 0."""
    place = numpy.arange(count)
    season = 1 + 0.25 * numpy.sin(2 * numpy.pi * place / PERIOD) + 0.1 * numpy.cos(4 * numpy.pi * place / PERIOD)
    return numpy.round((40 + 0.5 * place) * season + numpy.cumsum(generator.normal(0, 0.8, count)), 3)


def start(values, kind):
    """The state to begin with, as ExponentialSmoothing of the library has it."""
    if kind == "simple":
        return {"initial_level": values[:10].mean()}
    if "Winters" not in kind:
        slope, level = numpy.polyfit(numpy.arange(1, 11), values[:10], 1)
        return {"initial_level": level, "initial_trend": slope}
    seasons = values[:5 * PERIOD].reshape(5, PERIOD)
    means = seasons.mean(axis=1)
    trend = (means[4] - means[0]) / (4 * PERIOD)
    level = means[0] - trend * (PERIOD + 1) / 2
    line = (level + trend * numpy.arange(1, 5 * PERIOD + 1)).reshape(5, PERIOD)
    factors = kind.endswith("Multiplicative")
    season = (seasons / line if factors else seasons - line).mean(axis=0)
    season = season / season.mean() if factors else season - season.mean()
    return {"initial_level": level, "initial_trend": trend, "initial_seasonal": season}


def smoothing(values, kind, given):
    training = values[:NUM_TRAINING]
    seasonal = {"holtWintersAdditive": "add", "holtWintersMultiplicative": "mul"}.get(kind)
    model = ExponentialSmoothing(
        training, trend=None if kind == "simple" else "add", damped_trend=kind == "dampedHolt", seasonal=seasonal,
        seasonal_periods=PERIOD if seasonal else None, initialization_method="known", **start(training, kind),
        bounds={"damping_trend": (0.8, 0.98)} if kind == "dampedHolt" else None)
    names = {"level": "smoothing_level", "trend": "smoothing_trend", "season": "smoothing_seasonal",
             "damping": "damping_trend"}
    fixed = model.fit(optimized=False, **{names[name]: value for name, value in given.items()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        best = min(
            (model.fit(method=method, use_brute=True) for method in ("L-BFGS-B", "SLSQP")), key=lambda fit: fit.sse)
    return {
        "kind": kind, "parameters": {"trend": 0, "season": 0, "damping": 1} | given, "squaredError": fixed.sse,
        "forecast": forecast(fixed, kind, given.get("damping", 1)).tolist(), "leastSquaredError": best.sse,
    }


def forecast(fit, kind, damping):
    """From the last state of a fit.

    statsmodels' own forecast of the last place of a season takes what that was a season before, without the last value:
    it is not compared there.
    """
    steps = numpy.arange(1, HORIZON + 1)
    result = numpy.full(HORIZON, fit.level[-1])
    if kind != "simple":
        result = result + numpy.cumsum(damping ** steps) * fit.trend[-1]
    if "Winters" in kind:
        season = fit.season[-PERIOD:][(steps - 1) % PERIOD]
        result = result * season if kind.endswith("Multiplicative") else result + season
    elsewhere = steps != PERIOD if "Winters" in kind else steps > 0
    numpy.testing.assert_allclose(result[elsewhere], fit.forecast(HORIZON)[elsewhere], rtol=1e-12)
    return result


def lagged(values, window, horizon):
    rows = numpy.lib.stride_tricks.sliding_window_view(values, window + horizon)
    return rows[:, :window], rows[:, window:]


def regression(values, order):
    inputs, targets = lagged(values, order, 1)
    inputs = numpy.column_stack([numpy.ones(len(inputs)), inputs[:, ::-1]])
    solution = numpy.linalg.lstsq(inputs, targets[:, 0], rcond=None)[0]
    return solution, ((targets[:, 0] - inputs @ solution) ** 2).sum()


def autoregression(values, order=7, max_order=12):
    training = values[:NUM_TRAINING]
    solution, _ = regression(training, order)
    history = list(training)
    for _ in range(HORIZON):
        history.append(solution[0] + sum(solution[lag] * history[-lag] for lag in range(1, order + 1)))
    criteria = []
    for candidate in range(max_order + 1):
        # The same targets for all orders.
        _, error = regression(training[max_order - candidate:], candidate)
        n, k = NUM_TRAINING - max_order, candidate + 2
        criteria.append(n * numpy.log(error / n) + 2 * k + 2 * k * (k + 1) / (n - k - 1))
    return {
        "order": order, "intercept": solution[0], "coefficients": solution[1:].tolist(),
        "forecast": history[NUM_TRAINING:], "maxOrder": max_order, "bestOrder": int(numpy.argmin(criteria)),
    }


def ridge(values, window=12, horizon=5):
    training = values[:NUM_TRAINING]
    inputs, targets = lagged(training, window, horizon)
    scale = ((inputs - inputs.mean(axis=0)) ** 2).sum(axis=0).mean()
    penalties = scale * 10 ** (numpy.arange(17) / 2 - 6)
    model = RidgeCV(alphas=penalties).fit(inputs, targets)
    return {
        "window": window, "horizon": horizon, "penalty": model.alpha_, "weights": model.coef_.tolist(),
        "intercepts": model.intercept_.tolist(), "forecast": model.predict(training[-window:][None])[0].tolist(),
    }


def metrics(generator):
    actual = numpy.round(generator.normal(5, 3, (9, 4)), 3)
    forecast = numpy.round(actual + generator.normal(0.3, 1, actual.shape), 3)
    training = numpy.round(generator.normal(5, 3, 40), 3)
    y, x = actual.ravel(), forecast.ravel()
    scale = numpy.abs(training[4:] - training[:-4]).mean()
    figures = [{
        "mae": mean_absolute_error(a, f), "mse": mean_squared_error(a, f), "rmse": mean_squared_error(a, f) ** 0.5,
        "mape": 100 * mean_absolute_percentage_error(a, f), "r2": r2_score(a, f), "bias": (f - a).mean(),
        "smape": (200 * numpy.abs(f - a) / (numpy.abs(f) + numpy.abs(a))).mean(),
        "mase": numpy.abs(f - a).mean() / scale, "correlation": numpy.corrcoef(a, f)[0, 1],
        "rse": numpy.sqrt(((f - a) ** 2).sum() / ((a - a.mean()) ** 2).sum()),
    } for a, f in [(y, x)] + [(actual[:, step], forecast[:, step]) for step in range(4)]]
    quantiles = [0.1, 0.25, 0.5, 0.9]
    spread = numpy.round(x[:, None] + numpy.array([-1.4, -0.7, -0.2, 1.1]), 3)
    outside = 2 / 0.2 * numpy.maximum(numpy.maximum(spread[:, 0] - y, y - spread[:, 3]), 0)
    return {
        "actual": actual.tolist(), "forecast": forecast.tolist(), "training": training.tolist(), "period": 4,
        "figures": figures, "quantiles": quantiles, "quantileForecast": spread.tolist(),
        "pinball": [mean_pinball_loss(y, spread[:, i], alpha=q) for i, q in enumerate(quantiles)],
        "coverage": ((spread[:, 0] <= y) & (y <= spread[:, 3])).mean(),
        "meanWidth": (spread[:, 3] - spread[:, 0]).mean(),
        "winkler": (spread[:, 3] - spread[:, 0] + outside).mean(),
    }


def detector(generator, count=260, warmup=30, memory=80, window=5, limit=6, threshold=3, refractory=20):
    """The scores of residuals with a burst and a shift, each from the residuals up to it."""
    residuals = generator.laplace(0.5, 2, count)
    residuals[120:126] += 14
    residuals[200:] -= 9
    residuals = numpy.round(residuals, 3)
    location = scale = mean = variance = 0.0
    deviations, scores, anomalies, num_means = [], [], [], 0
    for place, residual in enumerate(residuals):
        distance = abs(residual - location)
        deviations.append(min(distance / scale, limit) if scale > 0 else 0.0 if place == 0 else limit)
        score = 0.0
        if place + 1 >= window:
            short = numpy.mean(deviations[-window:])
            if place >= warmup:
                z = (short - mean) / max(numpy.sqrt(variance), 0.05)
                score = max(0.0, -norm.logsf(z) / numpy.log(10))
            num_means += 1
            gain = max(1 / num_means, 1 / memory)
            step = short - mean
            mean, variance = mean + gain * step, (1 - gain) * (variance + gain * step ** 2)
        if score >= threshold and (not anomalies or place - anomalies[-1] >= refractory):
            anomalies.append(place)
        scores.append(score)
        gain = max(1 / (place + 1), 1 / memory)
        pull = residual - location
        if place >= 20:
            pull = numpy.clip(pull, -3 * scale, 3 * scale)
        location, scale = location + gain * pull, scale + gain * (abs(pull) - scale)
    return {
        "residuals": residuals.tolist(), "scores": scores, "anomalies": anomalies, "warmup": warmup, "memory": memory,
        "window": window, "limit": limit, "threshold": threshold, "refractoryPeriod": refractory,
    }


def main():
    generator = numpy.random.default_rng(SEED)
    values = series(generator)
    kinds = {
        "simple": {"level": 0.35}, "holt": {"level": 0.4, "trend": 0.15},
        "dampedHolt": {"level": 0.5, "trend": 0.2, "damping": 0.9},
        "holtWintersAdditive": {"level": 0.3, "trend": 0.1, "season": 0.25},
        "holtWintersMultiplicative": {"level": 0.3, "trend": 0.1, "season": 0.25},
    }
    golden = {
        "framework": f"statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}",
        "script": "Scripts/goldens/series_baselines.py", "seed": SEED, "values": values.tolist(),
        "numTraining": NUM_TRAINING, "period": PERIOD,
        "smoothing": [smoothing(values, kind, given) for kind, given in kinds.items()],
        "autoregression": autoregression(values), "ridge": ridge(values), "metrics": metrics(generator),
        "detector": detector(generator),
    }
    PATH.write_text(json.dumps(golden) + "\n")
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

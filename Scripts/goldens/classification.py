"""Goldens of classification: metrics, logistic regression, and naive Bayes with logistic regression (NB-LR).

All in float64, written as JSON with every digit. scikit-learn computes what it has; log-count ratios, logistic
regression around a prior bias, and the calibration error are written out here in NumPy.
"""

import json
import warnings
from pathlib import Path

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    brier_score_loss, confusion_matrix, log_loss, matthews_corrcoef, precision_recall_fscore_support, roc_auc_score)

PATH = Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "classification.json"
SEED = 31


def metrics_case(generator, count, classes, step=None, missing=None):
    """Random labels with probabilities that lean towards them, in multiples of `step` (many ties) or not."""
    labels = generator.integers(classes, size=count)
    probabilities = generator.dirichlet(numpy.ones(classes), size=count)
    probabilities[numpy.arange(count), labels] += generator.uniform(0, 0.6, size=count)
    if missing is not None:  # a class that occurs but is never predicted
        probabilities[:, missing] *= 0.01
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    if step:
        probabilities = numpy.round(probabilities / step) * step
        probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
        probabilities = probabilities.clip(0, 1)
    return labels, probabilities


def metrics(labels, probabilities):
    count, classes = probabilities.shape
    names = list(range(classes))
    predictions = probabilities.argmax(axis=1)
    per_class = precision_recall_fscore_support(labels, predictions, labels=names, zero_division=0)
    macro = precision_recall_fscore_support(labels, predictions, labels=names, zero_division=0, average="macro")
    if classes == 2:
        auc = roc_auc_score(labels, probabilities[:, 1])
    else:
        auc = numpy.mean([roc_auc_score(labels == name, probabilities[:, name]) for name in names])
    return {
        "labels": labels.tolist(), "probabilities": probabilities.tolist(),
        "accuracy": numpy.mean(labels == predictions),
        "precision": per_class[0].tolist(), "recall": per_class[1].tolist(), "f1": per_class[2].tolist(),
        "support": per_class[3].tolist(),
        "macroPrecision": macro[0], "macroRecall": macro[1], "macroF1": macro[2],
        "mcc": matthews_corrcoef(labels, predictions), "auc": auc,
        "confusion": confusion_matrix(labels, predictions, labels=names).tolist(),
        "ece": calibration_error(labels, predictions, probabilities.max(axis=1)),
        "brier": brier_score_loss(labels, probabilities, labels=names, scale_by_half=False),
        "logLoss": log_loss(labels, probabilities, labels=names),
    }


def calibration_error(labels, predictions, confidence, bins=15):
    """Guo et al. (2017), equation 3."""
    bin_of = numpy.clip(numpy.ceil(confidence * bins) - 1, 0, bins - 1)
    error = 0.0
    for index in range(bins):
        inside = bin_of == index
        if inside.any():
            error += inside.mean() * abs((labels == predictions)[inside].mean() - confidence[inside].mean())
    return error


def logistic_regression(presence, values, targets, regularization):
    """The weight of each feature's presence, `w * value`, and the bias, at the minimum of

        1/2 |w|^2 + C sum log(1 + exp(-y (w x + prior))),    x = (presence * values, 1)

    with the smoothed log-odds of the classes as `prior`, by Newton's method. Without the prior it is scikit-learn's.
    """
    rows = numpy.hstack([presence * values, numpy.ones((len(presence), 1))])
    model = LogisticRegression(C=regularization, fit_intercept=False, solver="newton-cholesky", tol=1e-12,
                               max_iter=1000).fit(rows, targets)
    assert numpy.allclose(minimum(rows, targets, 0.0, regularization), model.coef_[0], rtol=0, atol=1e-8)
    prior = numpy.log((1 + targets.sum()) / (1 + (~targets).sum()))
    weights = minimum(rows, targets, prior, regularization)
    return (weights[:-1] * values).tolist(), weights[-1] + prior


def minimum(rows, targets, prior, regularization):
    """Damped Newton steps until the gradient is zero."""
    signs = numpy.where(targets, 1.0, -1.0)

    def objective(weights):
        return weights @ weights / 2 + regularization * numpy.logaddexp(0, -signs * (rows @ weights + prior)).sum()

    weights = numpy.zeros(rows.shape[1])
    for _ in range(100):
        share = 1 / (1 + numpy.exp(signs * (rows @ weights + prior)))
        gradient = weights - regularization * rows.T @ (share * signs)
        hessian = numpy.eye(len(weights)) + regularization * (rows.T * (share * (1 - share))) @ rows
        step = numpy.linalg.solve(hessian, gradient)
        length = 1.0
        while length > 1e-6 and objective(weights - length * step) > objective(weights):
            length /= 2
        weights = weights - length * step
    assert abs(gradient).max() < 1e-10, abs(gradient).max()
    return weights


def logistic_case(generator, regularization):
    presence = (generator.uniform(size=(40, 12)) < 0.4).astype(float)
    values = generator.normal(size=12)
    targets = generator.uniform(size=40) < 1 / (1 + numpy.exp(-(presence * values).sum(axis=1) - 1))
    weights, bias = logistic_regression(presence, values, targets, regularization)
    return {"presence": presence.astype(int).tolist(), "values": values.tolist(), "targets": targets.tolist(),
            "regularization": regularization, "weights": weights, "bias": bias}


def naive_bayes_case(generator, classes, regularization):
    """Documents of tokens 0 to 5 with unigrams and bigrams; each class favours a token."""
    labels = generator.integers(classes, size=24)
    labels[:classes] = range(classes)
    documents = [[int(label) if generator.uniform() < 0.3 else int(generator.integers(6))
                  for _ in range(generator.integers(1, 6))] for label in labels]
    grams = [set((a,) for a in document) | set(zip(document, document[1:])) for document in documents]
    names = sorted(set().union(*grams))
    presence = numpy.array([[float(name in found) for name in names] for found in grams])
    outputs = []
    for target in [1] if classes == 2 else range(classes):
        targets = labels == target
        p, q = 1 + presence[targets].sum(axis=0), 1 + presence[~targets].sum(axis=0)
        ratios = numpy.log((p / p.sum()) / (q / q.sum()))
        weights, bias = logistic_regression(presence, ratios, targets, regularization)
        outputs.append({"class": target, "ratios": ratios.tolist(), "weights": weights, "bias": bias})
    return {"documents": documents, "labels": labels.tolist(), "classCount": classes,
            "regularization": regularization, "ngrams": names, "outputs": outputs}


def main():
    warnings.simplefilter("error")
    generator = numpy.random.default_rng(SEED)
    golden = {
        "framework": f"scikit-learn {sklearn.__version__}", "script": "Scripts/goldens/classification.py",
        "seed": SEED,
        "metrics": [
            metrics(*metrics_case(generator, 60, 2)),
            metrics(*metrics_case(generator, 60, 2, step=0.125)),
            metrics(*metrics_case(generator, 50, 3)),
            metrics(*metrics_case(generator, 50, 4, missing=2)),
        ],
        "logisticRegression": [logistic_case(generator, regularization) for regularization in (0.01, 0.3, 3.0)],
        "naiveBayes": [naive_bayes_case(generator, 2, 0.3), naive_bayes_case(generator, 3, 2.0)],
    }
    PATH.write_text(json.dumps(golden) + "\n")
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

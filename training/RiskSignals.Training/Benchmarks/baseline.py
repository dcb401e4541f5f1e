"""Probabilities of scikit-learn's HistGradientBoostingClassifier, out of fold: baseline.py FOLDER SEED."""
import os
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

folder, seed = sys.argv[1], int(sys.argv[2])
read = lambda name, kind: np.fromfile(os.path.join(folder, name), dtype=kind)
outcomes, folds, categories = read("outcomes.u8", np.uint8), read("folds.i32", np.int32), read("categories.u8", np.uint8).astype(bool)
rows = read("columns.f32", np.float32).reshape(len(categories), len(outcomes)).T
probabilities = np.full(len(outcomes), np.nan)
for fold in range(folds.max() + 1):
    model = HistGradientBoostingClassifier(random_state=seed, categorical_features=categories if categories.any() else None)
    model.fit(rows[folds != fold], outcomes[folds != fold])
    probabilities[folds == fold] = model.predict_proba(rows[folds == fold])[:, 1]
probabilities.tofile(os.path.join(folder, "probabilities.f64"))

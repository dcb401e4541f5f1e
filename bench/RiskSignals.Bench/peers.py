"""Times the peers in Python on the benchmark's rows: peers.py FOLDER COLUMNS TREES prints a table."""
import os
import statistics
import sys
import time

import numpy as np
import sklearn
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

folder, columns, trees = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rows = np.fromfile(os.path.join(folder, "rows.f32"), dtype=np.float32).reshape(-1, columns)
booster = xgboost.Booster(model_file=os.path.join(folder, "model.json"))
outcomes = booster.inplace_predict(rows, predict_type="margin", missing=np.nan) > 0
sklearn_model = HistGradientBoostingClassifier(
    max_iter=trees, max_depth=6, max_leaf_nodes=64, min_samples_leaf=5, early_stopping=False, random_state=1).fit(rows, outcomes)


def median_seconds(run):
    run()
    times = []
    for _ in range(5):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


print("| | threads | median | rows a second |")
print("|---|---|---|---|")
for threads in (1, 2):
    booster.set_param({"nthread": threads})
    with threadpool_limits(threads):
        for name, run in (
            (f"python-xgboost {xgboost.__version__}, inplace_predict", lambda: booster.inplace_predict(rows, predict_type="margin", missing=np.nan)),
            (f"scikit-learn {sklearn.__version__}, HistGradientBoostingClassifier", lambda: sklearn_model.decision_function(rows)),
        ):
            seconds = median_seconds(run)
            print(f"| {name} | {threads} | {seconds * 1000:.3f} ms | {len(rows) / seconds:,.0f} |")

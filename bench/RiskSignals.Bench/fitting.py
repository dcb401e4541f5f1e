"""Fits the benchmark's rows in Python: fitting.py FOLDER TREES THREADS DMatrix|QuantileDMatrix prints seconds, peak bytes and the model's size."""
import os
import resource
import sys
import time

import numpy as np
import xgboost

folder, trees, threads, kind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
outcomes = np.fromfile(os.path.join(folder, "outcomes.f32"), dtype=np.float32)
rows = np.fromfile(os.path.join(folder, "rows.f32"), dtype=np.float32).reshape(len(outcomes), -1)
parameters = {
    "objective": "binary:logistic", "tree_method": "hist", "max_depth": 6, "eta": 0.1, "verbosity": 0, "max_bin": 256, "nthread": threads,
    "disable_default_eval_metric": True,
}
started = time.perf_counter()
matrix = xgboost.QuantileDMatrix(rows, outcomes, max_bin=256, nthread=threads) if kind == "QuantileDMatrix" else xgboost.DMatrix(rows, outcomes, nthread=threads)
model = xgboost.train(parameters, matrix, num_boost_round=trees).save_raw("json")
seconds = time.perf_counter() - started
print(f"fitted {seconds!r} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024} {len(model)}")

"""
Fits the benchmark's rows in Python: fitting.py FOLDER TREES THREADS DMatrix|QuantileDMatrix prints seconds, peak bytes and the SHA-256 of
the trees.
"""
import hashlib
import os
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
if kind == "QuantileDMatrix":
    matrix = xgboost.QuantileDMatrix(rows, outcomes, max_bin=256, nthread=threads)
else:
    matrix = xgboost.DMatrix(rows, outcomes, nthread=threads)
booster = xgboost.train(parameters, matrix, num_boost_round=trees)
model = booster.save_raw("json")
seconds = time.perf_counter() - started

# Not getrusage: its peak is also that of the process which started this one.
peak = next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))

# Python notes in the model how many rounds it made; without that note the models can be compared.
booster.set_attr(best_iteration=None, best_ntree_limit=None)
print(f"fitted {seconds!r} {peak} {hashlib.sha256(booster.save_raw('json')).hexdigest()}")

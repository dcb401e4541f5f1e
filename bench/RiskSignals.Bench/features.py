"""The peers' columns with pandas: features.py FOLDER COLUMNS writes pandas.csv and prints pandas' version and the seconds it took."""
import os
import sys
import time

import numpy as np
import pandas as pd

folder, width = sys.argv[1], int(sys.argv[2])
rows = pd.read_csv(os.path.join(folder, "bank_row.csv"), header=None, names=["borrower", "booked", "amount", "measures", "valid_from", "valid_to"])
days = pd.read_csv(os.path.join(folder, "as_of_day.csv"), header=None, names=["borrower", "as_of", "began"])
columns = pd.read_csv(os.path.join(folder, "columns.csv"), header=None, names=["name", "form", "first", "second", "newest", "blocks"])


def robust_z(value, baseline):
    """Against the blocks that are there; the rest are NaN."""
    median = np.nanmedian(baseline, axis=1)
    scale = np.maximum(1.4826 * np.nanmedian(np.abs(baseline - median[:, None]), axis=1), 0.05 * np.abs(median))
    z = np.divide(value - median, scale, out=np.full_like(median, np.nan), where=scale != 0)
    return np.where((value == 0) & (median == 0), 0, z)


def divide(left, right):
    return np.divide(left, right, out=np.full(len(left), np.nan), where=right != 0)


def compute():
    joined = days.merge(rows, on="borrower")
    ago = joined["as_of"] - joined["booked"]
    joined = joined[(ago >= 0) & (ago < 210) & (joined["valid_from"] <= joined["as_of"]) & (joined["valid_to"] >= joined["as_of"])]
    joined = joined.assign(block=(joined["as_of"] - joined["booked"]) // 30)
    bucket = joined.groupby(["borrower", "as_of", "block", "measures"])["amount"].agg(["sum", "count"]).reset_index()
    index = pd.MultiIndex.from_frame(days[["borrower", "as_of"]])
    place = index.get_indexer(pd.MultiIndex.from_frame(bucket[["borrower", "as_of"]]))
    block = bucket["block"].to_numpy()
    totals = {}

    def total(kind, measure):
        if (kind, measure) not in totals:
            has = ((bucket["measures"].to_numpy() >> measure) & 1) == 1
            table = np.zeros((len(days), 7))
            np.add.at(table, (place[has], block[has]), bucket[kind].to_numpy()[has])
            totals[kind, measure] = table
        return totals[kind, measure]

    began = (days["as_of"] - days["began"]).to_numpy()
    complete = np.minimum(7, (began + 1) // 30)
    found = {}
    for column in columns.itertuples():
        newest, until = column.newest, column.newest + column.blocks
        covered = np.minimum(began, 30 * until - 1) - 30 * newest + 1 >= 27 * column.blocks
        amounts, counts = total("sum", column.first), total("count", column.first)
        amount = amounts[:, newest:until].sum(axis=1)
        if column.form == "Sum":
            found[column.name] = np.where(covered, amount / 100, np.nan)
        elif column.form == "Count":
            count = counts[:, newest:until].sum(axis=1)
            found[column.name] = np.where((count > 0) | covered, count, np.nan)
        elif column.form in ("Ratio", "Share"):
            quotient = divide(amount, total("sum", column.second)[:, newest:until].sum(axis=1))
            whole = total("count", column.second)[:, newest:until].sum(axis=1)
            few = (whole > 0) & (whole < 3) if column.form == "Share" else np.zeros(len(days), bool)
            found[column.name] = np.where(covered & ~few, quotient, np.nan)
        else:
            first = 0 if column.form in ("Variation", "Slope") else 1
            has = np.minimum(6, complete - first)
            table = (counts if column.form == "CountZ" else amounts)
            blocks = np.where(np.arange(6)[None, :] < has[:, None], table[:, first:first + 6] if first else table[:, :6], np.nan)
            enough = has >= 4
            value = np.full(len(days), np.nan)
            some = blocks[enough]
            if column.form == "BaselineRatio":
                value[enough] = divide(table[enough, 0], np.nanmedian(some, axis=1))
            elif column.form == "Variation":
                value[enough] = divide(np.nanstd(some, axis=1, ddof=1), np.nanmean(some, axis=1))
            elif column.form == "Slope":
                x = np.where(np.isnan(some), np.nan, -np.arange(6)[None, :])
                x = x - np.nanmean(x, axis=1)[:, None]
                slope = np.nansum(x * some, axis=1) / np.nansum(x * x, axis=1)
                value[enough] = divide(slope, np.nanmean(some, axis=1))
            else:
                value[enough] = robust_z(table[enough, 0], some)
            found[column.name] = value
    return pd.concat([days[["borrower", "as_of"]], pd.DataFrame(found)], axis=1)


times = []
for _ in range(3):
    started = time.perf_counter()
    result = compute()
    times.append(time.perf_counter() - started)
assert len(columns) == width, f"{len(columns)} columns were written, {width} expected"
result.to_csv(os.path.join(folder, "pandas.csv"), header=False, index=False)
print(pd.__version__, sorted(times)[1])

"""Fits an XGBoost model as a stranger would: on some columns of an export, under other names and in another order."""
import sys

import numpy
import pandas
import xgboost

features_file, scores_file, folder = sys.argv[1:4]
keys = ["borrower_id", "loan_id", "as_of"]
features = pandas.read_csv(features_file)
outcomes = pandas.read_csv(scores_file)
outcomes = outcomes[(outcomes.target == "MISS30@1") & outcomes.outcome.notna()][keys + ["outcome"]]

chosen = [
    "income_total_ratio_30d", "repayment_dpd_value_now", "loan_mob_value_now", "repayment_late_count_180d",
    "repayment_missed_count_90d", "repayment_late_count_90d",
]
named = {feature: f"Spalte {place}: {feature[::-1]}" for place, feature in enumerate(chosen)}
columns = list(named.values())
numpy.random.default_rng(3).shuffle(columns)
rows = features.rename(columns=named)
labelled = rows.merge(outcomes, on=keys)
booster = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 4, "eta": 0.2, "seed": 5, "nthread": 1, "base_score": 0.25},
    xgboost.DMatrix(labelled[columns], labelled.outcome), 25)
booster.save_model(f"{folder}/booster.json")
booster.save_model(f"{folder}/booster.ubj")

margins = booster.predict(xgboost.DMatrix(rows[columns]), output_margin=True)
rows[keys].assign(margin=[f"{margin:.9g}" for margin in margins]).to_csv(f"{folder}/margins.csv", index=False)
filled = booster.predict(xgboost.DMatrix(rows[columns].fillna(0)), output_margin=True)
rows[keys].assign(margin=filled).to_csv(f"{folder}/filled.csv", index=False)
pandas.DataFrame({"column": list(named.values()), "feature": chosen}).to_csv(f"{folder}/columns.csv", index=False)

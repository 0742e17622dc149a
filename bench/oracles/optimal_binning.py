"""``optbinning`` over a table: for each variable the bins it finds, with their weights and the information value."""

import json
import sys
import time
import warnings

import numpy
import pandas
from optbinning import OptimalBinning

warnings.filterwarnings("ignore")
file, target, numeric, categorical = sys.argv[1], sys.argv[2], sys.argv[3].split(","), sys.argv[4].split(",")
data = pandas.read_csv(
    file, dtype=dict.fromkeys(categorical, str), keep_default_na=False, na_values={n: [""] for n in numeric}
)
y = data[target].to_numpy()

found, started = [], time.perf_counter()
for name in (*numeric, *categorical):
    kind = "numerical" if name in numeric else "categorical"
    binning = OptimalBinning(name=name, dtype=kind, solver="cp").fit(data[name].to_numpy(), y)
    table = binning.binning_table
    rows = table.build()
    splits = binning.splits
    found.append(
        {
            "variable": name,
            "kind": kind,
            "splits": [float(split) for split in splits]
            if kind == "numerical"
            else [[str(value) for value in group] for group in splits],
            "value": float(table.iv),
            "bins": [
                {"cases": int(row.Count), "hits": int(row.Event), "weight": float(row.WoE)}
                for row in rows[rows["Count"] > 0].iloc[:-1].itertuples()
                if isinstance(row.WoE, (float, numpy.floating))
            ],
        }
    )
print(json.dumps({"variables": found, "seconds": time.perf_counter() - started}))

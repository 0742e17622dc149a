"""The cohort estimator of ``transitionMatrix`` over a file of observations: counts, shares and seconds, as JSON."""

import json
import sys
import time

import pandas
import transitionMatrix
from transitionMatrix.estimators.cohort_estimator import CohortEstimator

file, states, periods, repetitions = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), int(sys.argv[4])
data = pandas.read_csv(file)
space = transitionMatrix.StateSpace([(str(place), state) for place, state in enumerate(states)])

seconds = []
for _ in range(repetitions):
    started = time.perf_counter()
    estimator = CohortEstimator(
        states=space, cohort_bounds=list(range(periods)), ci={"method": "goodman", "alpha": 0.05}
    )
    estimator.fit(data)
    seconds.append(time.perf_counter() - started)

counts = sum(estimator.count_set)
print(
    json.dumps(
        {
            "counts": counts.tolist(),
            "shares": estimator.average_matrix.tolist(),
            "last_transition": data["State"].iloc[-2:].tolist(),
            "seconds": seconds,
        }
    )
)

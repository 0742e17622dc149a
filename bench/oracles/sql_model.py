"""``zj.enterprise`` of 2020 as the one SQL query that an analyst would write for it by hand, run by DuckDB.

A column for each indicator with FILTER, standing as a CASE in the same query, over records and events in Parquet, with
all cores. Nothing of it is shared with the platform, whose own SQL is compiled from the law. As in :mod:`pandas_model`,
standing is only what these records need, and points are whole hundredths. Arguments: records, events, day, result and,
where it may not have as much memory as it takes, how much; what does not fit goes to disk. Prints seconds as JSON.
"""

import json
import resource
import sys
import time

import duckdb

records_file, events_file, day, out, *memory = sys.argv[1:]

QUERY = f"""
WITH happened AS (
    SELECT record_id, bool_or(kind = 'withdrawn') AS withdrawn, bool_or(kind = 'repaired') AS repaired
    FROM '{events_file}' WHERE effective_on <= DATE '{day}' GROUP BY record_id
),
dated AS (
    SELECT subject_id, item, title, level, kinds, amount, severity, procedure, field, status, determined_on,
        published_on, coalesce(code, 'business') AS code, repaired,
        coalesce(payload->>'whom', 'itself') AS whom, payload->>'obligation' AS obligation,
        published_on >= DATE '2021-09-01' AS new,
        CASE WHEN published_on >= DATE '2021-09-01' OR determined_on >= DATE '2019-07-01' THEN published_on
            ELSE determined_on END AS starts_on,
        DATE '{day}' AS today, today - INTERVAL 1 YEAR AS year_ago,
        today - INTERVAL 2 YEAR AS two_ago, today - INTERVAL 3 YEAR AS three_ago
    FROM '{records_file}' LEFT JOIN happened USING (record_id)
    WHERE subject_kind = 'enterprise' AND no_penalty IS NOT TRUE AND withdrawn IS NOT TRUE
        AND (determined_on > DATE '{day}') IS NOT TRUE
),
record AS (
    SELECT *, item = 'cn.registration' AS registered, repaired IS NOT TRUE AND CASE
        WHEN item = 'cn.penalty' THEN starts_on BETWEEN three_ago AND today
            AND (new OR severity = 'serious' OR starts_on >= year_ago)
            AND NOT coalesce(new AND (procedure = 'simplified' OR kinds = ['warning']), FALSE)
        WHEN item = 'cn.inspection' THEN published_on BETWEEN year_ago AND today
        WHEN item IN ('cn.honour', 'cn.evaluation') THEN determined_on >= year_ago
        WHEN item = 'cn.commitment' THEN determined_on >= three_ago
        ELSE item <> 'cn.registration' END AS counted,
        CASE WHEN severity = 'serious'
                OR list_has_any(kinds, ['revocation', 'suspension-of-business', 'closure', 'ban-on-occupation'])
            THEN -6000 WHEN amount >= 100000 THEN -4000 ELSE -2400 END
            * CASE WHEN determined_on <= two_ago THEN 75 WHEN determined_on <= year_ago THEN 85 ELSE 100 END
            // 100 AS penalty_points,
        obligation SIMILAR TO '.*(借款|贷款|融资|担保).*' AS financing,
        code IN ('quality-spot-check', 'food-sampling') AS sampled,
        code IN ('national', 'industry') AS by_others,
        CASE WHEN level IN ('D', 'E', 'poor') THEN -6000 WHEN level IN ('C', 'fair') THEN -2000 ELSE 0 END AS poor,
        CASE WHEN level IN ('A', 'excellent') THEN 5000 WHEN level IN ('B', 'good') THEN 500 ELSE 0 END AS good
    FROM dated
),
line AS (
    SELECT subject_id,
        -2000 * count(*) FILTER (item = 'cn.serious' AND whom = 'main-person') AS l0,
        -2000 * count(*) FILTER (item = 'cn.debtor' AND whom = 'main-person') AS l1,
        -2000 * count(*) FILTER (item = 'cn.abnormal' AND code IN ('business', 'activity', 'institution')) AS l2,
        -2000 * count(*) FILTER (item = 'cn.abnormal' AND code = 'non-normal-taxpayer') AS l3,
        -5000 * count(*) FILTER (item = 'cn.debtor' AND whom = 'itself' AND financing) AS l4,
        -6000 * count(*) FILTER (item = 'cn.serious'
            AND title SIMILAR TO '.*(非法吸收公众存款|集资诈骗|贷款诈骗|骗取贷款).*') AS l5,
        -1500 * count(*) FILTER (item = 'cn.serious' AND title LIKE '%逃废%') AS l6,
        -1000 * count(*) FILTER (item = 'cn.abnormal' AND code = 'foreign-stock-rights') AS l7,
        -3000 * count(*) FILTER (item = 'cn.abnormal' AND code = 'social-insurance-arrears') AS l8,
        -3000 * count(*) FILTER (item = 'cn.abnormal' AND code = 'tax-arrears') AS l9,
        -1500 * count(*) FILTER (item = 'cn.inspection' AND sampled AND level = 'failed') AS l10,
        -1500 * count(*) FILTER (item = 'cn.inspection' AND field = 'work-safety' AND level IN ('failed', 'refused'))
            AS l11,
        -1500 * count(*) FILTER (item = 'cn.inspection' AND field = 'environment' AND level IN ('failed', 'refused'))
            AS l12,
        sum(penalty_points) FILTER (item = 'cn.penalty') AS l13,
        -10000 * count(*) FILTER (item = 'cn.serious' AND whom = 'itself') AS l14,
        -4000 * count(*) FILTER (item = 'cn.debtor' AND whom = 'itself' AND financing IS NOT TRUE) AS l15,
        -2000 * count(*) FILTER (item = 'cn.inspection' AND level IN ('failed', 'refused', 'not-reachable')
            AND NOT sampled AND coalesce(field, '') NOT IN ('work-safety', 'environment')) AS l16,
        -2000 * count(*) FILTER (item = 'cn.commitment' AND status = 'broken') AS l17,
        max((determined_on, poor)) FILTER (item = 'cn.evaluation' AND by_others)[2] AS l18,
        2500 * count(*) FILTER (item = 'cn.honour') AS l19,
        max((determined_on, good)) FILTER (item = 'cn.evaluation' AND by_others)[2] AS l20,
        200 * count(*) FILTER (item = 'cn.commitment' AND status = 'kept') AS l21,
        200 * count(*) FILTER (item = 'cn.inspection' AND level = 'passed') AS l22,
        bool_or(item = 'cn.serious' AND whom = 'itself') AS listed,
        bool_or(registered) AS registered
    FROM record WHERE counted OR registered GROUP BY subject_id
),
dimension AS (
    SELECT subject_id, listed,
        greatest(-8000, greatest(l0, -2000) + greatest(l1, -2000) + greatest(l2, -2000) + greatest(l3, -2000)) AS basic,
        greatest(-19500, greatest(l4, -5000) + greatest(l5, -6000) + greatest(l6, -1500) + greatest(l7, -1000)
            + greatest(l8, -3000) + greatest(l9, -3000)) AS "finance-tax",
        greatest(-9000, greatest(l10, -3000) + greatest(l11, -3000) + greatest(l12, -3000)) AS governance,
        greatest(-45000, greatest(coalesce(l13, 0), -18000) + greatest(l14, -10000) + greatest(l15, -6000)
            + greatest(l16, -2000) + greatest(l17, -3000) + greatest(coalesce(l18, 0), -6000)) AS "law-abiding",
        least(18500, least(l19, 8000) + least(coalesce(l20, 0), 5000) + least(l21, 3000) + least(l22, 2500))
            AS "social-responsibility"
    FROM line WHERE registered
)
SELECT subject_id, * EXCLUDE (subject_id, listed),
    81500 + basic + "finance-tax" + governance + "law-abiding" + "social-responsibility" AS score,
    CASE WHEN listed AND score >= 75000 THEN 'D' WHEN score >= 85000 THEN 'A' WHEN score >= 80000 THEN 'B'
        WHEN score >= 75000 THEN 'C' WHEN score >= 70000 THEN 'D' ELSE 'E' END AS grade
FROM dimension
"""


def main() -> None:
    """Ask, write."""
    started, cpu = time.perf_counter(), time.process_time()
    duckdb.execute("SET enable_progress_bar = false")
    for limit in memory:
        duckdb.execute(f"SET memory_limit = '{limit}'")
        duckdb.execute(f"SET temp_directory = '{out}.spilled'")
    duckdb.execute(f"COPY ({QUERY}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    taken = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - cpu, "peak_gib": peak}
    print(json.dumps(taken))


main()

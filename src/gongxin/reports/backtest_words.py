"""Every word the page of a back-test says of its own, in Chinese and English."""

from __future__ import annotations

from gongxin.evaluation.backtest.known import Basis
from gongxin.evaluation.backtest.question import Among
from gongxin.evaluation.backtest.results import Caveat
from gongxin.law.schema.basics import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: From which records the day was evaluated.
BASES: dict[Basis, Text] = {
    Basis.THEN: _text(
        "按当日已知的记录评价（截至批次 {known_at}）；另有 {later} 条（共 {records} 条）已发生但当日尚未报送，"
        "未予采用。",
        "Evaluated from what was known that day (up to batch {known_at}); {later} of {records} records had happened "
        "but "
        "were not handed in yet, and were left out.",
    ),
    Basis.DATED: _text(
        "账本在该日之后才批量补录（{records} 条中有 {later} 条后来报送），无法还原当日已知的内容；"
        "因此按日期不晚于该日的全部记录评价。"
        "当日实际知道的可能更少。",
        "The ledger was filled in bulk after that day ({later} of {records} records came later) and cannot tell "
        "what was "
        "known; so all records dated to that day or before are used. Less may have been known in fact.",
    ),
    Basis.GIVEN: _text(
        "按指定的批次 {known_at} 时已知的记录评价。",
        "Evaluated from what was known at batch {known_at}, as asked.",
    ),
}

#: What one case is.
CASES: dict[Among, Text] = {
    Among.SUBJECTS: _text("每个被评价的主体为一例", "each subject evaluated is a case"),
    Among.RECORDS: _text("观察期内每条记录（如一次检查）为一例", "each record in the window (an inspection) is a case"),
}

CAVEATS: dict[Caveat, Text] = {
    Caveat.FILLED_IN_BULK: _text(
        "账本为事后批量补录，“当日已知”以记录日期代替。",
        "The ledger was filled in later: the dates of records stand in for what was known that day.",
    ),
    Caveat.WINDOW_NOT_OVER: _text(
        "观察期尚未结束：所跟踪事项只报送至 {data_until}，后来的结果还未计入。",
        "The window is not over: what is followed was handed in up to {data_until} only; later outcomes are missing.",
    ),
    Caveat.FEW_OUTCOMES: _text(
        "观察期内只有 {hits} 例出现结果，任何指标都只能参考。",
        "Only {hits} cases had the outcome: take every figure as a hint.",
    ),
    Caveat.CASES_BELONG_TOGETHER: _text(
        "同一主体可有多例，彼此并不独立；实际误差大于所示区间。",
        "One subject may have several cases, which are not independent: true errors are larger than the intervals.",
    ),
    Caveat.MANY_NOT_EVALUATED: _text(
        "两成以上的例当日没有评价结果（此前没有记录），不计入各项指标。",
        "More than a fifth of the cases had no result that day (no record before it); the measures leave them out.",
    ),
}

ATTRIBUTES: dict[str, Text] = {
    "kind": _text("主体类别", "kind of subject"),
    "region": _text("地区", "region"),
    "industry": _text("行业", "industry"),
    "scale": _text("规模", "size"),
    "score": _text("得分", "score"),
    "grade": _text("等级", "grade"),
}

WORDS: dict[str, Text] = {
    "title": _text("评价回溯检验", "Back-test of an evaluation"),
    "subtitle": _text("评价结果后来应验了吗", "Do the grades come true?"),
    "skip": _text("跳到正文", "Skip to the findings"),
    "synthetic": _text(
        "虚构数据：所用记录为生成的测试数据，结论不反映任何真实主体。",
        "Synthetic data: the records were invented for testing, and what is found here is about nobody.",
    ),
    "synthetic-short": _text("虚构数据", "Synthetic data"),
    "as-of": _text("评价日", "Evaluated as of"),
    "window": _text("观察期", "Outcomes from"),
    "to": _text("至", "to"),
    "followed": _text("跟踪的结果", "What is followed"),
    "data-until": _text("报送至", "Handed in up to"),
    "law-version": _text("规则版本", "Version of the rules"),
    "condition": _text("条件", "condition"),
    "observed": _text("计为一例的条件", "counted as a case if"),
    "any-record": _text("任何一条记录", "any record"),
    "findings": _text("结论", "Findings"),
    "caveats": _text("使用前须知", "Before you rely on it"),
    "overall": _text("总体", "all"),
    "rate": _text("出现结果的比例", "rate of outcomes"),
    "interval": _text("95% 区间", "95 % interval"),
    "cases": _text("例数", "Cases"),
    "hits": _text("出现结果", "With outcome"),
    "grade": _text("等级", "Grade"),
    "not-evaluated": _text("未评价", "not evaluated"),
    "elsewhere": _text(
        "另有 {count} 个当日未被评价的主体出现了结果。", "{count} subjects not evaluated that day had the outcome, too."
    ),
    "by-grade": _text("各等级的应验率", "Rate by grade"),
    "by-grade-note": _text(
        "等级越差，比例应当越高。线段为 95% 置信区间（Wilson）。",
        "The worse the grade, the higher the rate should be. Whiskers are 95 % confidence intervals (Wilson).",
    ),
    "by-grade-note-riskier": _text(
        "本模型分值越高表示越应先查：靠前的等级，比例应当更高。线段为 95% 置信区间（Wilson）。",
        "With this model a high score means to look sooner: the earlier the grade, the higher the rate should be. "
        "Whiskers are 95 % confidence intervals (Wilson).",
    ),
    "monotone": _text(
        "各等级的应验率依次排列，没有颠倒。", "The rates by grade stand in the order that the grades promise."
    ),
    "not-monotone": _text("各等级的应验率没有依次排列：{where}。", "The grades do not stand in their order: {where}."),
    "breach": _text("{before} 与 {after} 颠倒", "{before} and {after} are the wrong way round"),
    "and-then": _text("；", "; "),
    "by-chance": _text("（差别在误差之内）", " (within chance)"),
    "beyond-chance": _text("（差别超出误差）", " (beyond chance)"),
    "overall-found": _text(
        "{cases} 例中有 {hits} 例（{rate}）在观察期内出现结果。",
        "{hits} of {cases} cases ({rate}) had the outcome within the window.",
    ),
    "auc-found": _text(
        "任取一例出现结果的和一例没有的，得分把前者排在风险较高一侧的机会是 {auc}（95% 区间 {low}–{high}；0.5 "
        "等于掷硬币）。",
        "Of a case with the outcome and one without, the score puts the former on the riskier side with chance {auc} "
        "(95 % interval {low}–{high}; 0.5 is a coin).",
    ),
    "order-found": _text(
        "按得分安排检查，问题平均提前 {days} 天发现（随机次序为 {chance} ± {deviation} 天）。",
        "Inspecting in the order of the score finds problems {days} days earlier on average (a random order: "
        "{chance} ± "
        "{deviation}).",
    ),
    "no-contrast": _text(
        "所有有得分的例结果相同，无法衡量区分能力。",
        "All cases with a score ended alike: how well they are told apart cannot be measured.",
    ),
    "discrimination": _text("区分能力", "Telling them apart"),
    "roc-note": _text(
        "从风险最高的得分往下走：横轴为没有出现结果者已被排到的比例，纵轴为出现结果者已被找到的比例。越靠左上越好。",
        "Going down from the riskiest score: across, the share of cases without the outcome passed so far; up, the "
        "share "
        "of those with it found so far. The nearer to the upper left the better.",
    ),
    "roc-x": _text("没有结果者已排到", "without outcome, passed"),
    "roc-y": _text("出现结果者已找到", "with outcome, found"),
    "score-line": _text("得分", "the score"),
    "coin": _text("随机次序", "a random order"),
    "auc": _text("AUC", "AUC"),
    "ks": _text("KS（最大差距）", "KS (largest distance)"),
    "ks-at": _text("位于得分 {score}", "at score {score}"),
    "deviations": _text("高出随机 {count} 个标准差", "{count} standard deviations above chance"),
    "calibration": _text("各分数段的应验率与预期", "Rates by band of scores, against what was expected"),
    "calibration-note": _text(
        "预期：同一分数段在上一个等长观察期（评价日 {day}）的比例。两线越近，得分的含义越稳定。",
        "Expected: the rate of the same band in the window before, of the same length (evaluated as of {day}). The "
        "closer "
        "the lines, the steadier what a score means.",
    ),
    "calibration-alone": _text(
        "上一个等长观察期无法评价（模型未施行或没有数据），故只列实际比例。",
        "The window before cannot be evaluated (model not in force, or no data): only the rates observed are shown.",
    ),
    "band": _text("分数段", "Band of scores"),
    "bands-axis": _text("分数段（由低到高）", "band of scores, lowest first"),
    "observed-rate": _text("实际", "observed"),
    "expected-rate": _text("预期", "expected"),
    "calibration-error": _text("平均偏差 {error}", "mean distance {error}"),
    "inspection-order": _text("检查次序", "Order of inspections"),
    "inspection-note": _text(
        "观察期内实际做过的 {inspections} 次检查（{findings} 次发现问题）按得分重排，每天的检查数不变。"
        "假定问题哪天查都会被发现。"
        "“随机”为所有次序的均值与标准差；相差不到两个标准差不说明问题。",
        "The {inspections} inspections really made in the window ({findings} found something), in the order of the "
        "score, "
        "with as many a day as there were. It assumes that what was found would have been found on any day. "
        "“Random” is "
        "the mean and standard deviation over all orders: less than two deviations is no evidence.",
    ),
    "placed-at": _text(
        "当日未被评价者排在得分 {score} 处。", "Subjects not evaluated that day stand at the score {score}."
    ),
    "left-out": _text("当日未被评价者不在其中。", "Subjects not evaluated that day are left out."),
    "measure": _text("指标", "Measure"),
    "by-score": _text("按得分", "By score"),
    "really": _text("实际", "As it was"),
    "random": _text("随机", "Random"),
    "days-earlier": _text("平均提前天数", "days earlier, on average"),
    "first-half": _text("前一半工作中发现的比例", "found in the first half of the work"),
    "information": _text("信息值", "Information value"),
    "information-note": _text(
        "把例按变量分组后，分组对结果说明了多少。习惯上低于 0.02 视为无用，0.1 以上为有用，0.3 以上为强；这只是习惯。",
        "How much the bins of a variable say about the outcome. By custom below 0.02 is read as useless, from 0.1 as "
        "useful, from 0.3 as strong; that is custom.",
    ),
    "variable": _text("变量", "Variable"),
    "value": _text("信息值", "Value"),
    "weight": _text("证据权重", "Weight of evidence"),
    "weights-of": _text(
        "得分各段的证据权重（正值：出现结果较少）", "Weights of evidence by score (positive: fewer outcomes)"
    ),
    "pure": _text("{count} 组结果全部相同，未计入", "{count} bins all of one sort left out"),
    "stability": _text("分布是否稳定", "Stability of the population"),
    "stability-note": _text(
        "评价日与观察期末两天，全部被评价主体的分布。PSI 习惯上低于 0.1 视为稳定，0.25 以上视为已是另一群体。",
        "All subjects evaluated, on the day and at the end of the window. By custom a PSI below 0.1 is read as stable, "
        "from 0.25 as another population.",
    ),
    "psi-scores": _text("得分的 PSI", "PSI of scores"),
    "psi-grades": _text("等级的 PSI", "PSI of grades"),
    "then": _text("评价日", "on the day"),
    "later": _text("观察期末", "at the end"),
    "moves": _text("等级迁移", "Migration between grades"),
    "moves-note": _text(
        "行为评价日的等级，列为观察期末的等级；每行合计 100%。“—”为当天未被评价。",
        "Rows: the grade on the day; columns: that at the end of the window; each row adds up to 100 %. “—” is not "
        "evaluated on that day.",
    ),
    "moves-caption": _text("占本行的比例，主体数", "share of the row, number of subjects"),
    "from-to": _text("从 ↓ 到 →", "from ↓ to →"),
    "moved-up": _text("升", "Up"),
    "stayed": _text("不变", "Same"),
    "moved-down": _text("降", "Down"),
    "within": _text("按{attribute}", "By {attribute}"),
    "subjects": _text("主体数", "Subjects"),
    "not-at-end": _text(
        "观察期末模型不再施行，无法比较两天的结果。",
        "The model is not in force at the end of the window: the two days cannot be compared.",
    ),
    "distribution": _text("得分的分布", "Shape of the scores"),
    "share": _text("占比", "share"),
    "mean": _text("均值", "Mean"),
    "deviation": _text("标准差", "Standard deviation"),
    "skewness": _text("偏度", "Skewness"),
    "quantile": _text("第 {hundredth} 百分位", "{hundredth} % quantile"),
    "added": _text("不该读的字段会添多少", "What fields a model should not read would add"),
    "added-note": _text(
        "模型不得读取经办人员是谁（规则包加载时即拒绝）。下表逐个字段检查：只凭该字段各取值的比例排序如何，"
        "与得分合用又如何"
        "（在一半主体上学、在另一半上试，两次）。增量明显为正，"
        "说明结果里有得分之外、与该字段相关的成分——可能是谁去查、查哪里，"
        "而不是主体自身；不应把它加进模型，而应查明原因。",
        "No model may read who the official was: a pack that does is refused. Field by field: how well its own "
        "rates rank "
        "the cases, and how well together with the score (learned on one half of the subjects, tried on the other, "
        "both "
        "ways). A clear gain says that something beyond the score goes with that field: who looked or where, perhaps, "
        "and not the subject itself. It is a reason to ask why, and none to put the field into the model.",
    ),
    "field": _text("字段", "Field"),
    "values": _text("取值数", "Values"),
    "alone": _text("仅该字段", "Alone"),
    "without": _text("仅得分", "Score"),
    "with": _text("合用", "Both"),
    "gain": _text("增量", "Gain"),
    "official": _text("经办人员", "official"),
    "nothing-to-add": _text("没有可比较的字段；用 --field 指定。", "No field to compare with; name some with --field."),
    "provenance": _text("依据与版本", "Provenance"),
    "model": _text("模型", "Model"),
    "reference-only": _text("该模型结果仅供参考：{cite}", "The model's results are for reference only: {cite}"),
    "engine": _text("引擎", "Engine"),
    "known-at": _text("评价所用批次", "Batch evaluated"),
    "followed-at": _text("结果所用批次", "Batch followed"),
    "packs": _text("所用规则包", "Packs of rules used"),
    "pack": _text("规则包", "Pack"),
    "digest": _text("摘要（SHA-256）", "Digest (SHA-256)"),
    "method": _text(
        "各指标的定义见 docs/backtest.md。用同样的参数、账本和规则重算，结果逐字节相同。",
        "docs/backtest.md defines every measure. The same arguments, ledger and packs give the same figures again.",
    ),
}

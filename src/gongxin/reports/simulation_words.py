"""Every word the page of a simulation says of its own, in Chinese and English."""

from __future__ import annotations

from gongxin.evaluation.simulation.rule_changes import Part
from gongxin.evaluation.simulation.versions import Origin
from gongxin.law.schema.basics import Text
from gongxin.law.schema.indicator import Measure


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: Where a version comes from.
ORIGINS: dict[Origin, Text] = {
    Origin.IN_FORCE: _text("现行规则", "the rule in force"),
    Origin.DRAFT: _text("草案", "a draft"),
    Origin.EDITION: _text("另一版本（假定在当日适用）", "another edition, taken as if it were in force that day"),
}

#: The parts of a model that can differ.
PARTS: dict[Part, Text] = {
    Part.MODEL: _text("模型", "model"),
    Part.BASE: _text("基准分", "base"),
    Part.DIMENSION: _text("维度", "dimension"),
    Part.INDICATOR: _text("指标", "indicator"),
    Part.GRADE: _text("等级", "grade"),
    Part.RULE: _text("定级规则", "grade rule"),
    Part.NOT_EVALUATED: _text("不予评价", "not evaluated"),
}

#: What of a part differs, by the name it has in a pack, or in one sort of part; any other is shown as it is.
FIELDS: dict[str, Text] = {
    "points": _text("分值", "points"),
    "by": _text("分情形计分", "points by case"),
    "bins": _text("分档", "bins"),
    "when": _text("条件", "condition"),
    "cases": _text("分情形的基准分", "base by case"),
    "to": _text("上限（不含）", "upper bound, not included"),
    "by_rule": _text("只由规则给出", "given by rule only"),
    "per": _text("除以", "divided by"),
    "carried_until": _text("顺延至", "carried until"),
    "repair": _text("修复后返还", "given back by repair"),
    "reversed_by": _text("冲销", "reversed by"),
    "within_each": _text("每年或每月的限度", "bounds of each year or month"),
    "at_least": _text("至少几条", "at least"),
    "absent": _text("没有记录时才适用", "holds only if there is none"),
    "latest": _text("最近一条须", "the latest must"),
    "score_from": _text("得分须达到", "if the score reaches"),
    "period": _text("评价周期", "period"),
    "cycle": _text("记分周期", "cycle"),
    "results": _text("结果所在事项", "item of the results"),
    "account": _text("法定记分", "statutory account"),
    "from": _text("读取事项", "items read"),
    "grade.from": _text("下限", "lower bound"),
    "measure": _text("度量", "measure"),
    "value": _text("取值", "value"),
    "of": _text("占比条件", "share of"),
    "missing": _text("无记录时", "without a record"),
    "dated": _text("所依日期", "dated by"),
    "window": _text("窗口期", "window"),
    "decay": _text("衰减", "decay"),
    "floor": _text("下限", "floor"),
    "cap": _text("上限", "cap"),
    "standing": _text("只计有效记录", "only records that count"),
    "dimension": _text("所属维度", "dimension"),
    "grade": _text("直接定为", "sets the grade"),
    "not_above": _text("不得高于", "not above"),
    "for": _text("适用主体", "subjects"),
    "requires": _text("参评所需", "required to be evaluated"),
    "source": _text("评价来源", "whose evaluation"),
    "higher": _text("高分的含义", "meaning of a high score"),
    "consent": _text("所依同意", "consent"),
    "purpose": _text("用途", "purpose"),
    "half_life": _text("半衰期", "half-life"),
    "having": _text("须有记录", "with these records on file"),
    "length": _text("周期长度", "length"),
    "cleared_by": _text("清零", "cleared by"),
    "span": _text("每一", "each"),
    "on": _text("修复日期", "day of the repair"),
    "steps": _text("返还份额", "share given back"),
    "within": _text("期限", "within"),
    "share": _text("份额", "share"),
    "match": _text("对应依据", "matched by"),
}

#: What an indicator measures.
MEASURES: dict[Measure, Text] = {
    Measure.RECORDS: _text("逐条计分", "points for each record"),
    Measure.COUNT: _text("记录条数", "how many records"),
    Measure.SUM: _text("取值合计", "sum of the values"),
    Measure.MAX: _text("最大取值", "largest value"),
    Measure.LATEST: _text("最近一条的取值", "value of the latest record"),
    Measure.DAYS_SINCE: _text("距最近一条的日数", "days since the latest record"),
    Measure.MONTHS_SINCE: _text("距最近一条的月数", "whole months since the latest record"),
    Measure.SHARE: _text("符合条件的记录占比", "share of the records that meet a condition"),
    Measure.RATIO: _text("两项合计之比", "ratio of two sums"),
    Measure.PRESENT: _text("有无记录", "whether there is a record"),
}

#: Fixed choices in a rule, by field and value, or by value where it means the same in every field.
VALUES: dict[str, Text] = {
    "higher.better": _text("得分越高，信用越好", "the higher, the better the standing"),
    "higher.riskier": _text("得分越高，风险越高", "the higher, the greater the risk"),
    "source.national": _text("全国", "the nation's"),
    "source.industry": _text("行业主管部门", "the authority of the industry"),
    "source.province": _text("省级", "the province's"),
    "source.market": _text("市场机构", "the market's"),
    "source.city": _text("市级", "the city's"),
    "year": _text("年", "year"),
    "half-year": _text("半年", "half-year"),
    "quarter": _text("季度", "quarter"),
    "month": _text("月", "month"),
    "same year": _text("当年年底前", "by the end of the same year"),
    "next year": _text("次年年底前", "by the end of the next year"),
}

ATTRIBUTES: dict[str, Text] = {
    "kind": _text("主体类别", "kind of subject"),
    "region": _text("地区", "region"),
    "industry": _text("行业", "industry"),
    "scale": _text("规模", "size"),
}

WORDS: dict[str, Text] = {
    "field-says": _text("{field}：{words}", "{field}: {words}"),
    "points-count": _text("{number} 分", "{number} points"),
    "one-point": _text("{number} 分", "{number} point"),
    "points-if": _text("{points}，条件为", "{points} if"),
    "otherwise": _text("其余情形：{points}", "otherwise: {points}"),
    "bin-between": _text("{low} 至 {high}（不含）：{points}", "from {low} to below {high}: {points}"),
    "bin-below": _text("低于 {high}：{points}", "below {high}: {points}"),
    "bin-from": _text("{low} 及以上：{points}", "{low} and above: {points}"),
    "bin-any": _text("任何取值：{points}", "any value: {points}"),
    "left-from": _text("满{age}起计 {share}", "from {age} on: {share} left"),
    "records-count": _text("{count} 条", "{count} records"),
    "yes": _text("是", "yes"),
    "no": _text("否", "no"),
    "title": _text("评价规则试算", "Simulation of a rule"),
    "subtitle": _text("规则一改，谁会变动", "If the rule changes, who moves?"),
    "skip": _text("跳到结论", "Skip to the findings"),
    "synthetic": _text(
        "虚构数据：所用记录为生成的测试数据，结论不反映任何真实主体。",
        "Synthetic data: the records were invented for testing, and what is found here is about nobody.",
    ),
    "synthetic-short": _text("虚构数据", "Synthetic data"),
    "internal": _text(
        "内部资料。试算只回答“如果”：没有任何主体的等级因此改变，也不得据此对任何主体作出决定。所列记录未必都在公示。",
        "Internal. A simulation tells what would be: it changes nobody's grade, and no decision about anybody may "
        "rest on it. Records named here need not be on public display.",
    ),
    "before": _text("现行", "Before"),
    "after": _text("对照", "After"),
    "from-day": _text("自 {day} 起", "from {day}"),
    "until-day": _text("至 {day}", "to {day}"),
    "as-of": _text("评价日", "Evaluated as of"),
    "known-at": _text("账本截至批次", "Ledger at batch"),
    "law-before": _text("规则版本·现行", "Rules, before"),
    "law-after": _text("规则版本·对照", "Rules, after"),
    "findings": _text("结论", "Findings"),
    "same-result": _text("两个版本的结果完全相同：没有任何主体变动。", "Both versions come to the same: nobody moves."),
    "moved-found": _text(
        "两个版本都评价的 {both} 个主体中，{down} 个降级（{down_share}），{up} 个升级（{up_share}），{same} 个不变。",
        "Of the {both} subjects that both versions evaluate, {down} go down ({down_share}), {up} go up ({up_share}), "
        "and {same} keep their grade.",
    ),
    "moved-unordered": _text(
        "两个版本的等级名称不同，没有规定哪一级等于哪一级，因此不说升降，只看下面的矩阵和得分。",
        "The versions name their grades differently and nobody has said which equals which: no move is called up or "
        "down; see the matrix and the scores.",
    ),
    "scores-found": _text(
        "得分降低的 {lower} 个，升高的 {higher} 个，不变的 {same} 个。",
        "{lower} score lower, {higher} higher, {same} the same.",
    ),
    "entered-found": _text(
        "{entered} 个主体只有对照版评价，{left} 个只有现行版评价。",
        "{entered} subjects are evaluated by the second version alone, {left} by the first alone.",
    ),
    "direct-found": _text(
        "等级由规则直接确定或封顶的：新增 {gained} 个，减少 {lost} 个，改由另一规则决定 {exchanged} 个。",
        "Grades that a rule sets or limits: {gained} more, {lost} fewer, {exchanged} by another rule than before.",
    ),
    "load-found": _text(
        "一轮检查量由 {before} 次变为 {after} 次（{change}）。",
        "One round of inspections goes from {before} to {after} ({change}).",
    ),
    "changes": _text("规则改了什么", "What changes in the rule"),
    "no-changes": _text(
        "两个版本的模型条文相同；结果若有不同，出自下列其他规则的改动。",
        "The model says the same in both versions; what differs comes from the other entries below.",
    ),
    "also": _text("草案包 {pack} 还带来：{entries}", "The draft pack {pack} also brings: {entries}"),
    "where": _text("条文", "Provision"),
    "new": _text("新增", "new"),
    "gone": _text("删除", "gone"),
    "moves": _text("谁会变动", "Who moves"),
    "moves-note": _text(
        "行是现行等级，列是对照等级：每格为该行主体中的比例和个数。每行的个数加起来是现行版评价为该级的主体数。",
        "Rows are grades before, columns grades after: each cell has the share of its row, and how many. A row adds up "
        "to the subjects that had the grade before.",
    ),
    "by-grade": _text("各等级的主体数", "Subjects by grade"),
    "grade": _text("等级", "Grade"),
    "subjects": _text("主体数", "Subjects"),
    "not-evaluated": _text("未评价", "not evaluated"),
    "ungraded": _text("已评价（不分等级）", "evaluated (no grades)"),
    "from-to": _text("现行 ↓　对照 →", "before ↓ after →"),
    "matrix": _text("迁移矩阵", "Migration matrix"),
    "matrices": _text(
        "{attribute}的迁移矩阵（主体最多的 {count} 个）", "Matrices by {attribute} (the {count} largest)"
    ),
    "within": _text("按{attribute}", "By {attribute}"),
    "within-title": _text("按类别、地区、行业、规模", "By kind, region, industry and size"),
    "one-value": _text("所有主体的{attribute}相同：{value}。", "The same {attribute} for all: {value}."),
    "others": _text("其他", "others"),
    "not-stated": _text("未填", "not stated"),
    "up": _text("升级", "Up"),
    "same": _text("不变", "Same"),
    "down": _text("降级", "Down"),
    "moved": _text("变动", "Moved"),
    "entered": _text("新增评价", "Entered"),
    "left": _text("不再评价", "Left"),
    "scores": _text("得分变化", "Change of scores"),
    "scores-note": _text(
        "只画得分有变化的 {count} 个主体：横轴为变化的分数，纵轴为其中的比例。",
        "Only the {count} subjects whose score changes: across, the change in points; up, the share of them.",
    ),
    "no-score-moves": _text("没有主体的得分变化。", "No score changes."),
    "mean": _text("平均", "Mean"),
    "quantile": _text("第 {hundredth} 百分位", "Quantile {hundredth} %"),
    "share": _text("比例", "share"),
    "affected": _text("影响最大的主体", "The subjects affected most"),
    "affected-note": _text(
        "等级变动大的在前，同级的看得分。每个主体只列两个版本不同的计分行；各行变化相加，恰等于得分变化。",
        "The largest moves of a grade first, then of the score. Only the lines of the score that differ are listed; "
        "their changes add up to the change of the score exactly.",
    ),
    "persons": _text(
        "本模型评价自然人：只计数，不列出任何人。",
        "This model evaluates natural persons: they are counted, and nobody is named.",
    ),
    "loses": _text("变差最多的", "Who comes off worst"),
    "gains": _text("变好最多的", "Who gains most"),
    "nobody": _text("没有。", "Nobody."),
    "more-firms": _text("再看 {count} 个", "{count} more"),
    "line": _text("计分行", "Line"),
    "record": _text("记录", "Record"),
    "change": _text("变化", "Change"),
    "more-lines": _text("其余 {count} 行", "{count} more lines"),
    "total": _text("得分", "Score"),
    "by-rule": _text("等级由规则决定：", "Grade by rule: "),
    "only-rule": _text(
        "得分没有变化，变的是等级的划分或定级规则。",
        "The score is the same: it is the bands or a rule of the grade that moves it.",
    ),
    "kind-value": _text("（按多条记录计算的值）", " (a value over several records)"),
    "kind-missing": _text("（无记录）", " (no record)"),
    "kind-floor": _text("（下限）", " (floor)"),
    "kind-cap": _text("（上限）", " (cap)"),
    "direct": _text("名单与直接定级", "Lists and direct grades"),
    "direct-note": _text(
        "名单由规则产生：下列规则按所读记录直接确定等级，或规定不得高于某级。主体数只计等级确由该规则决定的。",
        "Lists come from rules: these set a grade, or limit it, by the records they read. Counted are the subjects "
        "whose grade the rule decides.",
    ),
    "no-rules": _text("两个版本都没有这类规则。", "Neither version has such rules."),
    "rule": _text("规则", "Rule"),
    "reads": _text("读取：{items}", "reads {items}"),
    "comma": _text("、", ", "),
    "sets": _text("定为 {grade}", "sets {grade}"),
    "ceiling": _text("不得高于 {grade}", "not above {grade}"),
    "no-rule": _text("无此规则", "no such rule"),
    "gets": _text("新增", "Gained"),
    "loses-rule": _text("减少", "Lost"),
    "load": _text("检查工作量", "Inspection load"),
    "load-note": _text(
        "按抽查比例表 {table}：每级主体数 × 该级比例 = 一轮检查次数。未评价的主体没有等级，不在其中。",
        "By the table of shares {table}: the subjects of each grade times its share are the inspections of one round. "
        "Subjects not evaluated have no grade and are not in it.",
    ),
    "no-load": _text(
        "没有指定抽查比例表。加 --shares 即可计算，例如 --shares inspection-share.henan。",
        "No table of shares was named; --shares computes it, for example --shares inspection-share.henan.",
    ),
    "percent-share": _text("比例", "Share"),
    "inspections": _text("检查次数", "Inspections"),
    "sum": _text("合计", "Sum"),
    "cite": _text("依据", "Basis"),
    "provenance": _text("来源", "Provenance"),
    "method": _text(
        "两个版本在同一天、对账本的同一状态各评价一次，逐个主体对照。同样的参数再算一次，结果逐字节相同。",
        "Both versions evaluate the same state of the ledger as of the same day, and are compared subject by subject. "
        "The same arguments give the same result to the last digit.",
    ),
    "reference-only": _text(
        "{version}的结果仅供参考：{cite}", "The result of the version “{version}” is for reference only: {cite}"
    ),
    "engine": _text("引擎", "Engine"),
    "model": _text("模型", "Model"),
    "drafts": _text("草案包", "Draft packs"),
    "pack": _text("规则包", "Pack"),
    "digest": _text("摘要（SHA-256）", "Digest (SHA-256)"),
}

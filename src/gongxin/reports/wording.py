"""Every word a credit report says of its own, in Chinese and English: one place, so that both say the same."""

from __future__ import annotations

from typing import Literal

from gongxin.law.schema.basics import Text

Language = Literal["zh", "en"]


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


TITLE = _text("公共信用信息报告", "Public credit report")

#: Titles of what may happen to a record, by kind of event.
EVENTS: dict[str, Text] = {
    "corrected": _text("已更正", "corrected"),
    "withdrawn": _text("已撤回", "withdrawn"),
    "repaired": _text("已修复", "repaired"),
    "repair_revoked": _text("修复被撤销", "repair revoked"),
    "reassigned": _text("移至正确主体", "moved to the subject it belongs to"),
    "objection_opened": _text("提出异议", "objection raised"),
    "objection_closed": _text("异议办结", "objection closed"),
    "shielded": _text("暂时屏蔽", "hidden for the time being"),
    "unshielded": _text("解除屏蔽", "shown again"),
    "list_entry": _text("列入名录", "entered on the list"),
    "list_exit": _text("移出名录", "removed from the list"),
    "consent_given": _text("本人同意", "consent given"),
    "consent_withdrawn": _text("撤回同意", "consent withdrawn"),
}

#: What is said instead, where points rest on records that the public may not see.
NOT_PUBLIC = _text("不公开展示的记录（合计）", "records not on public display (sum)")

#: What a contribution comes from, put to the title of its rule.
KINDS: dict[str, Text] = {
    "record": _text("{title}", "{title}"),
    "value": _text("{title}", "{title}"),
    "missing": _text("{title}：无记录", "{title}: no record"),
    "floor": _text("{title}：扣分下限", "{title}: floor"),
    "cap": _text("{title}：上限", "{title}: cap"),
}

#: What a subject can do about a record that stands against it; filled in with its dates.
ADVICE: dict[str, Text] = {
    "repairable": _text(
        "自 {repairable_from} 起可以申请信用修复：请先履行义务、纠正行为，再向认定单位提出申请。",
        "Since {repairable_from} repair may be asked for: fulfil the duties, put the matter right, then apply to the "
        "unit that made the finding.",
    ),
    "repairable-later": _text(
        "自 {repairable_from} 起方可申请信用修复；在此之前请先履行义务、纠正行为。",
        "Repair may be asked for from {repairable_from} on; until then, fulfil the duties and put the matter right.",
    ),
    "ends-by-itself": _text(
        "期限于 {ends_on} 届满，届满后自动终止。",
        "The period runs out on {ends_on} and ends by itself.",
    ),
    "no-early-end": _text(
        "没有提前终止的规定；如对内容有异议，可以申请核实更正。",
        "No rule provides for an early end; whoever disputes the content may ask for it to be checked.",
    ),
    "objected": _text("异议正在处理。", "An objection is being dealt with."),
}

#: Headings, labels and sentences of the page.
WORDS: dict[str, Text] = {
    "way-up": _text(
        "{model}：由 {grade} 级升为 {better} 级的最短途径（届时 {score} 分，自 {on} 起）：",
        "{model}: the shortest way from {grade} to {better} (score {score} then, from {on} on):",
    ),
    "no-way-up": _text(
        "{model}：现为 {grade} 级；没有可因修复或期满而提高等级的记录，只能靠新的良好记录提高得分。",
        "{model}: {grade}; no record on file keeps the grade down that repair or the end of its period would take "
        "away. More points come from new good records only.",
    ),
    "mended-by-repair": _text(
        "自 {on} 起可申请修复，修复后不再计入", "repair may be asked for from {on} on; repaired, it counts no more"
    ),
    "mended-by-expiry": _text("期满终止，自 {on} 起不再计入", "its period runs out; it counts no more from {on} on"),
    "mended-hidden": _text("另有 {number} 条未公示的记录", "and {number} not on public display"),
    "report-for": _text("查询主体", "Subject"),
    "audience-public": _text("公开版", "Public edition"),
    "audience-subject": _text("主体自查版（全部记录）", "Subject's own edition: its whole file"),
    "synthetic": _text(
        "虚构数据：本报告中的主体、记录均为生成的测试数据，与任何真实主体无关。",
        "Synthetic data: subject and records were invented for testing and have nothing to do with any real subject.",
    ),
    "synthetic-short": _text("虚构数据 · 不得作为凭证", "Synthetic data · proves nothing"),
    "skip": _text("跳到正文", "Skip to the report"),
    "contents": _text("概览", "Overview"),
    "entries": _text("条数", "Entries"),
    "as-of": _text("截至日期", "As of"),
    "data-until": _text("数据截止", "Data until"),
    "known-at": _text("账本版本（批次）", "Ledger version (batch)"),
    "law-version": _text("规则版本", "Version of the rules"),
    "no-batch": _text("尚无批次", "no batch yet"),
    "no-end": _text("长期（无截止日期）", "no end"),
    "none": _text("查询期内无相关信息", "No record in the period"),
    "no-advice": _text("没有可以改善的记录", "Nothing on file that could be improved"),
    "marks": _text("标记", "Marks"),
    "mark-honoured": _text("守信激励对象", "subject of incentives"),
    "mark-listed": _text("失信惩戒对象", "subject of penalties for dishonesty"),
    "former-names": _text("曾用名", "Former names"),
    "kind": _text("主体类别", "Kind of subject"),
    "individual-business": _text("个体工商户", "individual business"),
    "not-registered": _text("没有登记信息，仅见于其他记录。", "Never registered here; known from other records only."),
    "identifier": _text("标识", "Identifier"),
    "no-name": _text("名称未知", "name unknown"),
    "basis": _text("入库依据", "Recorded by"),
    "source": _text("数据来源", "Source"),
    "record": _text("记录", "Record"),
    "standing": _text("公示状态", "Standing"),
    "displayed": _text("公示中", "on display"),
    "not-displayed": _text("不公示", "not on display"),
    "counted": _text("计入评价", "counted"),
    "not-counted": _text("不计入评价", "not counted"),
    "shared": _text("共享", "shared"),
    "not-shared": _text("不共享", "not shared"),
    "objected": _text("异议处理中", "under objection"),
    "corrected": _text("已更正", "corrected"),
    "repair-now": _text("{day} 起可申请修复", "Repair may be asked for since {day}"),
    "repair-later": _text("{day} 起方可申请修复", "Repair may be asked for from {day}"),
    "unverified": _text("未核对原文", "unverified"),
    "unverified-note": _text(
        "标有“未核对原文”的依据或分值，其原文尚未读到，仅供参考。",
        "Where “unverified” stands, the words of the rule or number have not been read; take it with caution.",
    ),
    "grade": _text("等级", "Grade"),
    "score": _text("得分", "Score"),
    "measured": _text("（值 {value}）", "(value {value})"),
    "base": _text("基准分", "Base"),
    "points": _text("分值", "Points"),
    "rule": _text("规则", "Rule"),
    "dimension": _text("维度", "Dimension"),
    "cite": _text("依据", "Basis"),
    "sum": _text("合计", "Sum"),
    "how-graded": _text("得分由来", "How the score came about"),
    "ruled": _text("等级由规则确定或限制：", "The grade was set or limited by rule: "),
    "beside": _text("各来源评价结果并列", "All evaluations, beside one another"),
    "beside-note": _text(
        "各结果按各自的等级解读，互不替代，不作换算。",
        "Each is read on its own scale; none replaces another, none is converted.",
    ),
    "evaluation": _text("评价", "Evaluation"),
    "scale": _text("等级序列（由优到差）", "Its grades, best first"),
    "scale-unsaid": _text("未说明", "not said"),
    "made-on": _text("评价日期", "Made on"),
    "source-national": _text("全国", "nation"),
    "source-industry": _text("行业", "sector"),
    "source-province": _text("地方", "province"),
    "source-city": _text("城市", "city"),
    "source-market": _text("市场", "market"),
    "above-ceiling": _text("高于全国评价所设上限", "above the ceiling set by the national grade"),
    "reference-only": _text("仅供参考，不作为任何决定的依据", "For reference only: no decision may rest on it"),
    "lines-unverified": _text("{count} 项依据未核对原文", "{count} lines rest on rules not verified"),
    "provenance": _text("来源与核验", "Provenance and verification"),
    "packs": _text("所用规则包", "Packs of rules used"),
    "pack": _text("规则包", "Pack"),
    "digest": _text("摘要（SHA-256）", "Digest (SHA-256)"),
    "proof": _text("透明日志", "Transparency log"),
    "proof-explained": _text(
        "账本每一批数据都记入透明日志，日志首部经签名。用平台公钥和本报告的 JSON 文件即可离线核验：gongxin verify。",
        "Each batch of the ledger is a leaf of a log whose head is signed. With the platform's public key and the JSON "
        "of this report anyone can check it offline: gongxin verify.",
    ),
    "log-size": _text("日志长度", "Length of the log"),
    "log-root": _text("日志根", "Root of the log"),
    "seal": _text("报告签名", "Seal of the report"),
    "batches": _text("本报告所含数据批次", "Batches this report draws on"),
    "batch": _text("批次", "Batch"),
    "item": _text("事项", "Item"),
    "handed-in": _text("报送日期", "Handed in"),
    "record-id": _text("记录编号", "Record number"),
    "rights": _text(
        "主体认为信息有误或不应公示的，可以提出异议；符合条件的，可以申请信用修复。二者均不收费。",
        "A subject that holds information to be wrong or wrongly shown may object; where the conditions are met it may "
        "ask for repair. Both are free of charge.",
    ),
}


def scheme_title(scheme: str | None) -> Text | None:
    """What the identifiers of a scheme of this platform are called; a pack's own scheme has no title here."""
    return _SCHEMES.get(scheme or "")


_SCHEMES = {
    "uscc": _text("统一社会信用代码", "Unified social credit code"),
    "person": _text("自然人（身份号码摘要）", "Natural person (digest of the identity number)"),
}

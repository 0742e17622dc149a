"""Checks of procedures: that each has a flow it fits, terms and papers for all that the flow names, and no rival of its
own rank; and that nobody is asked for more than the law lets ask."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from gongxin.law.checks.condition_needs import check_needs
from gongxin.law.checks.conditions import Conditions, check_items, check_twice
from gongxin.law.checks.flow_effects import check_value, names_in
from gongxin.law.checks.flow_ways import Ways, is_known, said_by
from gongxin.law.checks.flows import check_flows
from gongxin.law.checks.rights import ANSWERED
from gongxin.law.order import applies
from gongxin.law.personal import seems_personal
from gongxin.law.schema.basics import Duration
from gongxin.law.schema.procedure import Actor, Effect, ProcedureKind
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.procedure import Flow, Move, Procedure
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place

_PRACTICE = "gongxin-practice"  # what no law says, and so cannot ask anybody for personal data
#: Effects that fall on a record that is there, and make its subject worse off.
_ADVERSE = frozenset({Effect.REPAIR_REVOKED})


def check_procedures(statutes: Statutes, problems: Problems) -> None:
    """Note what does not hold together in flows and procedures."""
    check_flows(statutes, problems)
    conditions = Conditions(statutes, problems)
    for procedure in statutes.procedures.all():
        _check_twice(procedure, problems)
        _check_scope(procedure, statutes, problems, conditions)
        _check_conditions(procedure, statutes, problems, conditions)
        _check_papers(procedure, problems, conditions)
        _check_remedies(procedure, statutes, problems)
        for place, parameter in _parameters(procedure.value):
            _check_parameter(procedure, place, parameter, statutes, problems)
        flow = _flow_of(procedure, statutes, problems)
        if flow is not None:
            _check_terms(procedure, flow, problems)
            _check_moves(procedure, flow, statutes, problems)
    for left, right in combinations(statutes.procedures.all(), 2):
        _check_apart(left, right, statutes, problems)


def _check_scope(procedure: Placed[Procedure], statutes: Statutes, problems: Problems, conditions: Conditions) -> None:
    """That the records it governs are there, and that whoever has the right may open it."""
    value = procedure.value
    check_items(procedure, ("items",), value.items, statutes, problems)
    conditions.check(value.when, value.items, procedure.where("when"))
    by_record = value.edition_by == "record"
    for key, given in (("when", value.when), ("rule_sets", value.rule_sets), ("edition_by", by_record)):
        if given and not value.items:
            problems.add(
                "about-no-record",
                zh=f"{key!r} 要看记录，而本程序不针对记录（没有 'items'）",
                en=f"{key!r} looks at the record, and this procedure is about none (it has no 'items')",
                where=procedure.where(key),
            )
    for position, rule_set in enumerate(value.rule_sets):
        _check_rule_set(procedure, position, rule_set, statutes, problems)
    if Actor.CLOCK in value.opens or (value.kind in ANSWERED and Actor.SUBJECT not in value.opens):
        problems.add(
            "opened-by-the-wrong-one",
            zh="案件由人提起；修复、屏蔽、异议和复核须能由主体本人提出：请在 'opens' 中写 subject，不写 clock",
            en="a case is opened by somebody, and repair, shielding, objection and review by the subject itself: name "
            "'subject' under 'opens', and not 'clock'",
            where=procedure.where("opens"),
        )


def _check_twice(procedure: Placed[Procedure], problems: Problems) -> None:
    value = procedure.value
    check_twice(procedure, [(("conditions", n, "id"), one.id) for n, one in enumerate(value.conditions)], problems)
    check_twice(procedure, [(("papers", n, "id"), one.id) for n, one in enumerate(value.papers)], problems)
    check_twice(procedure, [(("terms", n, "deadline"), one.deadline) for n, one in enumerate(value.terms)], problems)


def _check_remedies(procedure: Placed[Procedure], statutes: Statutes, problems: Problems) -> None:
    """That a remedy which runs on the platform is there, and is a review."""
    for position, remedy in enumerate(procedure.value.remedies):
        if remedy.procedure is None:
            continue
        where = procedure.where("remedies", position, "procedure")
        reviews = {one.value.id for one in statutes.procedures.all() if one.value.kind is ProcedureKind.REVIEW}
        if remedy.procedure not in reviews:
            problems.add_unknown(
                "unknown-review",
                remedy.procedure,
                reviews,
                zh=f"没有复核程序 {remedy.procedure!r}",
                en=f"there is no procedure of review {remedy.procedure!r}",
                where=where,
            )


def _check_rule_set(
    procedure: Placed[Procedure], position: int, rule_set: str, statutes: Statutes, problems: Problems
) -> None:
    where = procedure.where("rule_sets", position)
    if rule_set not in statutes.publicity:
        problems.add_unknown(
            "unknown-rule-set",
            rule_set,
            statutes.publicity.ids(),
            zh=f"没有公示规则 {rule_set!r}",
            en=f"there is no publicity rule set {rule_set!r}",
            where=where,
        )
    elif procedure.value.items and not set(procedure.value.items) & set(
        statutes.publicity.under(rule_set)[0].value.items
    ):
        problems.add(
            "rule-set-of-other-items",
            zh=f"公示规则 {rule_set!r} 不管辖本程序的任何事项；请核对 'items'",
            en=f"the publicity rule set {rule_set!r} governs none of the items of this procedure; check 'items'",
            where=where,
        )


def _check_conditions(
    procedure: Placed[Procedure], statutes: Statutes, problems: Problems, conditions: Conditions
) -> None:
    for position, condition in enumerate(procedure.value.conditions):
        place: Place = ("conditions", position)
        check_needs(procedure, place, condition, problems)
        check_items(procedure, (*place, "items"), condition.items, statutes, problems)
        read = condition.items or procedure.value.items
        conditions.check(condition.when, read, procedure.where(*place, "when"))


def _check_papers(procedure: Placed[Procedure], problems: Problems, conditions: Conditions) -> None:
    for position, paper in enumerate(procedure.value.papers):
        place: Place = ("papers", position)
        conditions.check(paper.when, procedure.value.items, procedure.where(*place, "when"))
        if not paper.personal and seems_personal([paper.id, paper.title.zh, paper.title.en]):
            problems.add(
                "personal-unsaid",
                zh=f"材料 {paper.id!r} 似乎含有自然人的个人信息；请写 'personal: true' 并写明依据，若并非如此请改名称",
                en=f"the paper {paper.id!r} seems to tell about a natural person: say 'personal: true' and the law "
                "that asks for it, or name it otherwise if it does not",
                where=procedure.where(*place),
            )
        if paper.personal and (paper.cite is None or paper.cite.instrument == _PRACTICE):
            problems.add(
                "personal-without-statute",
                zh=f"材料 {paper.id!r} 含个人信息，没有规定要求就不得索取；请在 'cite' 中写明规定，或删去",
                en=f"the paper {paper.id!r} is personal, and nobody is asked for it without a rule that does: name the "
                "rule under 'cite', or take the paper out",
                where=procedure.where(*place),
            )


def _parameters(procedure: Procedure) -> Iterator[tuple[Place, str]]:
    for position, condition in enumerate(procedure.conditions):
        if condition.parameter is not None:
            yield ("conditions", position, "parameter"), condition.parameter
    for position, term in enumerate(procedure.terms):
        for key in ("parameter", "extension_parameter", "at_most"):
            named = getattr(term, key)
            if named is not None:
                yield ("terms", position, key), named


def _check_parameter(
    procedure: Placed[Procedure], place: Place, parameter: str, statutes: Statutes, problems: Problems
) -> None:
    if parameter not in statutes.parameters:
        problems.add_unknown(
            "unknown-parameter",
            parameter,
            statutes.parameters.ids(),
            zh=f"没有参数 {parameter!r}",
            en=f"there is no parameter {parameter!r}",
            where=procedure.where(*place),
        )
    elif any(
        not isinstance(dated.value, Duration | None) for dated in statutes.parameters.under(parameter)[0].value.values
    ):
        problems.add(
            "parameter-no-span",
            zh=f"参数 {parameter!r} 不是时间段，不能作期限",
            en=f"the parameter {parameter!r} is no span of time and can be no term",
            where=procedure.where(*place),
        )


def _flow_of(procedure: Placed[Procedure], statutes: Statutes, problems: Problems) -> Flow | None:
    """The flow it names, if it is there and of its kind."""
    value = procedure.value
    if value.flow not in statutes.flows:
        problems.add_unknown(
            "unknown-flow",
            value.flow,
            statutes.flows.ids(),
            zh=f"没有办理流程 {value.flow!r}",
            en=f"there is no flow {value.flow!r}",
            where=procedure.where("flow"),
        )
        return None
    flow = statutes.flows.under(value.flow)[0].value
    if flow.kind is not value.kind:
        problems.add(
            "kinds-differ",
            zh=f"本程序办理 {value.kind}，流程 {value.flow!r} 却是 {flow.kind} 的；请改其一",
            en=f"the procedure is a {value.kind}, but the flow {value.flow!r} is a {flow.kind}; change one of them",
            where=procedure.where("flow"),
        )
        return None
    return flow


def _check_terms(procedure: Placed[Procedure], flow: Flow, problems: Problems) -> None:
    """That each deadline of the flow has its term, and no term is for nothing."""
    deadlines = {deadline.id: deadline for deadline in flow.deadlines}
    for position, term in enumerate(procedure.value.terms):
        if term.deadline not in deadlines:
            problems.add_unknown(
                "unknown-deadline",
                term.deadline,
                deadlines,
                zh=f"流程 {flow.id!r} 没有期限 {term.deadline!r}",
                en=f"the flow {flow.id!r} has no deadline {term.deadline!r}",
                where=procedure.where("terms", position, "deadline"),
            )
        elif term.prolongs and deadlines[term.deadline].extension is None:
            problems.add(
                "extension-nowhere",
                zh=f"流程 {flow.id!r} 中期限 {term.deadline!r} 没有延长的动作；请删去延长，或在流程中加 'extension'",
                en=f"nothing prolongs the deadline {term.deadline!r} in the flow {flow.id!r}: drop the extension, or "
                "give the deadline an 'extension' there",
                where=procedure.where("terms", position, "deadline"),
            )
    told = {term.deadline for term in procedure.value.terms}
    missing = [name for name in deadlines if name not in told]
    if missing:
        problems.add(
            "term-missing",
            zh=f"流程 {flow.id!r} 的期限没有写明长短：{'、'.join(missing)}；规定没有天数的，写 'unset: true'",
            en=f"nothing says how long these deadlines of the flow {flow.id!r} are: {', '.join(missing)}; where the "
            "instrument gives no number, write 'unset: true'",
            where=procedure.where("terms") if procedure.value.terms else procedure.where("flow"),
        )


def _check_moves(procedure: Placed[Procedure], flow: Flow, statutes: Statutes, problems: Problems) -> None:
    """That what the moves of the flow need and do fits this procedure."""
    if any(move.to not in {state.id for state in flow.states} for state in flow.states for move in state.moves):
        return  # told with the flow
    ways = Ways(flow)
    papers = {paper.id for paper in procedure.value.papers}
    for _, _, move in ways.moves():
        for paper in move.papers:
            if paper not in papers:
                problems.add_unknown(
                    "unknown-paper",
                    paper,
                    papers,
                    zh=f"流程 {flow.id!r} 的动作 {move.id!r} 要交材料 {paper!r}，本程序没有列出",
                    en=f"the move {move.id!r} of the flow {flow.id!r} asks for the paper {paper!r}, which this "
                    "procedure does not have",
                    where=procedure.where("papers") if papers else procedure.where("flow"),
                )
        _check_effects(procedure, move, statutes, problems)
    _check_said_days(procedure, ways, problems)
    _check_clock(procedure, ways, problems)


def _check_effects(procedure: Placed[Procedure], move: Move, statutes: Statutes, problems: Problems) -> None:
    value = procedure.value
    for effect in move.effects:
        if effect.effect is not Effect.RECORD and not value.items:
            problems.add(
                "about-no-record",
                zh=f"动作 {move.id!r} 要改变案件所针对的记录，而本程序不针对记录；请写 'items'",
                en=f"the move {move.id!r} changes the record of the case, and this procedure is about none: give "
                "'items'",
                where=procedure.where("flow"),
            )
        if effect.effect in _ADVERSE and (effect.cite or value.cite).article is None:
            problems.add(
                "adverse-effect-without-article",
                zh=f"动作 {move.id!r} 使主体处境变差（{effect.effect}），须写明条款；请在 'cite' 中写 'article'",
                en=f"the move {move.id!r} leaves the subject worse off ({effect.effect}): name the article, "
                "'cite' with 'article'",
                where=procedure.where("cite"),
            )
        _check_values(procedure, effect.values, effect.effect, effect.item, statutes, problems)


def _check_values(
    procedure: Placed[Procedure],
    values: dict[str, str],
    effect: Effect,
    item: str | None,
    statutes: Statutes,
    problems: Problems,
) -> None:
    """That corrections fit the records it is about, and that its variant is a code where the flow writes it down."""
    value = procedure.value
    if effect is Effect.CORRECTED:
        for one in value.items:
            for key, text in values.items() if one in statutes.items else ():
                check_value(procedure, ("flow",), statutes.items.under(one)[0].value, key, text, statutes, problems)
    elif item is not None and item in statutes.items:
        made = statutes.items.under(item)[0].value
        for key, text in values.items():
            if "variant" in names_in(text):
                coded = value.variant or ""
                check_value(procedure, ("variant",), made, key, coded, statutes, problems)


def _check_said_days(procedure: Placed[Procedure], ways: Ways, problems: Problems) -> None:
    """That a term which is a day the case has said is said by the time it begins."""
    starts = {deadline.id: deadline.starts for deadline in ways.flow.deadlines}
    known = ways.known()
    for position, term in enumerate(procedure.value.terms):
        start = starts.get(term.deadline)
        if term.said is None or start is None:
            continue
        if not is_known(term.said, known.get(start, frozenset())):
            said = {name for _, _, move in ways.moves() for name in said_by(move)}
            cure = did_you_mean(term.said, said)
            problems.add(
                "never-said",
                zh=f"期限开始时案件中不一定有 {term.said!r}；{cure.zh}请让此前的动作用 'gives' 说明它",
                en=f"a case need not know {term.said!r} when the term begins; {cure.en} Let a move before it say it "
                "under 'gives'",
                where=procedure.where("terms", position, "said"),
            )


def _check_clock(procedure: Placed[Procedure], ways: Ways, problems: Problems) -> None:
    """That no case is left to a clock that never strikes: a move of silence needs a term with a number."""
    unset = {term.deadline for term in procedure.value.terms if term.unset}
    never = {deadline.silence for deadline in ways.flow.deadlines if deadline.id in unset}
    ends = ways.ends()
    ending = ways.leading_to(ends, lambda move: move.id not in never or move.by != (Actor.CLOCK,))
    stuck = ways.leading_to(ends) - ending  # what no way leads out of at all is told with the flow
    for state in ways.flow.states:
        if state.id in stuck:
            problems.add(
                "clock-never-strikes",
                zh=f"在状态 {state.id!r} 中只能等期限届满，而本程序没有规定天数；请写明期限",
                en=f"a case in the state {state.id!r} waits for a term to run out, and this procedure has no number "
                "for it: give the term a length",
                where=procedure.where("terms"),
            )


def _check_apart(left: Placed[Procedure], right: Placed[Procedure], statutes: Statutes, problems: Problems) -> None:
    """That a case can tell two editions apart by id and first day, and that of two procedures for the same record on
    the same day in the same place one takes precedence."""
    one, other = left.value, right.value
    if (one.id, one.in_force.from_) == (other.id, other.in_force.from_):
        problems.add(
            "edition-twice",
            zh=f"办理程序 {other.id!r} 自 {other.in_force.from_} 起已有一个版本（{left.where()}），案件无从分辨；"
            "请改 id 或起日",
            en=f"the procedure {other.id!r} has an edition from {other.in_force.from_} on already ({left.where()}), "
            "and no case could tell them apart; change an id or a first day",
            where=right.where("in_force"),
        )
        return
    if (one.kind, one.variant, one.precedence) != (other.kind, other.variant, other.precedence):
        return
    if one.when != other.when or not (_shared(one, other) and one.in_force.overlaps(other.in_force)):
        return  # conditions that differ are taken to part the records
    places = [statutes.packs[placed.pack].header.jurisdiction.region for placed in (left, right)]
    if not (applies(places[0], places[1]) or applies(places[1], places[0])):
        return
    problems.add(
        "procedures-overlap",
        zh=f"办理程序 {other.id!r} 与 {one.id!r}（{left.where()}）在同一时期管辖相同的记录，且 precedence 相同；"
        "请写明前者的止日，给其中一个更高的 'precedence'，或写不同的 'variant'",
        en=f"the procedures {other.id!r} and {one.id!r} ({left.where()}) govern the same records at the same time with "
        "the same precedence; end one before the other starts, give one a higher 'precedence', or another 'variant'",
        where=right.where("in_force"),
    )


def _shared(one: Procedure, other: Procedure) -> bool:
    if not one.items or not other.items:
        return not one.items and not other.items
    sets = set(one.rule_sets) & set(other.rule_sets) or not (one.rule_sets and other.rule_sets)
    return bool(set(one.items) & set(other.items)) and bool(sets)

"""Li Li consents, is evaluated, withdraws; and what was kept under her consent cannot be read by anybody any more."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.conftest import COMPANY, NOON, PERSON, TODAY

from gongxin.accounts.roles import Role
from gongxin.errors import GongxinError, LedgerError, NotAllowed, UsageError
from gongxin.intake.pipeline import take
from gongxin.law.library import Law
from gongxin.ledger import Ledger

if TYPE_CHECKING:
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

    from gongxin.accounts.models import Account, Consent
    from gongxin.workspace import Workspace

pytestmark = pytest.mark.slow

PACKS = Path(__file__).parent / "packs"
MODEL = "yp.benefits"
PLACE = "云泽河畔图书馆夜间志愿岗"
LATER = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load([PACKS], shipped=False)


def takes(workspace: Workspace, donations: int) -> None:
    """The health department hands in what it keeps by statute."""
    rows = [
        {
            "record_id": f"r{place}",
            "version": 1,
            "content": "c",
            "subject_id": PERSON,
            "subject_kind": "natural_person",
            "item": "yp.donation",
            "doc_no": f"云卫〔2026〕{place}号",
            "determined_on": date(2026, 3, place),
        }
        for place in range(1, donations + 1)
    ]
    with (
        duckdb.connect(config={"threads": 1}) as connection,
        Ledger.open(workspace).begin(item="yp.donation", source="health", as_of=TODAY) as batch,
    ):
        connection.register("handed_in", pa.Table.from_pylist(rows))
        batch.append("record", connection, "SELECT * FROM handed_in")
        batch.commit({}, "digest", synthetic=True)


@pytest.fixture
def lili(hire: Hire) -> Account:
    return hire("lili", Role.SUBJECT, subject_id=PERSON)


def consents_to(office: Office, law: Law, purpose: str, by: Account) -> Consent:
    from gongxin.accounts.consent_text import consent_text
    from gongxin.accounts.consents import give

    return give(office.workspace, consent_text(law, purpose, TODAY), by=by, as_of=TODAY, at=NOON)


def refused(rule: str, call: Any, *args: Any, **named: Any) -> GongxinError:
    with pytest.raises(GongxinError) as caught:
        call(*args, **named)
    assert caught.value.rule == rule
    return caught.value


def scores(office: Office, law: Law, by: Account, as_of: date = TODAY) -> int:
    from gongxin.accounts.personal_score import personal_score

    found = personal_score(office.workspace, law, PERSON, MODEL, by=by, as_of=as_of, at=NOON)
    return int(found.score)


def evaluated(office: Office, law: Law, as_of: date) -> bool:
    """Whether the evaluation of everybody has a score of hers, which reads the ledger and nothing else."""
    from gongxin.evaluation.explain import NotEvaluated, explain

    try:
        explain(Ledger.open(office.workspace), law, PERSON, MODEL, as_of=as_of)
    except NotEvaluated:
        return False
    return True


def test_her_score_is_there_while_her_consent_stands_and_gone_the_moment_she_withdraws(
    office: Office, law: Law, lili: Account
) -> None:
    from gongxin.accounts.consents import in_force, withdraw

    takes(office.workspace, donations=2)
    refused("no-score-without-consent", scores, office, law, lili)
    assert not evaluated(office, law, TODAY)

    consent = consents_to(office, law, "benefits", lili)
    assert consent.given_batch is not None
    assert in_force(PERSON, "benefits", TODAY) == consent
    assert scores(office, law, lili) == 110
    assert evaluated(office, law, TODAY)

    withdraw(office.workspace, consent.number, by=lili, as_of=TODAY, at=NOON)
    assert in_force(PERSON, "benefits", TODAY) is None
    refused("no-score-without-consent", scores, office, law, lili)
    assert not evaluated(office, law, TODAY)
    assert not evaluated(office, law, LATER)


def test_a_consent_withdrawn_serves_no_question_about_the_days_before(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.consents import in_force, withdraw

    takes(office.workspace, donations=1)
    consent = consents_to(office, law, "benefits", lili)
    withdraw(office.workspace, consent.number, by=lili, as_of=LATER, at=NOON)
    assert in_force(PERSON, "benefits", TODAY) == consent  # it did stand then
    refused("no-score-without-consent", scores, office, law, lili, TODAY)


def test_she_can_consent_anew_under_another_key(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.consents import withdraw

    takes(office.workspace, donations=1)
    first = consents_to(office, law, "benefits", lili)
    refused("consent-stands", consents_to, office, law, "benefits", lili)
    withdraw(office.workspace, first.number, by=lili, as_of=TODAY, at=NOON)
    second = consents_to(office, law, "benefits", lili)
    assert second.key_digest != first.key_digest
    assert not evaluated(office, law, TODAY)  # of two words on one day the withdrawal prevails
    assert evaluated(office, law, TODAY + timedelta(days=1))
    withdraw(office.workspace, second.number, by=lili, as_of=TODAY, at=NOON)
    assert not evaluated(office, law, LATER)


def test_a_withdrawal_dated_before_its_consent_ends_it_all_the_same(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.consents import withdraw

    takes(office.workspace, donations=1)
    consent = consents_to(office, law, "benefits", lili)
    withdraw(office.workspace, consent.number, by=lili, as_of=TODAY - timedelta(days=9), at=NOON)
    assert not evaluated(office, law, TODAY)
    assert not evaluated(office, law, LATER)


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.tuples(DAYS, DAYS)), stands=st.booleans())
def test_whatever_days_were_said_the_last_word_counts(
    words: list[tuple[date, date]], stands: bool, office: Office
) -> None:
    from gongxin.accounts.consent_events import last_word

    said: list[tuple[date, date | None]] = [*words, (date(2026, 1, 5), None if stands else date(2026, 1, 5))]
    days = [last_word(said[: place + 1]) for place in range(len(said))]
    given = max(day for day, _ in days)
    withdrawn = max((day for (_, day), (_, on) in zip(days, said, strict=True) if on is not None), default=date.min)
    assert (given > withdrawn) is stands  # the question an evaluation asks, on any later day
    assert given <= date(2026, 1, 9) + timedelta(days=len(said))


def everything_in(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def dump_of(office: Office) -> bytes:
    """The workspace's files and, where the office is elsewhere, every row of the tables of consents."""
    found = everything_in(office.workspace.root)
    if office.url is not None:
        from django.db import connection

        with connection.cursor() as cursor:
            for table in ("accounts_consent", "accounts_sealedvalue", "accounts_keydestruction", "accounts_query"):
                cursor.execute(f"SELECT t::text FROM {table} AS t")
                found += "\n".join(row[0] for row in cursor.fetchall()).encode()
    return found


def test_after_her_withdrawal_no_byte_of_the_key_and_no_word_she_handed_in_is_anywhere(
    office: Office, law: Law, lili: Account
) -> None:
    from django.db import connections

    from gongxin.accounts.consents import prove, withdraw
    from gongxin.accounts.declarations import declarations, declare
    from gongxin.accounts.personal_score import keep_score, kept_scores

    takes(office.workspace, donations=2)
    consent = consents_to(office, law, "benefits", lili)
    values = {"place": PLACE, "noted_on": "2026-05-01"}
    declare(office.workspace, law, consent, "yp.volunteering", values, by=lili, as_of=TODAY, at=NOON)
    keep_score(office.workspace, law, MODEL, by=lili, as_of=TODAY, at=NOON)
    assert [of.values for of in declarations(office.workspace, consent)] == [values]
    (kept,) = kept_scores(office.workspace, consent)
    assert kept["score"] == "110"
    # A conclusion carries what it was drawn from: ledger, law and day.
    ledger = Ledger.open(office.workspace)
    assert (kept["known_at"], kept["law"], kept["as_of"]) == (ledger.last_batch, law.version, TODAY.isoformat())

    key = (office.workspace.consent_keys_dir / f"{consent.key_id}.key").read_bytes()
    before = dump_of(office)
    assert key in before
    assert PLACE.encode() not in before  # sealed from the first moment

    withdraw(office.workspace, consent.number, by=lili, as_of=TODAY, at=NOON)
    connections.close_all()
    after = dump_of(office)
    assert key not in after
    assert key.hex().encode() not in after
    assert PLACE.encode() not in after

    proof = prove(office.workspace, consent.number, by=lili)["key"]
    assert proof == {
        "digest": consent.key_digest,
        "destroyed_at": NOON.isoformat(),
        "there": False,
        "sealed_values": 0,
    }
    refused("consent-withdrawn", declarations, office.workspace, type(consent).objects.get(pk=consent.pk))


def test_a_ciphertext_restored_from_a_backup_opens_for_nobody(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.consents import withdraw
    from gongxin.accounts.models import SealedValue
    from gongxin.accounts.sealing import seal, unseal

    consent = consents_to(office, law, "keeping", lili)
    backup = seal(office.workspace, consent, "letter", {"said": PLACE}, at=NOON)
    assert unseal(office.workspace, backup) == {"said": PLACE}
    withdraw(office.workspace, consent.number, by=lili, as_of=TODAY, at=NOON)
    restored = SealedValue(consent=consent, name=backup.name, nonce=backup.nonce, ciphertext=backup.ciphertext)
    with pytest.raises(LedgerError, match="destroyed"):
        unseal(office.workspace, restored)


def test_a_ciphertext_moved_under_another_name_does_not_open(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.sealing import seal, unseal

    consent = consents_to(office, law, "keeping", lili)
    sealed = seal(office.workspace, consent, "letter", "yes", at=NOON)
    sealed.name = "another"
    refused("sealed-value-damaged", unseal, office.workspace, sealed)


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("at_step", ["finish_withdrawals", "destroy_key", "settle"])
def test_a_withdrawal_cut_short_holds_and_is_finished_by_whoever_comes_next(
    at_step: str, office: Office, law: Law, lili: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongxin.accounts import consents

    takes(office.workspace, donations=1)
    consent = consents_to(office, law, "benefits", lili)
    with monkeypatch.context() as patched:
        patched.setattr(consents, at_step, killed)
        with pytest.raises(KeyboardInterrupt):
            consents.withdraw(office.workspace, consent.number, by=lili, as_of=TODAY, at=NOON)
    refused("no-score-without-consent", scores, office, law, lili)  # withdrawn all the same
    for _ in range(2):
        consents.catch_up(office.workspace, as_of=TODAY, at=NOON)
        assert not consents.prove(office.workspace, consent.number, by=lili)["key"]["there"]
        assert not evaluated(office, law, TODAY)


def test_a_consent_whose_giving_was_cut_short_reaches_the_ledger(
    office: Office, law: Law, lili: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongxin.accounts import consents

    takes(office.workspace, donations=1)
    with monkeypatch.context() as patched:
        patched.setattr(consents, "settle", killed)
        with pytest.raises(KeyboardInterrupt):
            consents_to(office, law, "benefits", lili)
    assert not evaluated(office, law, TODAY)
    consents.catch_up(office.workspace, as_of=TODAY, at=NOON)
    assert evaluated(office, law, TODAY)


def test_the_ledger_is_told_once_though_the_office_forgot_that_it_was(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.consent_events import settle
    from gongxin.accounts.models import Consent

    consent = consents_to(office, law, "benefits", lili)
    told_in = consent.given_batch
    Consent.objects.update(given_batch=None)  # killed after the batch, before the note of it
    assert settle(office.workspace, TODAY) == 0
    assert Consent.objects.get().given_batch == told_in
    assert Ledger.open(office.workspace).last_batch == told_in


def test_a_withdrawal_waits_for_nobody_and_the_ledger_hears_of_it_later(
    office: Office, law: Law, lili: Account
) -> None:
    import threading

    from gongxin.accounts.consent_events import settle
    from gongxin.accounts.consents import prove, withdraw
    from gongxin.accounts.personal_score import ended
    from gongxin.casework.outbox import deliver

    takes(office.workspace, donations=1)
    consent = consents_to(office, law, "benefits", lili)
    holds, go = threading.Event(), threading.Event()

    def another_writer() -> None:
        from gongxin.workspace import Workspace

        with Workspace.open(office.workspace.root).writing("intake"):
            holds.set()
            go.wait(20)

    writer = threading.Thread(target=another_writer)
    writer.start()
    assert holds.wait(20)
    gone = withdraw(office.workspace, consent.number, by=lili, as_of=TODAY, at=NOON)
    go.set()
    writer.join()
    assert gone.withdrawn_batch is None
    assert evaluated(office, law, TODAY)  # the ledger does not know yet, and whoever shows a score asks the office
    assert ended(law, PERSON, TODAY) == {MODEL}
    assert not prove(office.workspace, consent.number, by=lili)["key"]["there"]
    refused("no-score-without-consent", scores, office, law, lili)
    deliver(office.workspace, law, at=NOON, as_of=TODAY)  # whoever next carries anything to the ledger carries this
    assert settle(office.workspace, TODAY) == 0
    assert not evaluated(office, law, TODAY)
    consents_to(office, law, "benefits", lili)
    assert ended(law, PERSON, TODAY) == frozenset()


def test_nobody_consents_for_another_and_no_company_consents(
    office: Office, law: Law, hire: Hire, lili: Account
) -> None:
    from gongxin.accounts.consents import of_subject, prove, withdraw

    consent = consents_to(office, law, "benefits", lili)
    refused("not-allowed", consents_to, office, law, "benefits", hire("lin", Role.CREDIT_OFFICE, source=""))
    refused("consent-of-a-person", consents_to, office, law, "benefits", hire("chen", Role.SUBJECT, subject_id=COMPANY))
    other = hire("wang", Role.SUBJECT, subject_id="person:" + "7d" * 16)
    refused("another-subject", withdraw, office.workspace, consent.number, by=other, as_of=TODAY, at=NOON)
    refused("another-subject", prove, office.workspace, consent.number, by=other)
    refused("no-consent", prove, office.workspace, "CN-0", by=other)
    assert of_subject(hire("audit", Role.AUDITOR), PERSON) == [consent]


def test_what_is_declared_keeps_to_the_scope_and_to_the_item(office: Office, law: Law, lili: Account) -> None:
    from gongxin.accounts.declarations import declarations, declare

    consent = consents_to(office, law, "keeping", lili)
    call = {"by": lili, "as_of": TODAY, "at": NOON}
    declares = (declare, office.workspace, law, consent)
    refused("outside-the-consent", *declares, "yp.donation", {"doc_no": "1"}, **call)
    refused("field-missing", *declares, "yp.volunteering", {"noted_on": "2026-05-01"}, **call)
    refused("unknown-field", *declares, "yp.volunteering", {"place": "x", "colour": "red"}, **call)
    refused("unknown-field", *declares, "yp.volunteering", {"place": "x", "code": "y"}, **call)
    declare(office.workspace, law, consent, "yp.volunteering", {"place": "证件 11010519491231002X"}, **call)  # type: ignore[arg-type]
    assert "11010519491231002X" not in declarations(office.workspace, consent)[0].values["place"]


def test_the_text_says_what_the_law_says_and_its_digest_changes_with_it(law: Law) -> None:
    from gongxin.accounts.consent_text import consent_text, purposes

    assert purposes(law, TODAY) == ["benefits", "keeping", "query"]
    text = consent_text(law, "benefits", TODAY)
    assert text.scope == ("yp.donation", "yp.volunteering")
    assert "市民礼遇分" in text.words.zh
    assert "points for residents' benefits" in text.words.en
    assert text.digest != consent_text(law, "keeping", TODAY).digest
    with pytest.raises(UsageError, match="no purpose"):
        consent_text(law, "everything", TODAY)


def test_no_file_of_an_item_that_rests_on_consent_alone_enters_the_ledger(tmp_path: Path) -> None:
    from gongxin.workspace import Workspace

    workspace = Workspace.create(tmp_path / "platform", buckets=4)
    pack = workspace.packs_dir / "yunze-persons"
    shutil.copytree(PACKS / "yunze-persons", pack, ignore=shutil.ignore_patterns("parameters"))
    file = tmp_path / "volunteers.csv"
    file.write_text(f"代码,服务地点,日期\n,{PLACE},2026-05-01\n")
    refused("item-by-consent", take, workspace, [file], "yp.volunteering", "association", TODAY)
    assert Ledger.open(workspace).last_batch == 0
    assert PLACE.encode() not in everything_in(workspace.root)


def test_a_bank_sees_her_only_by_her_consent_to_it(office: Office, law: Law, hire: Hire, lili: Account) -> None:
    from gongxin.accounts.consents import withdraw
    from gongxin.accounts.query_log import log_query, queries_of

    bank = hire("bank", Role.AUTHORISED_USER, consumer="yunze-bank")
    other = hire("other", Role.AUTHORISED_USER, consumer="hill-bank")
    asks = {"purpose": "loan", "on": TODAY, "at": NOON}
    refused("person-without-authorisation", log_query, bank, PERSON, **asks)
    consent = consents_to(office, law, "query.yunze-bank", lili)
    entry = log_query(bank, PERSON, **asks)  # type: ignore[arg-type]
    assert entry is not None
    assert entry.authorisation == consent.number
    refused("person-without-authorisation", log_query, other, PERSON, authorisation=consent.number, **asks)

    general = consents_to(office, law, "query", lili)
    refused("person-without-authorisation", log_query, other, PERSON, **asks)
    assert log_query(other, PERSON, authorisation=general.number, **asks) is not None  # type: ignore[arg-type]

    for one in (consent, general):
        withdraw(office.workspace, one.number, by=lili, as_of=TODAY, at=NOON)
    refused("person-without-authorisation", log_query, bank, PERSON, **asks)
    refused("person-without-authorisation", log_query, other, PERSON, authorisation=general.number, **asks)
    assert [query.by for query in queries_of(lili, PERSON)] == [other, bank]


def test_refusals_of_a_natural_person_s_file_are_errors_of_permission(office: Office) -> None:
    from gongxin.accounts.query_log import log_query

    with pytest.raises(NotAllowed) as refusal:
        log_query(None, PERSON, purpose="curiosity", on=TODAY, at=NOON)
    assert refusal.value.rule == "sign-in-first"

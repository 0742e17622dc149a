"""Applying on one page, for one's own firm only; and how far it is, for whoever has the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.town import BRIDGE, BRIDGE_CODE
from tests.portal.conftest import first_record

if TYPE_CHECKING:
    from tests.portal.conftest import Reader, Site

pytestmark = pytest.mark.slow

FILE = f"/subjects/{BRIDGE_CODE}/"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"

on_both = pytest.mark.parametrize("office", ["sqlite", "postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def paper(name: str = "proof.pdf", content: bytes = PDF) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def form_of(reader: Reader, kind: str = "repair") -> tuple[str, list[str]]:
    """The address at which a reader applies, and the names of the fields there."""
    reader.gets(first_record(reader.gets(FILE)))
    offered = [part.split('"')[0] for part in reader.html.split('href="') if "/apply/" in part.split('"')[0]]
    path = next(path for path in offered if kind in path)
    reader.gets(path)
    return path, [part.split('"')[0] for part in reader.html.split('name="')[1:]]


def filled_in(names: list[str], **more: Any) -> dict[str, Any]:
    """Every declaration made, every paper handed in, the letter signed."""
    data: dict[str, Any] = {name: "on" for name in names if name.startswith("declared-") or name == "signed"}
    data |= {name: paper() for name in names if name.startswith("paper-")}
    return data | {"reason": "已缴纳罚款并补报年报"} | more


@on_both
def test_a_firm_asks_for_repair_on_one_page_and_the_case_is_handed_in(site: Site) -> None:
    from gongxin.casework.models import Case

    zhang = site.as_("zhang")
    path, names = form_of(zhang)
    assert BRIDGE in zhang.sees
    zhang.posts(path, **filled_in(names))
    case = Case.objects.get()
    assert (zhang.status, zhang.answer.url) == (302, f"/progress/{case.number}/")
    assert (case.kind, case.state, case.subject_id) == ("repair", "submitted", BRIDGE_CODE)
    assert {handed.paper for handed in case.papers.all()} >= {name[6:] for name in names if name.startswith("paper-")}


@pytest.mark.slow
@only_sqlite
def test_progress_shows_no_name_and_no_reason_to_the_public(site: Site) -> None:
    from gongxin.casework.models import Case

    zhang = site.as_("zhang")
    path, names = form_of(zhang)
    zhang.posts(path, **filled_in(names))
    public = site.public().gets("/progress/", number=Case.objects.get().number.lower())
    public.gets(public.answer.url)
    assert "待受理" in public.sees
    for private in (BRIDGE, BRIDGE_CODE, "张工", "zhang", "已缴纳罚款"):
        assert private not in public.html


@only_sqlite
def test_an_objection_marks_the_record_at_once(site: Site) -> None:
    zhang = site.as_("zhang")
    path, names = form_of(zhang, "objection")
    zhang.posts(path, **filled_in(names, claim="该处罚属于云泽市飞燕出租汽车有限公司"))
    assert zhang.status == 302
    assert "异议处理中" in site.public().gets(FILE).sees


@pytest.mark.slow
@only_sqlite
def test_a_paper_that_is_none_is_told_before_anything_is_opened(site: Site) -> None:
    from gongxin.casework.models import Case

    zhang = site.as_("zhang")
    path, names = form_of(zhang)
    wrong = {name: paper("proof.pdf", b"MZ not a paper") for name in names if name.startswith("paper-")}
    zhang.posts(path, **filled_in(names, **wrong))
    assert zhang.status == 422
    assert "按文件内容判断，不属于以下格式" in zhang.sees
    assert not Case.objects.exists()


@pytest.mark.slow
@only_sqlite
def test_a_second_application_points_to_the_first(site: Site) -> None:
    from gongxin.casework.models import Case

    zhang = site.as_("zhang")
    path, names = form_of(zhang)
    zhang.posts(path, **filled_in(names))
    again = zhang.gets(path)
    assert Case.objects.get().number in again.sees
    assert "<form class" not in again.html


@pytest.mark.slow
@only_sqlite
@pytest.mark.parametrize(("who", "status"), [("sun", 403), ("li", 400)])
def test_nobody_applies_for_another_firm(site: Site, who: str, status: int) -> None:
    path, _ = form_of(site.as_("zhang"))
    assert site.as_(who).gets(path).status == status


@only_sqlite
def test_the_public_is_sent_to_sign_in_and_comes_back(site: Site) -> None:
    path, _ = form_of(site.as_("zhang"))
    reader = site.public().gets(path)
    assert reader.status == 302
    assert reader.answer.url.startswith("/desk/sign-in/?next=/subjects/")


@only_sqlite
def test_a_number_that_no_case_has_is_told_on_the_same_page(site: Site) -> None:
    reader = site.public().gets("/progress/", number="R-2026-999999")
    assert reader.status == 404
    assert "没有编号为 R-2026-999999 的案件" in reader.sees


@only_sqlite
def test_what_is_promised_only_after_an_answer_is_asked_for_without_papers(site: Site) -> None:
    from gongxin.casework.models import Case

    zhang = site.as_("zhang").gets(f"{FILE}apply/cn.commitment.papers-to-follow/")
    assert zhang.status == 200
    assert "在本申请得到答复后" in zhang.sees
    assert 'name="signed"' not in zhang.html
    assert 'type="file"' not in zhang.html
    zhang.posts(f"{FILE}apply/cn.commitment.papers-to-follow/", reason="证照正在换发")
    case = Case.objects.get()
    assert (zhang.status, case.state, case.papers.count()) == (302, "applied", 0)


@only_sqlite
def test_who_acts_by_when_is_told_with_the_marks_of_the_language(site: Site) -> None:
    path = f"{FILE}apply/cn.commitment.voluntary/"
    zhang = site.as_("zhang")
    assert "接收并公开：监管部门，" in zhang.gets(path).sees
    assert "to take and publish it: the supervising department, " in zhang.gets(path, {"Accept-Language": "en"}).sees


@only_sqlite
def test_a_published_promise_tells_to_whom_it_was_made(site: Site) -> None:
    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.office.models import Department
    from gongxin.pages import clock, conclusions

    zhang = site.as_("zhang")
    promise = filled_in(["signed"], matter="按期支付分包工程款", valid_to="2026-12-31")
    zhang.posts(f"{FILE}apply/cn.commitment.voluntary/", **promise)
    housing = Department.objects.create(code="housing", name="云泽市住房和城乡建设局")
    zhao = Account.objects.create(username="zhao", name="赵", role="supervising-department", department=housing)
    conclusions.casework().move(Case.objects.get(), "accept", by=zhao, as_of=clock.today(), at=clock.now())
    assert "按期支付分包工程款 云泽市住房和城乡建设局 2026-12-31" in site.public().gets("/commitments/").sees

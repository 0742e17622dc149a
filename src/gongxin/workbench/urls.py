"""Addresses of the desks. A case is named by its number; no person, and nothing told of one, stands in an address."""

from __future__ import annotations

from django.urls import path

from gongxin.workbench.views import case, consumers, day, guidance, home, own_account, queue, signing_in, staff, subject

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signing_in.by_password, name="sign-in"),
    path("sign-in/code/", signing_in.by_code, name="second-step"),
    path("sign-out/", signing_in.out, name="sign-out"),
    path("account/", own_account.own_account, name="own-account"),
    path("account/password/", own_account.password, name="password"),
    path("account/second-factor/", own_account.set_up_second_factor, name="second-factor"),
    path("account/recovery-codes/", own_account.recovery_codes, name="recovery-codes"),
    path("my-file/", subject.my_file, name="my-file"),
    path("my-file/records/<str:record_id>/", subject.my_record, name="my-record"),
    path("my-cases/", subject.my_cases, name="my-cases"),
    path("my-queries/", subject.my_queries, name="my-queries"),
    path("my-consents/", subject.my_consents, name="my-consents"),
    path("my-consents/<str:number>/", subject.consent_receipt, name="consent-receipt"),
    path("my-consents/<str:number>/withdraw/", subject.withdraw_consent, name="withdraw-consent"),
    path("queue/", queue.queue, name="queue"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/move/<str:move_id>/", case.move, name="move"),
    path("cases/<str:number>/papers/<str:paper_id>/", case.hand_in, name="hand-in"),
    path("cases/<str:number>/letters/<str:paper_id>/", case.letter, name="letter"),
    path("cases/<str:number>/paper/<int:paper>/", case.paper, name="paper"),
    path("due/", day.due, name="due"),
    path("journal/", day.journal, name="journal"),
    path("interviews/", guidance.interviews, name="interviews"),
    path("campaigns/", guidance.campaigns, name="campaigns"),
    path("campaign/", guidance.campaign, name="campaign"),
    path("opinions/", guidance.opinions, name="opinions"),
    path("notices/", consumers.notices, name="notices"),
    path("notices/acknowledge/", consumers.acknowledge_notices, name="acknowledge"),
    path("look-up/", consumers.find, name="look-up"),
    path("look-up/file/", consumers.looked_up, name="looked-up"),
    path("accounts/", staff.accounts, name="accounts"),
    path("accounts/<slug:username>/", staff.account, name="account"),
    path("account-log/", staff.account_log, name="account-log"),
    path("consumers/", staff.consumers, name="consumers"),
    path("departments/", staff.departments, name="departments"),
]

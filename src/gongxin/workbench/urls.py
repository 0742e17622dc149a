"""Addresses of the desks. A case is named by its number; no person, and nothing told of one, stands in an address."""

from __future__ import annotations

from django.urls import path

from gongxin.workbench.views import case, home, own_account, queue, signing_in, staff

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
    path("queue/", queue.queue, name="queue"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/move/<str:move_id>/", case.move, name="move"),
    path("cases/<str:number>/papers/<str:paper_id>/", case.hand_in, name="hand-in"),
    path("cases/<str:number>/paper/<int:paper>/", case.paper, name="paper"),
    path("accounts/", staff.accounts, name="accounts"),
    path("accounts/<slug:username>/", staff.account, name="account"),
    path("departments/", staff.departments, name="departments"),
]

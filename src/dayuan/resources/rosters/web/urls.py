"""Addresses of the duty list, of months, of one's own shifts, of hours and feasibility."""

from django.urls import path

from dayuan.resources.rosters.web import (
    asked,
    attendance,
    away,
    hours,
    mending,
    mine,
    month,
    month_file,
    months,
    replacing,
    sheet,
    swaps,
    views,
    wishes,
)

app_name = "rosters"

urlpatterns = [
    path("", views.day, name="day"),
    path("hours/", hours.hours, name="hours"),
    path("feasibility/", sheet.sheet, name="feasibility"),
    path("attendance/", attendance.attendance, name="attendance"),
    path("<int:duty_id>/attendance/", attendance.attend, name="attend"),
    path("<int:duty_id>/here/", attendance.here, name="here"),
    path("<int:duty_id>/replace/", replacing.replace, name="replace"),
    path("<int:duty_id>/mend/", mending.mend, name="mend"),
    path("mendings/<int:mending_id>/", mending.show, name="mending"),
    path("mendings/<int:mending_id>/accept/", mending.accept, name="accept_mending"),
    path("mendings/<int:mending_id>/drop/", mending.drop, name="drop_mending"),
    path("months/", months.months, name="months"),
    path("months/<int:roster_id>/", month.month, name="month"),
    path("months/<int:roster_id>/cell/", month.cell, name="cell"),
    path("months/<int:roster_id>/exchange/", month.exchange, name="exchange"),
    path("months/<int:roster_id>/accept/", month.accept, name="accept"),
    path("months/<int:roster_id>/plan/", month.plan, name="plan"),
    path("months/<int:roster_id>/progress/", month.progress, name="progress"),
    path("months/<int:roster_id>/stop/", month.stop, name="stop"),
    path("months/<int:roster_id>/publish/", month.publish, name="publish"),
    path("months/<int:roster_id>/discard/", month.discard, name="discard"),
    path("months/<int:roster_id>/read/", mine.acknowledge, name="acknowledge"),
    path("months/<int:roster_id>/file/", month_file.file, name="month_file"),
    path("mine/", mine.mine, name="mine"),
    path("asked/", asked.asked, name="asked"),
    path("away/new/", away.ask, name="ask_away"),
    path("away/enter/", away.enter, name="enter_away"),
    path("away/<int:away_id>/", away.decide, name="away"),
    path("away/<int:away_id>/withdraw/", away.withdraw, name="withdraw_away"),
    path("wishes/new/", wishes.say, name="wish"),
    path("wishes/<int:wish_id>/drop/", wishes.drop, name="drop_wish"),
    path("swaps/<int:swap_id>/", swaps.one, name="swap_one"),
    path("<int:duty_id>/swap/", swaps.ask, name="swap"),
    path("<int:duty_id>/cancel/", views.cancel, name="cancel"),
]

"""Addresses of the calendar."""

from django.urls import path

from dayuan.reference.sites.web import calendar

app_name = "calendar"

urlpatterns = [
    path("", calendar.year, name="now"),
    path("<int:number>/", calendar.year, name="year"),
    path("<int:number>/<int:month>/", calendar.month, name="month"),
    path("days/", calendar.name_day, name="name_day"),
    path("<int:number>/seed/", calendar.seed, name="seed"),
]

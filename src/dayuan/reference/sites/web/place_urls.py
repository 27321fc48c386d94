"""Addresses of the register of places."""

from django.urls import path

from dayuan.reference.sites.web import places

app_name = "places"

urlpatterns = [
    path("", places.overview, name="list"),
    path("new/", places.create, name="create"),
    path("<int:place_id>/", places.place, name="place"),
    path("<int:place_id>/change/", places.change, name="change"),
    path("<int:place_id>/retire/", places.retire, name="retire"),
]

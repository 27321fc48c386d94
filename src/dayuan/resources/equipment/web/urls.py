"""Addresses of the register, the survey and the labels."""

from django.urls import path

from dayuan.resources.equipment.web import items, labels, survey

app_name = "equipment"

urlpatterns = [
    path("", items.overview, name="list"),
    path("new/", items.register, name="register"),
    path("<int:item_id>/", items.item, name="item"),
    path("<int:item_id>/change/", items.change, name="change"),
    path("<int:item_id>/state/", items.state, name="state"),
    path("survey/", survey.overview, name="survey"),
    path("survey/<slug:row>/", survey.count, name="count"),
    path("labels/", labels.overview, name="labels"),
    path("labels/equipment/", labels.of_items, name="labels_of_items"),
    path("labels/sheet/", labels.sheet, name="sheet"),
    path("labels/<int:label_id>/", labels.label, name="label"),
    path("labels/<int:label_id>/revoke/", labels.revoke, name="revoke"),
    path("labels/<int:label_id>/replace/", labels.replace, name="replace"),
]

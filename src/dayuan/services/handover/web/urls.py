"""Addresses of shift logs and handovers."""

from django.urls import path

from dayuan.services.handover.web import handing, views

app_name = "handover"

urlpatterns = [
    path("", views.now, name="now"),
    path("days/", views.days, name="days"),
    path("begin/<slug:group>/", handing.begin, name="begin"),
    path("items/<int:item_id>/close/", views.close_item, name="close_item"),
    path("<int:log_id>/", views.shift, name="shift"),
    path("<int:log_id>/write/", views.write, name="write"),
    path("<int:log_id>/pass-on/", views.leave, name="leave"),
    path("<int:log_id>/hand-over/", handing.hand_over, name="hand_over"),
    path("<int:log_id>/take-back/", handing.take_back, name="take_back"),
    path("<int:log_id>/send-back/", handing.send_back, name="send_back"),
    path("<int:log_id>/take-over/", handing.take_over, name="take_over"),
]

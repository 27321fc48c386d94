"""Addresses of the organisation, people, appointments and accounts."""

from django.urls import path

from dayuan.reference.people.web import accounts, certificates, views

app_name = "people"

urlpatterns = [
    path("", accounts.people, name="list"),
    path("organisation/", views.organisation, name="organisation"),
    path("new/", views.create, name="create"),
    path("new-liaison/", views.create_liaison, name="create_liaison"),
    path("accounts/issue/", accounts.issue, name="issue"),
    path("certificates/", certificates.whole, name="certificates"),
    path("certificates/file/", certificates.file, name="certificates_file"),
    path("certificates/mine/", certificates.own, name="own_certificates"),
    path(
        "certificates/<int:certificate_id>/withdraw/",
        certificates.withdraw,
        name="withdraw_certificate",
    ),
    path("<int:person_id>/", views.person, name="person"),
    path("<int:person_id>/change/", views.change, name="change"),
    path("<int:person_id>/appoint/", views.appoint, name="appoint"),
    path("<int:person_id>/certificates/new/", certificates.note, name="note_certificate"),
    path("<int:person_id>/leave/", views.leave, name="leave"),
    path("<int:person_id>/reset/", accounts.reset, name="reset"),
    path("<int:person_id>/close/", accounts.close, name="close"),
    path("<int:person_id>/reopen/", accounts.reopen, name="reopen"),
    path("<int:person_id>/end-sessions/", accounts.end_sessions, name="end_sessions"),
    path("appointments/<int:appointment_id>/end/", views.end_appointment, name="end_appointment"),
]

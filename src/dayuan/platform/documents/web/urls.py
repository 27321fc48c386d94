"""Addresses of documents."""

from django.urls import path

from dayuan.platform.documents.web import issued, views

app_name = "documents"
urlpatterns = [
    path("issued/", issued.issued, name="issued"),
    path("issued/<int:issued_id>/", issued.issued_one, name="issued_one"),
    path("issued/<int:issued_id>/copy/", issued.copy, name="copy"),
    path("issued/<int:issued_id>/word/", issued.issued_word, name="issued_word"),
    path("issued/<int:issued_id>/withdraw/", issued.withdraw, name="withdraw"),
    path("<str:which>/", views.paper, name="paper"),
    path("<str:which>/pdf/", views.pdf, name="pdf"),
    path("<str:which>/word/", views.word, name="word"),
    path("<str:which>/issue/", issued.issue, name="issue"),
]

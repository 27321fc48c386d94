"""The program's own addresses, and the floors beside them."""

from django.urls import include, path

from tools.bench import floors

_floors = [
    path("plain/", floors.plain),
    path("cases/", floors.case_list),
    path("desk/report/", floors.report),
    path("desk/<int:case>/", floors.case_page),
    path("board/", floors.board),
    path("mine/", floors.my_work),
    path("search/", floors.search),
    path("tasks/<int:task>/", floors.finish),
]
urlpatterns = [path("floor/", include(_floors)), path("", include("dayuan.config.urls"))]

"""What kinds of places there are, and how deep they lie."""

from enum import StrEnum

from dayuan.kernel.text import Text

#: A building, its floors, their rooms, and one more: the places of a compound lie no deeper.
LEVELS = 4


class PlaceKind(StrEnum):
    """What kind of place it is."""

    BUILDING = "building"
    FLOOR = "floor"
    ROOM = "room"
    AREA = "area"

    @property
    def text(self) -> Text:
        """Return what the kind is called."""
        return _KINDS[self]


_KINDS = {
    PlaceKind.BUILDING: Text("楼", "Building"),
    PlaceKind.FLOOR: Text("楼层", "Floor"),
    PlaceKind.ROOM: Text("房间", "Room"),
    PlaceKind.AREA: Text("其他场所", "Other place"),
}

"""The statutory holidays of China by law: thirteen days a year, not the stretches around them.

The State Council's yearly notice puts days off together in stretches; work on a statutory
day alone is paid 300 per cent (全国年节及纪念日放假办法, article 2; Labour Law, article 44).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

#: From this year on the new year's eve and the second of May belong to them (revision of 2024).
_THIRTEEN_SINCE = 2025
#: By year: the first day of the first lunar month, Qingming, Dragon Boat and Mid-Autumn.
#: Moon and sun are computed at 120° east; two independent libraries gave the same days.
_MOVING = """
2014 0131 0405 0602 0908  2015 0219 0405 0620 0927  2016 0208 0404 0609 0915
2017 0128 0404 0530 1004  2018 0216 0405 0618 0924  2019 0205 0405 0607 0913
2020 0125 0404 0625 1001  2021 0212 0404 0614 0921  2022 0201 0405 0603 0910
2023 0122 0405 0622 0929  2024 0210 0404 0610 0917  2025 0129 0404 0531 1006
2026 0217 0405 0619 0925  2027 0206 0405 0609 0915  2028 0126 0404 0528 1003
2029 0213 0404 0616 0922  2030 0203 0405 0605 0912  2031 0123 0405 0624 1001
2032 0211 0404 0612 0919  2033 0131 0404 0601 0908  2034 0219 0405 0620 0927
2035 0208 0405 0610 0916  2036 0128 0404 0530 1004  2037 0215 0404 0618 0924
2038 0204 0405 0607 0913  2039 0124 0405 0527 1002  2040 0212 0404 0614 0920
2041 0201 0404 0603 0910  2042 0122 0404 0622 0928  2043 0210 0405 0611 0917
2044 0130 0404 0531 1005  2045 0217 0404 0619 0925  2046 0206 0404 0608 0915
2047 0126 0405 0529 1004  2048 0214 0404 0615 0922  2049 0202 0404 0604 0911
2050 0123 0404 0623 0930  2051 0211 0405 0613 0919  2052 0201 0404 0601 0907
2053 0219 0404 0620 0926  2054 0208 0404 0610 0916  2055 0128 0405 0530 1005
2056 0215 0404 0617 0924  2057 0204 0404 0606 0913  2058 0124 0404 0625 1002
2059 0212 0405 0614 0921  2060 0202 0404 0603 0909  2061 0121 0404 0622 0928
2062 0209 0404 0611 0917  2063 0129 0405 0601 1006  2064 0217 0404 0619 0925
2065 0205 0404 0608 0915  2066 0126 0404 0528 1003  2067 0214 0405 0616 0923
2068 0203 0404 0604 0911  2069 0123 0404 0623 0929  2070 0211 0404 0613 0919
2071 0131 0405 0602 0908  2072 0219 0404 0620 0926  2073 0207 0404 0610 0916
2074 0127 0404 0530 1005  2075 0215 0404 0617 0924  2076 0205 0404 0606 0912
2077 0124 0404 0624 1001  2078 0212 0404 0614 0920  2079 0202 0404 0604 0910
2080 0122 0404 0622 0928  2081 0209 0404 0611 0917  2082 0129 0404 0601 1006
2083 0217 0404 0619 0926  2084 0206 0404 0607 0914  2085 0126 0404 0527 1003
2086 0214 0404 0615 0922  2087 0203 0404 0605 0911  2088 0124 0404 0623 0929
2089 0210 0404 0613 0918  2090 0130 0404 0602 0908  2091 0218 0404 0621 0927
2092 0207 0404 0609 0916  2093 0127 0404 0529 1005  2094 0215 0404 0617 0924
2095 0205 0404 0606 0913  2096 0125 0404 0624 0930  2097 0212 0404 0614 0920
2098 0201 0404 0604 0909  2099 0121 0404 0623 0929
"""


@cache
def _moving() -> dict[int, tuple[date, ...]]:
    found: dict[int, tuple[date, ...]] = {}
    words = _MOVING.split()
    for place in range(0, len(words), 5):
        year, *days = words[place : place + 5]
        found[int(year)] = tuple(date(int(year), int(d[:2]), int(d[2:])) for d in days)
    return found


@cache
def statutory(year: int) -> frozenset[date] | None:
    """Return the days on which work is paid threefold; ``None`` for years it does not know.

    Where Mid-Autumn falls into the first days of October two are one: the law gives no
    day in its place.
    """
    moving = _moving().get(year)
    return None if moving is None else frozenset(_days(year, moving))


def _days(year: int, moving: tuple[date, ...]) -> Iterator[date]:
    spring, *others = moving
    yield from others
    yield date(year, 1, 1)
    yield from (spring + timedelta(days=n) for n in range(3))
    yield date(year, 5, 1)
    yield from (date(year, 10, n) for n in (1, 2, 3))
    if year >= _THIRTEEN_SINCE:
        yield spring - timedelta(days=1)
        yield date(year, 5, 2)

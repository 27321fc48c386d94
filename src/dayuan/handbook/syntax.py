"""YAML's own complaints in the words of people who write plans."""

from dayuan.kernel.text import Text

#: (words of the parser, what is wrong, what to write instead)
_KNOWN: tuple[tuple[str, Text, Text], ...] = (
    (
        "mapping values are not allowed",
        Text(
            "文字里有冒号和空格，或缩进不对",
            "a text holds a colon and a space, or is indented wrongly",
        ),
        Text("请给整句文字加引号，或对齐缩进", "put the whole text in quotes, or align it"),
    ),
    (
        "cannot start any token",
        Text("文字不能以这个符号开头", "a text cannot start with this sign"),
        Text("请给整句文字加引号", "put the whole text in quotes"),
    ),
    (
        "expected ',' or",
        Text("括号没有合上，或少了逗号", "a bracket is not closed, or a comma is missing"),
        Text("请补上 ] 或 }，或用逗号隔开", "close it with ] or }, or add the comma"),
    ),
    (
        "end of stream",
        Text("引号没有合上", "a quote is not closed"),
        Text("请补上结尾的引号", "close it with a quote"),
    ),
    (
        "expected key",
        Text("缩进没有对齐", "the indentation does not match"),
        Text("请与上面同一层的键左边对齐", "align it with the keys of the same level above"),
    ),
    (
        "expected ':'",
        Text("这一行没有“键: 值”", "this line is no key with a value"),
        Text("请写成“键: 值”，冒号后面空一格", "write key: value, with a space after the colon"),
    ),
    (
        "indicator",
        Text("列表缩进没有对齐", "the list is not aligned"),
        Text("同一列表的“-”要左边对齐", "align the dashes of one list"),
    ),
    (
        "sequence entries are not allowed",
        Text("列表不能写在这里", "a list cannot start here"),
        Text("请另起一行写“- ”", "start it on a line of its own"),
    ),
    (
        "escape character",
        Text("双引号里的反斜线不对", "the backslash in double quotes is wrong"),
        Text("请改用单引号", "use single quotes"),
    ),
    (
        "control characters",
        Text("这里有看不见的控制字符", "there is an invisible control character"),
        Text("请删去它", "remove it"),
    ),
)
_FULL_WIDTH = Text(
    "这一行有全角标点，键后面请用半角冒号加空格“: ”，列表里请用半角逗号",
    "the line holds full-width punctuation; use a plain colon and space after a key "
    "and plain commas in lists",
)
_LOOK = Text(
    "请检查本行及上一行的缩进、冒号后的空格、引号和括号",
    "look at this line and the one above: indentation, the space after a colon, "
    "quotes and brackets",
)


def explain_syntax(detail: str, line: str) -> tuple[Text, Text]:
    """Return what is wrong and what to write, from the parser's words and the line's text."""
    message = Text(f"此处不是合法的 YAML（{detail}）", f"this is not valid YAML here ({detail})")
    hint = _LOOK
    for words, wrong, advice in _KNOWN:
        if words in detail:
            message, hint = wrong, advice
            break
    return message, _FULL_WIDTH if has_full_width_signs(line) else hint


def starts_earlier(detail: str) -> bool:
    """Tell whether the mistake is where something began, not where the parser stopped."""
    return any(words in detail for words in ("expected ':'", "end of stream", "expected ',' or"))


def has_full_width_signs(text: str) -> bool:
    """Tell whether a text holds the colon, comma or brackets of Chinese type."""
    return any(sign in text for sign in "：，［］｛｝")


def full_width_hint() -> Text:
    """Return the advice for a line with full-width punctuation."""
    return _FULL_WIDTH

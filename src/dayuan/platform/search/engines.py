"""What each database keeps beside the lines, so that a question finds them on an index.

SQLite: a full-text table that holds no text of its own, kept by triggers. Its parser takes
everything that is not ASCII for part of a word, so words stay as they were made; beginnings of
up to four characters have lists of their own, or a letter would gather half the index. PostgreSQL:
a vector made of the words as they are (no parser reads Chinese), with its index; it holds the same
beginnings as words of their own, because a beginning is looked up there by gathering every word.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_words USING fts5("
        "words, content='search_line', content_rowid='id', detail=none, tokenize='ascii', "
        "prefix='1 2 3 4')"
    ),
    (
        "CREATE TRIGGER search_line_added AFTER INSERT ON search_line BEGIN "
        "INSERT INTO search_words (rowid, words) VALUES (new.id, new.words); END"
    ),
    (
        "CREATE TRIGGER search_line_gone AFTER DELETE ON search_line BEGIN "
        "INSERT INTO search_words (search_words, rowid, words) "
        "VALUES ('delete', old.id, old.words); END"
    ),
    (
        "CREATE TRIGGER search_line_changed AFTER UPDATE ON search_line BEGIN "
        "INSERT INTO search_words (search_words, rowid, words) "
        "VALUES ('delete', old.id, old.words); "
        "INSERT INTO search_words (rowid, words) VALUES (new.id, new.words); END"
    ),
)
_POSTGRESQL = (
    (
        "ALTER TABLE search_line ADD COLUMN vector tsvector "
        "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED"
    ),
    "CREATE INDEX search_line_vector ON search_line USING gin (vector)",
)
#: Behind a beginning: no letter, so that nobody can type it.
BEGUN = "‹"
#: Beginnings so long and shorter are words of their own.
LONGEST_BEGINNING = 4
_WORDS = "string_to_array(words, ' ')"
_CUT = "string_to_array(regexp_replace(words, '(\\S{{1,{}}})\\S*', '\\1{}', 'g'), ' ')"
_BEGINNINGS = " || ".join(
    [_WORDS, *(_CUT.format(length, BEGUN) for length in range(1, LONGEST_BEGINNING + 1))]
)
_WITH_BEGINNINGS = (
    "ALTER TABLE search_line DROP COLUMN vector",
    (
        "ALTER TABLE search_line ADD COLUMN vector tsvector "
        f"GENERATED ALWAYS AS (array_to_tsvector({_BEGINNINGS})) STORED"
    ),
    "CREATE INDEX search_line_vector ON search_line USING gin (vector)",
    # What is guessed of the new column is measured before anybody asks.
    "ANALYZE search_line",
)
_WITHOUT = ("ALTER TABLE search_line DROP COLUMN vector", *_POSTGRESQL)
_AWAY = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS search_line_added",
        "DROP TRIGGER IF EXISTS search_line_gone",
        "DROP TRIGGER IF EXISTS search_line_changed",
        "DROP TABLE IF EXISTS search_words",
    ),
    "postgresql": ("ALTER TABLE search_line DROP COLUMN IF EXISTS vector",),
}


def install(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Make what this database needs."""
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement, params=None)


def remove(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    for statement in _AWAY[editor.connection.vendor]:
        editor.execute(statement, params=None)


def begin_words(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Let PostgreSQL keep beginnings as words; the lines themselves stay as they are."""
    if editor.connection.vendor == "postgresql":
        for statement in _WITH_BEGINNINGS:
            editor.execute(statement, params=None)


def forget_beginnings(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the beginnings away again."""
    if editor.connection.vendor == "postgresql":
        for statement in _WITHOUT:
            editor.execute(statement, params=None)

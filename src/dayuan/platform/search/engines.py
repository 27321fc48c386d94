"""What each database keeps beside the lines, so that a question finds them on an index.

SQLite: a full-text table that holds no text of its own, kept by triggers. Its parser takes
everything that is not ASCII for part of a word, so words stay as they were made; beginnings of
up to four characters have lists of their own, or a letter would gather half the index. PostgreSQL:
a vector made of the words as they are (no parser reads Chinese), with its index.
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

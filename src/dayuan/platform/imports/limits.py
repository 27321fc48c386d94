"""How much of a file is read; the child process and the sentences quote these."""

MB = 1024 * 1024

#: Rows with something in them, below the headings.
ROWS = 10_000
COLUMNS = 40
#: Rows at the top among which the headings are looked for.
TOP = 10
#: Letters of a cell that are read; a column takes fewer.
CELL = 1000
#: Everything but the sheets themselves, unpacked: the texts, the styles.
PARTS_BYTES = 12 * MB

CHILD_MEMORY = 400 * MB
CHILD_CPU_SECONDS = 4
CHILD_WALL_SECONDS = 12

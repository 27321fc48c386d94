"""What setting one document may take; the documentation quotes these."""

from dayuan.platform.attachments.limits import MB

#: What a document says, as data.
DATA_BYTES = 2 * MB
#: Pictures in one document.
PICTURES = 24
#: Rows that a form prints of a list; a longer one is taken away as an Excel file.
ROWS = 1000

#: The child process that sets it. Most of the memory is address space: the faces are mapped.
CHILD_MEMORY = 800 * MB
CHILD_CPU_SECONDS = 20
CHILD_WALL_SECONDS = 30
MADE_BYTES = 32 * MB
#: Documents that one web process sets at once; the next one waits so long for its turn.
AT_ONCE = 2
WAIT_SECONDS = 20

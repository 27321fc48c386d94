"""How large a file may be, packed and unpacked; the documentation quotes these."""

MB = 1024 * 1024

#: One upload.
FILE_BYTES = 20 * MB
TEXT_BYTES = 2 * MB
NAME_CHARACTERS = 120
#: Files of one record.
PER_OWNER = 30
#: What must stay free on the disk.
FREE_BYTES = 200 * MB

#: Pictures: JPEG is decoded at reduced size, the others are not.
JPEG_PIXELS = 64_000_000
OTHER_PIXELS = 25_000_000
#: HEIC is unpacked whole, in wide colours: the largest photo a phone takes today.
PHONE_PIXELS = 50_000_000
#: The longer side of a stored photo and of a preview.
PHOTO_SIDE = 2560
PREVIEW_SIDE = 480

#: A signature: its longer side, the white left around it, and the least share of a
#: picture that is strokes (a dot is no signature).
SIGNATURE_SIDE = 640
SIGNATURE_EDGE = 12
SIGNATURE_SHARE = 0.001

#: Office documents, unpacked.
ARCHIVE_ENTRIES = 2000
ARCHIVE_BYTES = 100 * MB

#: The child process that opens what strangers sent. Work is what costs others something, so
#: that is what ends a bomb; a busy machine may let an honest photo wait for longer.
CHILD_MEMORY = 500 * MB
CHILD_CPU_SECONDS = 4
CHILD_WALL_SECONDS = 15

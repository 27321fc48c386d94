"""What of this module may come out of an Excel file."""

from dayuan.reference.people.importing import appointments, certificates, persons

IMPORTERS = (persons.IMPORTER, appointments.IMPORTER, certificates.IMPORTER)

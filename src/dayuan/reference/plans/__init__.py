"""The loaded revisions of service plans."""

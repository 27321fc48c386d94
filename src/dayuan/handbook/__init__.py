"""Floor 0: the service plan as files - its schema, loader and cross-checks.

Knows no Django and no compound. ``load`` reads a folder of YAML into a
:class:`~dayuan.handbook.schema.Handbook` or returns every finding at once.
"""

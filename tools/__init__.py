"""The workshop: what turns a clone into something that runs and is checked.

``setup``, ``assets`` and ``shell`` run on the machine's own Python before anything
is installed, so they use the standard library alone.
"""

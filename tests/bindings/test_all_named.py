"""Every binding that claims to enforce names a test that exists."""

import ast

from tests.cast import PUKOU, ROOT, read


def test_every_named_test_exists_and_uses_the_proof():
    for binding in read(PUKOU).bindings:
        if binding.test is None:
            continue
        path, _, name = binding.test.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
        assert found, f"{binding.clause}: {binding.test} does not exist"
        calls = {c.func.id for c in ast.walk(found[0])
                 if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)}  # fmt: skip
        assert "prove" in calls, f"{binding.clause}: {binding.test} takes no binding away"

"""Runs resources/verify-audit.py over many logs: a JSON line in, a JSON line out. For the tests that hold the two verifiers equal."""
import base64
import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("verify_audit", sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
for line in sys.stdin:
    case = json.loads(line)
    kept = [(where, base64.b64decode(data)) for where, data in case["kept"]]
    found = verifier.verify(base64.b64decode(case["log"]), kept, case["keys"])
    print(json.dumps(found))

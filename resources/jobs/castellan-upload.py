#!/usr/bin/env python3
"""Uploads an extract to Castellan and waits for its import. Python's standard library is enough.

    castellan-upload.py APPLICATION_ID FILE_GROUP_ID FILE

CASTELLAN_URL (default http://127.0.0.1:17173) and CASTELLAN_TOKEN, or CASTELLAN_TOKEN_FILE, come from the environment. The
token needs the scopes imports:read and imports:stage. Prints the import as JSON.
Ends with 0 when it is finished, 5 when it failed, 6 when it was canceled, 7 when it waits for a person, 1 otherwise.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

URL = os.environ.get("CASTELLAN_URL", "http://127.0.0.1:17173")
ENDS = {"Finished": 0, "Failed": 5, "Canceled": 6}


def token():
    if "CASTELLAN_TOKEN" in os.environ:
        return os.environ["CASTELLAN_TOKEN"].strip()
    with open(os.environ["CASTELLAN_TOKEN_FILE"], encoding="utf-8") as file:
        return file.read().strip()


def call(path, body=None, kind=None):
    headers = {"Authorization": "Bearer " + token()}
    if kind:
        headers["Content-Type"] = kind
    request = urllib.request.Request(URL + path, data=body, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def form(fields, group, path):
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{group}"; filename="{os.path.basename(path)}"\r\n'
    with open(path, "rb") as file:
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + file.read() + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return b"".join(parts), "multipart/form-data; boundary=" + boundary


def main(application, group, path):
    body, kind = form({"applicationId": application}, group, path)
    run = call("/api/application-imports/upload", body, kind)
    print("Import", run["id"], file=sys.stderr)
    while run["status"] not in ENDS and not run["paused"]:
        time.sleep(float(os.environ.get("CASTELLAN_PAUSE", "2")))
        run = call("/api/application-imports/" + run["id"])
    print(json.dumps(run))
    return 7 if run["paused"] else ENDS[run["status"]]


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except urllib.error.HTTPError as error:
        print(error.read().decode(), file=sys.stderr)
        sys.exit(1)

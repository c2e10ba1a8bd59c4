#!/usr/bin/env python3
"""Verifies an export of Castellan's audit log, without Castellan: plain Python 3.9 or newer, nothing to install.

    python3 verify-audit.py EXPORT.jsonl [--against FILE]... [--key PUBLIC_KEY.pem]...

It was written from docs/audit.md alone, in another language than verify-audit.mjs, so that the two check each other. It
says and ends with the same: 0 when the log holds to its end, 1 when it does not hold, 2 when it was called wrongly, and 3
when nothing is wrong with it but its end, or all of it, is vouched for by nothing that was kept elsewhere.
"""
import base64
import binascii
import hashlib
import json
import re
import sys
from datetime import datetime
from functools import lru_cache

GENESIS = "0" * 64
HEX64 = re.compile(r"[0-9a-f]{64}\Z")
HEX16 = re.compile(r"[0-9a-f]{16}\Z")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")
LARGEST = 2**53 - 1


def sha256(data):
    return hashlib.sha256(data).digest()


# JSON as ECMAScript reads and writes it

def number_of(text):
    """A number as ECMAScript has it: a double. Whole ones stay whole, so that they can be compared."""
    if re.fullmatch(r"-?[0-9]+", text) and abs(int(text)) <= LARGEST:
        return 0 if int(text) == 0 else int(text)
    value = float(text)
    if value.is_integer() and abs(value) <= LARGEST:
        return int(value)
    return value


def refuse(text):
    raise ValueError(text)


def parse(text):
    """The value of a JSON text. Raises ValueError."""
    if text[:1] == "\ufeff":
        raise ValueError("byte order mark")
    return json.loads(text, parse_int=number_of, parse_float=number_of, parse_constant=refuse)


def number_text(value):
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):
        return "null"
    mantissa, _, exponent = repr(value).lower().partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    if fraction == "0":
        fraction = ""
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0") or "0"
    if 0 < point <= 21:
        text = digits + "0" * (point - len(digits)) if len(digits) <= point else digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        power = point - 1
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + "e" + ("+" if power > 0 else "-") + str(abs(power))
    return sign + text


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string_text(text):
    # Two halves that stand together are one character.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return '"' + "".join(
        SHORT.get(char) or (f"\\u{ord(char):04x}" if ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF else char)
        for char in text
    ) + '"'


def write(value, in_order):
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, list):
        return "[" + ",".join(write(one, in_order) for one in value) + "]"
    names = list(value)
    if in_order:
        names.sort(key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(string_text(name) + ":" + write(value[name], in_order) for name in names) + "}"


def canonical(value):
    """RFC 8785."""
    return write(value, True)


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def is_moment(text):
    if not isinstance(text, str) or not MOMENT.match(text):
        return False
    try:
        # Python knows no year 0, which has the days of the year 2000.
        datetime.strptime(("2000" + text[4:19]) if text[:4] == "0000" else text[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    # The minute that a leap second makes longer is no moment here.
    return text[17:19] != "60" and text[17:19] != "61"


# Ed25519 (RFC 8032), since Python's standard library has none

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g = 2 * t1 * t2 * D % P
    h = 2 * z1 * z2 % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return i * j % P, k * m % P, j * k % P, i * m % P


def times(factor, point):
    result = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            result = add(result, point)
        point = add(point, point)
        factor >>= 1
    return result


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT % P
    if (x * x - square) % P != 0:
        return None
    if x == 0 and sign == 1:
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=4096)
def is_signature(key, message, signature):
    if len(signature) != 64:
        return False
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return same(times(s, BASE), add(r, times(h, a)))


SPKI = bytes.fromhex("302a300506032b6570032100")
PEM = re.compile(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]*)-----END PUBLIC KEY-----\s*\Z", re.ASCII)


def bytes_of(text):
    """Base64 as it is written, and in no other way; None for anything else."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def raw_key(pem):
    match = PEM.match(pem)
    der = bytes_of(re.sub(r"\s", "", match[1], flags=re.ASCII)) if match else None
    return der[12:] if der is not None and len(der) == 44 and der.startswith(SPKI) else None


def key_id(raw):
    return sha256(raw).hex()[:16]


def is_signed(signed, raw):
    signature = bytes_of(signed["signature"])
    message = canonical(signed["checkpoint"]).encode("utf-8", "surrogatepass")
    return signature is not None and is_signature(raw, message, signature)


# What stands in the file

CHECKPOINT = ["type", "v", "entries", "head", "root", "at", "key"]


def checkpoint_in(value):
    """A signed checkpoint, exactly in its form; None for anything else."""
    checkpoint, signature = value.get("checkpoint"), value.get("signature")
    if not isinstance(checkpoint, dict) or not isinstance(signature, str) or set(checkpoint) != set(CHECKPOINT):
        return None
    is_right = (
        checkpoint["type"] == "castellan audit checkpoint"
        and is_one(checkpoint["v"])
        and is_count(checkpoint["entries"])
        and all(isinstance(checkpoint[name], str) and HEX64.match(checkpoint[name]) for name in ("head", "root"))
        and is_moment(checkpoint["at"])
        and isinstance(checkpoint["key"], str)
        and HEX16.match(checkpoint["key"])
    )
    return {"checkpoint": checkpoint, "signature": signature} if is_right else None


def is_one(value):
    return is_count(value) and value == 1


def read_line(data):
    """The text of a line and the object in it; None where it is no UTF-8 or no JSON object."""
    try:
        text = data.decode("utf-8")
        value = parse(text)
    except (ValueError, RecursionError):
        return None
    return (text, value) if isinstance(value, dict) else None


HEAD = ["castellan", "v", "exportedAt", "entries", "head", "keys"]


def read_head(data, problems):
    read = read_line(data) if data is not None else None
    head = read[1] if read else {}
    is_head = (
        head.get("castellan") == "audit export"
        and is_one(head.get("v"))
        and is_count(head.get("entries"))
        and isinstance(head.get("head"), str)
        and isinstance(head.get("keys"), list)
    )
    if not is_head:
        problems.append("the first line is not the head of an audit export")
        return {"keys": [], "entries": 0, "head": GENESIS}
    if write(head, False) != read[0] or any(name not in HEAD for name in head):
        problems.append("the first line holds what is unknown, or is written otherwise")
    return head


def keys_of(head, problems):
    keys = {}
    for given in head["keys"]:
        given = given if isinstance(given, dict) else {}
        name, pem = given.get("id"), given.get("publicKey")
        raw = raw_key(pem) if isinstance(pem, str) else None
        if raw is None:
            problems.append(f"key {name} can not be read")
        elif key_id(raw) != name:
            problems.append(f"key {name} is not the key that its name says")
        else:
            keys[name] = raw
    return keys


ENTRY = {"action", "actor", "at", "details", "object", "previous", "seq", "v"}


def is_entry(value):
    return (
        set(value) == ENTRY
        and is_one(value["v"])
        and is_count(value["seq"])
        and isinstance(value["action"], str)
        and is_moment(value["at"])
        and isinstance(value["previous"], str)
        and all(isinstance(value[name], dict) for name in ("actor", "object", "details"))
    )


def is_open(lost_known):
    return lost_known in ("at-least", "not")


class Walk:
    """The entries, one after another: their numbers, links, times, forks and keys."""

    def __init__(self, problems, notices):
        self.problems, self.notices = problems, notices
        self.peaks, self.forks, self.replaced = [], [], []
        self.entries, self.previous, self.previous_at = 0, GENESIS, ""

    def root(self):
        if not self.peaks:
            return sha256(b"").hex()
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = sha256(b"\x01" + left + root)
        return root.hex()

    def add(self, data, number):
        def say(what):
            self.problems.append(f"entry {self.entries + 1} (line {number}) {what}")

        read = read_line(data)
        if read is None:
            say("can not be read")
        elif not is_entry(read[1]):
            say("is no entry")
        else:
            self.check(*read, say)
        leaf, rest = sha256(b"\x00" + data), self.entries
        self.previous = leaf.hex()
        while rest % 2 == 1:
            leaf = sha256(b"\x01" + self.peaks.pop() + leaf)
            rest //= 2
        self.peaks.append(leaf)
        self.entries += 1

    def check(self, text, entry, say):
        if canonical(entry) != text:
            say("is not in canonical form")
        if entry["seq"] != self.entries + 1:
            say(f"has the number {entry['seq']}")
        if entry["previous"] != self.previous:
            say("does not follow the entry before it")
        if entry["at"] < self.previous_at:
            if entry["action"] == "clock.rollback":
                self.notices.append(f"the clock was set back to {entry['at']} (entry {entry['seq']})")
            else:
                say(f"has a time before that of the entry before it: {entry['at']}")
        self.previous_at = entry["at"]
        details = entry["details"]
        if entry["action"] == "backup.restored":
            self.fork(entry, details, say)
        if entry["action"] in ("audit.key-replaced", "audit.key replaced"):
            self.replaced += [details.get("before"), details.get("now")]
            self.notices.append(f"the key was replaced (entry {entry['seq']}): {details.get('before')} by {details.get('now')}")

    def fork(self, entry, details, say):
        kept, lost, head = details.get("kept"), details.get("lostEntries"), details.get("lostHead")
        if not is_count(kept) or kept != self.entries or not is_count(lost) or not isinstance(head, str):
            say("says of a backup that was put back what can not be so")
            return
        self.forks.append(entry)
        more = ", and how many after them is not known" if is_open(details.get("lostKnown")) else ""
        self.notices.append(
            f"a backup was put back (entry {entry['seq']}): entries up to {lost} were given up{more} ({details.get('reason')})"
        )

    def is_given_up(self, checkpoint):
        """Signed before a restore that the log declares, of entries that it gave up."""
        signed = checkpoint["entries"]
        for fork in self.forks:
            details = fork["details"]
            lost, head = details["lostEntries"], details["lostHead"]
            if (
                signed >= fork["seq"]
                and (is_open(details.get("lostKnown")) or signed <= lost)
                and checkpoint["at"] <= fork["at"]
                and (signed != lost or head == "" or checkpoint["head"] == head)
            ):
                return True
        return False


def lines_of(data):
    lines = data.split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def is_checkpoint_line(line):
    return line.startswith(b'{"checkpoint":')


UNSPOKEN = "for which nothing that was kept elsewhere speaks"


def verify(data, kept=(), given=()):
    """What can be said of an export.

    data: its bytes. kept: (where, bytes) of checkpoints and receipts that were kept elsewhere. given: PEM texts of keys.
    """
    problems, notices = [], []
    lines = lines_of(data)
    kept_ones = [one for where, text in kept for one in kept_in(where, text, problems)]
    wanted = {one["checkpoint"]["entries"] for one in kept_ones}
    for line in filter(is_checkpoint_line, lines):
        read = read_line(line)
        checkpoint = read[1].get("checkpoint") if read else None
        if isinstance(checkpoint, dict) and is_count(checkpoint.get("entries")):
            wanted.add(checkpoint["entries"])
    head, checkpoints, walk, states = read_export(lines, wanted, problems, notices)
    given_keys = {key_id(raw): raw for raw in map(raw_key, given)}
    keys = {**keys_of(head, problems), **given_keys}
    trusted = set(given_keys) or {
        one["checkpoint"]["key"]
        for one in kept_ones
        if one["checkpoint"]["key"] in keys and is_signed(one, keys[one["checkpoint"]["key"]])
    }
    # How many checkpoints each key signed that the log names as a replaced one or its successor, and nobody else does.
    strangers = {}
    covered = proved = 0
    for one in [*checkpoints, *kept_ones]:
        checkpoint, where, is_kept = one["checkpoint"], one["where"], one in kept_ones
        key = checkpoint["key"]
        if key not in keys:
            problems.append(f"{where} was signed with key {key}, which is none of this log")
            continue
        if not is_signed(one, keys[key]):
            problems.append(f"{where} does not bear a valid signature")
            continue
        proved += 1
        if trusted and key not in trusted:
            if is_kept or key not in walk.replaced:
                problems.append(f"{where} was signed with key {key}, {UNSPOKEN}")
            else:
                strangers[key] = strangers.get(key, 0) + 1
        holds = states.get(checkpoint["entries"]) == (checkpoint["head"], checkpoint["root"])
        if holds and key in trusted:
            covered = max(covered, checkpoint["entries"])
        if holds or walk.is_given_up(checkpoint):
            continue
        problems.append(
            f"{where} was signed for {checkpoint['entries']} entries, and there are only {walk.entries}"
            if checkpoint["entries"] > walk.entries
            else f"the first {checkpoint['entries']} entries are not those that {where} was signed for"
        )
    if head["entries"] != walk.entries or head["head"] != walk.previous:
        problems.append(f"the first line speaks of {head['entries']} entries and another end than the log has")
    notices += [f"{many} checkpoints were signed with key {key}, {UNSPOKEN}" for key, many in strangers.items()]
    if not trusted:
        notices.append("nothing that was kept elsewhere was given: see --against and --key")
    elif covered < walk.entries:
        notices.append(f"entries after {covered} are not covered by a checkpoint of a key that was kept elsewhere")
    verdict = "broken" if problems else "holds" if covered == walk.entries > 0 else "not-vouched-for"
    return {
        "entries": walk.entries,
        "head": walk.previous,
        "root": walk.root(),
        "checkpoints": proved,
        "covered": covered,
        "verdict": verdict,
        "problems": problems,
        "notices": notices,
    }


def kept_in(where, text, problems):
    try:
        given = parse(text.decode("utf-8"))
    except (ValueError, RecursionError):
        given = None
    given = given if isinstance(given, dict) else {}
    if isinstance(given.get("audit"), dict) and "checkpoint" not in given:
        given = given["audit"]
    signed = checkpoint_in(given)
    if signed is None:
        problems.append(f"{where} holds no checkpoint")
        return []
    return [{**signed, "where": where}]


def read_export(lines, wanted, problems, notices):
    walk = Walk(problems, notices)
    checkpoints, states, last = [], {}, -1
    head = read_head(lines[0] if lines else None, problems)
    for number, line in enumerate(lines[1:], 2):
        if not is_checkpoint_line(line):
            if checkpoints:
                problems.append(f"line {number} stands after the checkpoints")
            walk.add(line, number)
            if walk.entries in wanted:
                states[walk.entries] = (walk.previous, walk.root())
            continue
        read = read_line(line)
        signed = checkpoint_in(read[1]) if read else None
        checkpoint = signed and signed["checkpoint"]
        form = signed and {"checkpoint": {name: checkpoint[name] for name in CHECKPOINT}, "signature": signed["signature"]}
        if not signed or write(form, False) != read[0]:
            problems.append(f"line {number} is no checkpoint in its form")
            continue
        if checkpoint["entries"] <= last:
            problems.append(f"the checkpoint in line {number} stands twice or out of order")
        last = max(last, checkpoint["entries"])
        checkpoints.append({**signed, "where": f"the checkpoint in line {number}"})
    return head, checkpoints, walk, states


UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def shown(text):
    """Text of a log as a terminal may show it: on one line, bounded, nothing that moves it or turns its direction."""
    return UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", str(text)[:300])


EXITS = {"holds": 0, "broken": 1, "not-vouched-for": 3}


def read_arguments(argv):
    file, against, keys = None, [], []
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word in ("--against", "--key") and rest:
            (against if word == "--against" else keys).append(rest.pop(0))
        elif not word.startswith("-") and file is None:
            file = word
        else:
            return None
    return (file, against, keys) if file is not None else None


def read_file(path):
    with open(path, "rb") as file:
        return file.read()


def main(argv):
    arguments = read_arguments(argv)
    if arguments is None:
        sys.stderr.write("Usage: python3 verify-audit.py EXPORT.jsonl [--against FILE]... [--key PUBLIC_KEY.pem]...\n")
        return 2
    file, against, keys = arguments
    pems = [read_file(key).decode("utf-8", "replace") for key in keys]
    for path, pem in zip(keys, pems):
        if raw_key(pem) is None:
            sys.stderr.write(f"{shown(path)}: this is no public key of Ed25519 in PEM\n")
            return 2
    found = verify(read_file(file), [(one, read_file(one)) for one in against], pems)
    out = [f"note: {shown(notice)}" for notice in found["notices"]]
    out += [f"PROBLEM: {shown(problem)}" for problem in found["problems"]]
    out += [
        f"{found['entries']} entries, {found['checkpoints']} checkpoints",
        f"head {found['head']}",
        f"root {found['root']}",
        {
            "holds": "The log holds.",
            "broken": "The log does NOT hold.",
            "not-vouched-for": f"Nothing is wrong with it, but only the first {found['covered']} of {found['entries']}"
            " entries are vouched for by what was kept elsewhere.",
        }[found["verdict"]],
    ]
    sys.stdout.buffer.write(("\n".join(out) + "\n").encode("utf-8", "replace"))
    return EXITS[found["verdict"]]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OSError as error:
        sys.stderr.write(f"{shown(error)}\n")
        sys.exit(2)

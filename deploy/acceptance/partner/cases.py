"""Thousands of requests that schemathesis makes of the three documents, good ones and bad ones: none
may meet an error of ours, a status that is not documented, or an answer outside its schema.

What there is to ask is taken from the documents, so that a new route is asked as well: a variable at
the end of a path is filled with what the list before it names, mostly, and with anything else at times.
"""

import argparse
import json
import pathlib
import re
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

SEED = "20261129"
TOMORROW = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400))
INTERNAL = ("audit:append",)  # what no partner's key may have
EDGES = 45  # about as many edges of its values as schemathesis tries of an operation first
PATIENCE = 60  # seconds for an answer: a machine may be busy, and slow is not wrong
FOUND = 10  # the exit code where something was; every other says that this could not do its work
VERBS = ("get", "post", "put", "patch", "delete")
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance"
)


# What schemathesis can write; an operation that takes something else alone is asked by other tests.
WRITES = ("application/json", "application/x-www-form-urlencoded", "text/plain")


class Caller:
    """One service over TLS, as an operator by certificate or as a partner by key."""

    def __init__(self, url, ca, certificate=None, key=None):
        self.url, self.certificate, self.key = url, certificate, key
        self.tls = ssl.create_default_context(cafile=ca)
        if certificate:
            self.tls.load_cert_chain(certificate / "tls.crt", certificate / "tls.key")

    def ask(self, path, body=None):
        request = urllib.request.Request(
            self.url + path, None if body is None else json.dumps(body).encode()
        )
        request.add_header("Content-Type", "application/json")
        if self.key:
            request.add_header("Authorization", "Bearer " + self.key)
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            refusal.msg += " to " + path + ": " + refusal.read().decode()
            raise

    def is_answered(self):
        """Whether anything is, within some time."""
        for _ in range(5):
            try:
                self.ask("/openapi?format=json")
                return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(5)
        return False

    def options(self):
        options = []
        if self.certificate:
            options += ["--request-cert", self.certificate / "tls.crt"]
            options += ["--request-cert-key", self.certificate / "tls.key"]
        if self.key:
            options += ["--header", "Authorization:Bearer " + self.key]
        return [str(option) for option in options]


class Document:
    def __init__(self, file):
        self.file = file
        self.said = json.loads(file.read_text())

    def resolved(self, schema):
        reference = schema.get("$ref")
        return self.said["components"]["schemas"][reference.split("/")[-1]] if reference else schema

    def operations(self):
        """How many of them take something that can be varied."""
        return sum(
            bool(said.get("parameters") or said.get("requestBody"))
            for item in self.said["paths"].values()
            for verb, said in item.items()
            if verb in VERBS
        )

    def unwritable(self):
        """Operations whose bodies schemathesis cannot write. By name: of a table `[[operations]]` with
        `enabled = false` each line alone would leave out what it matches, all that has the verb."""
        for item in self.said["paths"].values():
            for verb, said in item.items():
                content = said.get("requestBody", {}).get("content", {}) if verb in VERBS else {}
                if content and not set(content) & set(WRITES):
                    yield said["operationId"]

    def bindings(self, caller, known):
        """For each path with variables, what is known to be there."""
        for path in self.said["paths"]:
            found = {
                name: known.get(name) or listed(caller, path.split("/{" + name + "}")[0], known)
                for name in re.findall(r"{(\w+)}", path)
            }
            found = {name: values for name, values in found.items() if values}
            if found:
                yield path, found


def listed(caller, path, known):
    """The ids in the list that is there at a path."""
    for name, values in known.items():
        path = path.replace("{" + name + "}", values[0])
    if "{" in path:
        return []
    try:
        page = caller.ask(path)
    except (urllib.error.HTTPError, ValueError):
        return []
    items = page.get("items") or page.get("data") or [] if isinstance(page, dict) else []
    return [item["id"] for item in items if isinstance(item.get("id"), str)]


def configuration(document, caller, known, scenarios):
    lines = ["[phases.stateful.generation]", f"max-examples = {scenarios}"]
    budgets = listed(caller, "/v1/budgets", {}) if "/v1/budgets" in document.said["paths"] else []
    if budgets:
        lines += ["[dictionaries.budgets]", "values = " + json.dumps(budgets)]
        lines += ["[parameters]"]
        lines += ['"body.budgetId" = { dictionary = "budgets", probability = 0.8 }']
    for number, (path, found) in enumerate(document.bindings(caller, known)):
        lines += [f"[dictionaries.p{number}_{name}]\nvalues = {json.dumps(values)}"
                  for name, values in found.items()]
        bound = ", ".join(
            f'"path.{name}" = {{ dictionary = "p{number}_{name}", probability = 0.8 }}'
            for name in found
        )
        lines += ["[[operations]]", f"include-path = {json.dumps(path)}",
                  f"parameters = {{ {bound} }}"]
    return "\n".join(lines) + "\n"


def run(options, title, document, caller, known, cases, seconds):
    """Whether nothing was found, in the time there is."""
    file = options.out / f"{title}.toml"
    file.write_text(configuration(document, caller, known, max(2, cases // 100)))
    operations = document.operations()
    examples = -(-max(cases - EDGES * operations, cases // 4) // operations)
    line = [options.schemathesis, "--config-file", str(file), "run", str(document.file)]
    line += ["--url", caller.url, "--tls-verify", str(options.ca), *caller.options()]
    line += ["--seed", SEED, "--max-examples", str(examples), "--checks", CHECKS]
    line += ["--generation-database", "none", "--no-shrink", "--continue-on-failure"]
    line += ["--max-failures", "20", "--no-color", "--request-timeout", str(PATIENCE)]
    for name in document.unwritable():
        line += ["--exclude-operation-id", name]
    log = options.out / f"{title}.log"
    begun = time.monotonic()
    with log.open("w") as output:
        program = subprocess.Popen(line, stdout=output, stderr=subprocess.STDOUT)
        try:
            code = program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGINT)  # it says what it has found so far
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
            code = None
    said = log.read_text()
    count = re.search(r"([\d,]+) generated", said)
    asked = int(count[1].replace(",", "")) if count else 0
    operated = re.search(r"Selected: (\d+)/(\d+)", said)
    # An error is schemathesis's own, or a connection that ended: as one does that is still sent to when
    # it has been answered, or has waited too long on a busy machine. Of a service that ended, all do.
    errors = "= ERRORS =" in said
    gone = errors and not caller.is_answered()
    faulty = "= FAILURES =" in said or gone
    print(f"{title}: {asked:,} cases"
          + (f" of {operated[1]} operations" if operated else "")
          + f" in {time.monotonic() - begun:.0f} s"
          + (", stopped for time" if code is None else "")
          + (", the service answers no more" if gone else "")
          + (", errors beside" if errors and not gone else "")
          + (": NOT as documented" if faulty else ", all answered as documented"), flush=True)
    if faulty or errors or (asked == 0 and code is not None):
        print(said, flush=True)
    return not faulty


def partner(operator, document):
    """An account, its administrator's key with all that auth itself asks for, and what that may
    grant: everything else."""
    said = json.dumps(document.said["paths"])
    every = document.said["components"]["schemas"]["Scope"]["enum"]
    own = [scope for scope in every if f"`{scope}`" in said]
    granted = [scope for scope in every if scope not in own and scope not in INTERNAL]
    name = f"cases-{time.time_ns() // 1_000_000}"
    account = f"/v1/accounts/{name}"
    operator.ask("/v1/accounts", {"id": name, "plan": "standard", "mtls": "optional"})
    operator.ask(account + "/sub-accounts", {"id": "north"})
    operator.ask(account + "/clients",
                 {"id": "erp", "name": "ERP", "environment": "live", "scopes": ["gifts:read"]})
    wanted = {"environment": "live", "scopes": own, "grantableScopes": granted,
              "expiresAt": TOMORROW}
    return name, operator.ask(account + "/keys", wanted)["key"], granted


def furnished(options, urls, documents):
    """Who asks, and what there is to ask for."""
    operator = Caller(urls["auth"], options.ca, options.home / "pki/issued/operator/first")
    account, administrator, granted = partner(operator, documents["auth"])
    auth = Caller(urls["auth"], options.ca, key=administrator)
    # The last two are there to be revoked: no key that asks would survive it.
    worker, *spare = [
        auth.ask(f"/v1/accounts/{account}/keys",
                 {"environment": "live", "scopes": granted, "expiresAt": TOMORROW})
        for _ in range(3)
    ]
    known = {"account": [account], "key": [one["id"] for one in spare]}
    gift, audit = (Caller(urls[name], options.ca, key=worker["key"]) for name in ("gift", "audit"))
    budget = gift.ask("/v1/budgets", {"amount": 1_000_000, "currency": "EUR"})["id"]
    ada = {"name": "Ada Lovelace", "email": "ada@lovelace.example"}
    for amount in (5, 7):
        gift.ask("/v1/gifts", {"budgetId": budget, "amount": amount, "currency": "EUR",
                               "recipient": ada})
    return operator, auth, gift, audit, known


def patiently(work, times=5):
    """What work gives, where the services may be too busy for it at first."""
    for left in reversed(range(times)):
        try:
            return work()
        except urllib.error.HTTPError as refusal:
            if refusal.code not in (429, 503):
                print(refusal, flush=True)
                sys.exit(FOUND)
            print(refusal, flush=True)
        except OSError as e:  # no answer, or none in time
            print(e, flush=True)
        if left:
            time.sleep(5)
    print("cases: skipped: the services do not answer here")
    sys.exit(0)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--root", type=pathlib.Path, required=True)
    arguments.add_argument("--home", type=pathlib.Path, required=True)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--schemathesis", required=True)
    arguments.add_argument("--cases", type=int, default=2_000)
    arguments.add_argument("--seconds", type=int, default=1_800)
    options = arguments.parse_args()
    end = time.monotonic() + options.seconds
    base = int((options.home / "ports").read_text())
    options.ca = options.home / "pki/root/ca.crt"
    urls = {name: f"https://localhost:{base + at}" for at, name in enumerate(("auth", "gift", "audit"))}
    documents = {name: Document(options.root / f"{name}-service/target/openapi/{name}.json")
                 for name in urls}

    operator, auth, gift, audit, known = patiently(lambda: furnished(options, urls, documents))
    half = options.cases // 2
    runs = [
        ("gift", documents["gift"], gift, options.cases),
        ("audit", documents["audit"], audit, options.cases),
        ("auth-partner", documents["auth"], auth, half),
        ("auth-operator", documents["auth"], operator, half),
    ]
    good = True
    for number, (title, document, caller, cases) in enumerate(runs):
        share = max(1, (end - time.monotonic()) / (len(runs) - number))
        good &= run(options, title, document, caller, known, cases, share)
    sys.exit(0 if good else FOUND)


main()

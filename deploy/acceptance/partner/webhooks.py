"""What a partner does with webhooks, by the library of Standard Webhooks: registers an endpoint, sends a
gift, and checks what comes. What was altered, or is older than five minutes, the library refuses. What came is kept
for the library of another language."""

import http.server
import json
import pathlib
import queue
import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.request

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

root, home, port, service, ca, certificate, private_key, key_file, kept = sys.argv[1:]
key = pathlib.Path(key_file).read_text().strip()
tls = ssl.create_default_context(cafile=ca)
tls.load_cert_chain(certificate, private_key)


def call(path, body):
    request = urllib.request.Request(
        service + path,
        data=json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, context=tls, timeout=30) as answer:
        return json.load(answer)


def refused(check, *what):
    try:
        check(*what)
    except WebhookVerificationError:
        return
    raise AssertionError("taken, and should not be")


came = queue.Queue()


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        came.put((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


with tempfile.TemporaryDirectory() as folder:
    own, own_key = f"{folder}/tls.crt", f"{folder}/tls.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", own_key, "-out", own],
        check=True, capture_output=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    listening = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    listening.load_cert_chain(own, own_key)
    server.socket = listening.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    made = call("/v2/webhooks", {"url": f"https://localhost:{server.server_port}/hook", "events": ["gift.sent"]})
    budget = call("/v2/budgets", {"limit": {"amount": 10_000, "currency": "EUR"}})["id"]
    gift = call("/v2/gifts", {"budget": budget, "value": {"amount": 2_500, "currency": "EUR"},
                              "recipientData": {"name": "Ada Lovelace", "email": "ada@lovelace.example"}})["id"]
    sender = subprocess.Popen(
        [f"{root}/gift-service/run", "webhooks", f"--database=localhost:{port}",
         f"--certificates={home}/services/webhooks/database", f"--keys={home}/pki/recipients",
         "--allowed-networks=127.0.0.0/8,::1/128", f"--trust={own}"])
    try:
        headers, body = came.get(timeout=60)
    finally:
        sender.terminate()
        sender.wait(timeout=30)
    hook = Webhook(made["secret"])
    said = hook.verify(body, headers)
    assert said["type"] == "gift.sent" and said["data"]["gift"] == gift, said
    assert b"Ada" not in body and b"lovelace" not in body, body
    refused(hook.verify, body.replace(b"2500", b"9500"), headers)
    refused(hook.verify, body, headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 301)})
    refused(Webhook("whsec_" + "A" * 43 + "=").verify, body, headers)
    old = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
           "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}
    refused(Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").verify, '{"test": 2432232314}', old)
    pathlib.Path(kept).write_text(json.dumps({
        "secret": made["secret"], "body": body.decode(),
        "headers": {name.lower(): value for name, value in headers.items() if name.lower().startswith("webhook-")}}))
print(gift)

"""What a partner writes with the client that openapi-generator makes of gift's document in Python:
opens a budget, sends a gift out of it twice under one key, reads it, and is refused."""

import json
import pathlib
import sys
import uuid

import giftwarden_gift as gift

service, ca, certificate, private_key, key_file = sys.argv[1:]
key = pathlib.Path(key_file).read_text().strip()
configuration = gift.Configuration(
    host=service, ssl_ca_cert=ca, cert_file=certificate, key_file=private_key, access_token=key
)
with gift.ApiClient(configuration) as client:
    gifts = gift.GiftsApi(client)
    budget = gift.BudgetsApi(client).create_budget(
        gift.CreateBudgetV1(amount=10_000, currency="EUR")
    )
    wanted = gift.SendGiftV1(
        budgetId=budget.id,
        amount=2_500,
        currency="EUR",
        message="Thank you for the engine.",
        recipient=gift.PersonalData(name="Ada Lovelace", email="ada@lovelace.example"),
    )
    word = f"order-{uuid.uuid4()}"
    sent = gifts.send_gift(wanted, idempotency_key=word)
    again = gifts.send_gift_with_http_info(wanted, idempotency_key=word)
    assert again.headers["Idempotent-Replayed"] == "true", again.headers
    assert again.data.id == sent.id
    assert sent.recipient.name == "A***" and sent.cancelled_at is None
    assert gifts.list_gifts(limit=1).items[0].id == sent.id
    try:
        gifts.get_gift("gft_0000000000000000000000")
        raise AssertionError("there is no such gift")
    except gift.exceptions.NotFoundException as refusal:
        assert json.loads(refusal.body)["type"].endswith("/not-found"), refusal.body
    try:
        gifts.send_gift(wanted.model_copy(update={"amount": 9_000}))
        raise AssertionError("there is not as much in the budget")
    except gift.ApiException as refusal:
        assert refusal.status == 402, refusal
print(sent.id)

// A delivery as webhooks.py has kept it, checked by the library of Standard Webhooks for Node: taken as it came, refused
// with another body, another secret, or a time more than five minutes off.
import fs from "node:fs";
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
const { Webhook, WebhookVerificationError } = createRequire(modules + "/")("standardwebhooks");
const { secret, headers, body } = JSON.parse(fs.readFileSync(file, "utf8"));

function refused(hook, what, of) {
  try {
    hook.verify(what, of);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return;
    throw error;
  }
  throw new Error("taken, and should not be");
}

const hook = new Webhook(secret);
const said = hook.verify(body, headers);
if (said.type !== "gift.sent") throw new Error(said.type);
refused(hook, body.replace("2500", "9500"), headers);
refused(hook, body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 301) });
refused(new Webhook("whsec_" + "A".repeat(43) + "="), body, headers);
console.log(said.data.gift);

// What a partner writes with the types that openapi-typescript makes of our document.
import { readFileSync } from 'node:fs';
import createClient from 'openapi-fetch';
import { Agent, fetch as send } from 'undici';
import type { components, paths } from './gift.js';

const options = JSON.parse(process.argv[2]!) as Record<'service' | 'ca' | 'cert' | 'key' | 'apiKey', string>;
const dispatcher = new Agent({
  connect: {
    ca: readFileSync(options.ca),
    cert: readFileSync(options.cert),
    key: readFileSync(options.key),
  },
});
const client = createClient<paths>({
  baseUrl: options.service,
  headers: { Authorization: `Bearer ${options.apiKey}` },
  fetch: async request =>
    (await send(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: request.body === null ? null : await request.text(),
      dispatcher,
    })) as unknown as Response,
});

function done<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) {
    throw new Error(JSON.stringify(answer.error));
  }
  return answer.data;
}

const budget = done(await client.POST('/v1/budgets', { body: { amount: 10_000, currency: 'EUR' } }));
const wanted: components['schemas']['SendGiftV1'] = {
  budgetId: budget.id,
  amount: 2_500,
  currency: 'EUR',
  message: 'Thank you for the engine.',
  recipient: { name: 'Ada Lovelace', email: 'ada@lovelace.example' },
};
const header = { 'Idempotency-Key': 'order-4711' };
const sent = done(await client.POST('/v1/gifts', { params: { header }, body: wanted }));
const again = done(await client.POST('/v1/gifts', { params: { header }, body: wanted }));
const refused = await client.GET('/v1/gifts/{id}', { params: { path: { id: 'gft_0000000000000000000000' } } });
const problem: string | undefined = refused.error?.type;
const state: 'sent' | 'cancelled' = sent.status;
const nobody: string | null = sent.cancelledAt;

console.log(JSON.stringify({ sent: sent.id, again: again.id, name: sent.recipient.name, state, nobody, problem }));

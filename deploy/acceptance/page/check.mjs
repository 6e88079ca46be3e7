// The page of recipients in a browser: nothing that axe-core knows of WCAG 2.2 AA is violated, in either
// language, with a form that is empty, faulty and taken, of a gift and of one with something to choose; the policy that the page sends breaks nothing of
// it; no cookie is left. Ends with 10 where something was found.
//
// usage: check.mjs CHROMIUM LINK CHOICE FOLDER
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [chromiumPath, link, choice, folder] = process.argv.slice(2);
const bring = createRequire(folder + '/');
const { chromium } = bring('playwright-core');
const axe = readFileSync(bring.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VIEWPORT = { width: 420, height: 900 };

let found = 0;
const find = (text) => {
  found++;
  console.log(`page: found: ${text}`);
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });

async function check(name, locale, act, at = link) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true, // its root is of this installation
    locale,
    viewport: VIEWPORT,
    bypassCSP: true, // or axe-core could not be run in it
  });
  const page = await context.newPage();
  await page.goto(at);
  await act(page);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  await page.evaluate(axe);
  const result = await page.evaluate((rules) => axe.run(document, { runOnly: rules }), RULES);
  for (const violation of result.violations) {
    find(`${name}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`);
  }
  if (result.passes.length < 10) {
    find(`${name}: axe-core looked at ${result.passes.length} things only`);
  }
  console.log(`page: ${name}: ${result.passes.length} rules kept`);
  await context.close();
}

const send = (page) => page.click('form[action$="/claim"] button');

await check('waiting-en', 'en-GB', async () => {});
await check('waiting-ar', 'ar-EG', async () => {});
await check('faulty-en', 'en-GB', async (page) => {
  await page.fill('#name', 'Ada');
  await page.evaluate(() => document.querySelectorAll('form').forEach((form) => (form.noValidate = true)));
  await send(page);
});

const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: VIEWPORT });
const page = await context.newPage();
page.on('console', (message) => find(`the browser says: ${message.text()}`));
page.on('request', (request) => {
  if (new URL(request.url()).host !== new URL(link).host) {
    find(`it asks ${request.url()}`);
  }
});
await page.goto(link);
if ((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === 'rgba(0, 0, 0, 0)') {
  find('its own policy keeps its style away');
}
if ((await context.cookies()).length > 0) {
  find('a cookie');
}
await context.close();

async function fill(form) {
  await form.fill('#name', 'Ada Lovelace');
  await form.fill('#line1', '1 Dorset Street');
  await form.fill('#city', 'London');
  await form.fill('#country', 'gb');
}

await check('claimed-en', 'en-GB', async (claiming) => {
  await fill(claiming);
  await send(claiming);
});
await check('choice-en', 'en-GB', async () => {}, choice);
await check('choice-ar', 'ar-EG', async () => {}, choice);
const unchosen = async (choosing) => {
  await fill(choosing);
  await choosing.evaluate(() => document.querySelectorAll('form').forEach((form) => (form.noValidate = true)));
  await send(choosing);
  await choosing.click('[role=alert] a');
  if ((await choosing.evaluate(() => document.activeElement.type)) !== 'radio') {
    find('the fault of the choice leads nowhere');
  }
};
await check('unchosen-en', 'en-GB', unchosen, choice);
const chosen = async (choosing) => {
  await fill(choosing);
  await choosing.check('#product');
  await send(choosing);
  if (!(await choosing.textContent('main')).includes('A blue mug')) {
    find('what was chosen is not shown');
  }
};
await check('chosen-en', 'en-GB', chosen, choice);
await browser.close();
process.exit(found > 0 ? 10 : 0);

// Live: what one person does moves the open pages of others within a second; nothing is missed while offline.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, key_result_named, objective_named, open_stage, reads, see } from './stage.mjs';

const stage = await open_stage();
const title = 'Steps from search to confirmed booking';

async function check_in(client, kr, value, confidence = 6) {
  const answer = await client.post(`/key-results/${kr.id}/checkins`, { value, confidence });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

// How long until the text of a place has changed from `before`, counted from now.
async function change_of(locator, before) {
  const begun = performance.now();
  await eventually(async () => assert.notEqual(await locator.innerText(), before));
  return performance.now() - begun;
}

test('a check-in in one browser moves objective and company page of another within a second', async () => {
  const client = await stage.client('priya.raman');
  const kr = await key_result_named(client, 'Bookings given up half-way');
  const watching = await stage.context('hanna.vogel');
  const objective = await watching.newPage();
  const company = await watching.newPage();
  await objective.goto(`/objectives/${kr.objective.id}`);
  await company.goto('/company');
  const figure = objective.getByRole('button', { name: /explain progress/i }).first();
  const row = company.getByRole('row', { name: new RegExp('Booking feels like one short conversation') });
  await see(figure);
  await see(row);
  for (const page of [objective, company]) await page.evaluate(() => (window.still_here = true));

  const page = await stage.page('priya.raman', `/key-results/${kr.id}`);
  await page.getByRole('button', { name: 'Check in' }).first().click();
  const form = page.getByRole('form');
  await form.getByRole('textbox').first().fill('29');
  await form.getByText('9', { exact: true }).click();
  const before = [await figure.innerText(), await row.innerText()];
  await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith('/checkins') && answer.request().method() === 'POST'),
    page.keyboard.press('Control+Enter'),
  ]);
  const took = await Promise.all([change_of(figure, before[0]), change_of(row, before[1])]);
  console.log(`# moved after ${took.map((one) => Math.round(one)).join(' and ')} ms`);
  assert.ok(Math.max(...took) <= 1000, `moved after ${took} ms`);
  for (const one of [objective, company]) assert.equal(await one.evaluate(() => window.still_here), true);
});

test('a change of a title shows elsewhere without a reload', async () => {
  const client = await stage.client('ines.carvalho');
  const found = await objective_named(client, 'Booking feels like one short conversation');
  const page = await stage.page('hanna.vogel', `/objectives/${found.id}`);
  await see(page.getByRole('heading', { name: found.title }));
  const answer = await client.patch(`/objectives/${found.id}`, { title: 'Booking feels like a short chat' }, found.version);
  assert.equal(answer.status, 200, answer.text);
  await see(page.getByRole('heading', { name: 'Booking feels like a short chat' }), 1500);
  await client.patch(`/objectives/${found.id}`, { title: found.title }, answer.json.version);
  await see(page.getByRole('heading', { name: found.title }), 1500);
});

test('after a lost connection nothing is missed and nothing doubled', async () => {
  const client = await stage.client('emil.sorensen').catch(() => stage.client('emil.sørensen'));
  const kr = await key_result_named(client, title);
  const context = await stage.context('hanna.vogel', { expects: [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK|ERR_FAILED|Failed to load/] });
  const page = await context.newPage();
  await page.goto(`/key-results/${kr.id}`);
  await see(page.getByRole('heading', { name: title }));
  await see(page.getByRole('heading', { name: 'Check-ins' }));
  const entries = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Check-ins' }) })
    .getByRole('listitem').filter({ hasText: 'Confidence 4' });
  const before = await entries.count();
  await context.setOffline(true);
  for (const value of [7, 6]) await check_in(client, kr, value, 4);
  await context.setOffline(false);
  await eventually(async () => assert.equal(await entries.count(), before + 2), 15_000);
  await check_in(client, kr, 8, 4);
  await eventually(async () => assert.equal(await entries.count(), before + 3), 15_000);
  await reads(page.locator('#main'), '8 steps');
});

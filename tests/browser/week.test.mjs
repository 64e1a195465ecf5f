// The weekly check-in by keyboard: few keys, no page load, nothing preselected, the outcome shown while typing.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, focused, gone, key_result_named, open_stage, reads, see } from './stage.mjs';

const stage = await open_stage();

const cards = (page) => page.getByRole('listitem').filter({ has: page.getByRole('form') });

test('four key results are checked in by keyboard with at most 24 keystrokes and no page load', async () => {
  const page = await stage.page('priya.raman', '/my-week');
  await reads(page.locator('#main'), '0 of 4 done');
  await page.evaluate(() => (window.still_here = true));
  let keystrokes = 0;
  const press = async (...keys) => {
    for (const key of keys) {
      keystrokes += key.split('+').length; // Ctrl+Enter counts as two
      await page.keyboard.press(key);
    }
  };
  const begun = performance.now();
  const due = [
    ['Steps from search to confirmed booking', ['5']],
    ['Bookings given up half-way', ['3', '1']],
    ['Booking in four languages', []],
    ['Reminders answered by the patient', ['5', '1']],
  ];
  for (const [i, [title, value]] of due.entries()) {
    await see(page.getByRole('form', { name: `Check in: ${title}` }).or(page.getByRole('form', { name: title })));
    await eventually(async () => assert.notEqual((await focused(page)).tag, 'body'));
    assert.equal(await page.getByRole('form').getByRole('radio', { checked: true }).count(), 0, 'no confidence is preselected');
    await press(...value, 'Tab', '7', 'Control+Enter');
    await reads(page.locator('#main'), `${i + 1} of 4 done`);
  }
  console.log(`# keystrokes: ${keystrokes}, seconds: ${((performance.now() - begun) / 1000).toFixed(1)}`);
  assert.ok(keystrokes <= 24, `${keystrokes} keystrokes`);
  assert.equal(await page.evaluate(() => window.still_here), true, 'no page was loaded meanwhile');
  const client = await stage.client('priya.raman');
  const week = (await client.get('/my-week')).json;
  assert.equal(week.counts.done, 4);
  assert.deepEqual(week.items.map((one) => one.last.confidence), [7, 7, 7, 7]);
  const kr = await key_result_named(client, 'Bookings given up half-way');
  assert.equal(kr.value, 31);
});

test('while a value is typed the change, the new progress and the objective are shown', async () => {
  const page = await stage.page('aiko.mori', '/my-week');
  const form = page.getByRole('form').first();
  await see(form);
  await form.getByRole('textbox').first().fill('78');
  await reads(form, /Since last time \+/);
  await reads(form, /Progress \d+\s?% → 92\s?%|Progress .*92\s?%/);
  await reads(form, /Objective \d+\s?% → \d+\s?%/);
  await form.getByRole('textbox').first().fill('54');
  await reads(form, /0\s?%/);
});

test('a check-in without confidence is not sent, and the focus goes where something is missing', async () => {
  const page = await stage.page('lukas.steiner', '/my-week');
  const posted = [];
  page.on('request', (request) => request.method() === 'POST' && /checkins$/.test(request.url()) && posted.push(request.url()));
  await see(page.getByRole('form'));
  await page.keyboard.press('Control+Enter');
  await reads(page.getByRole('form'), /confidence/i);
  await eventually(async () => assert.match((await focused(page)).label, /^\d+$/));
  assert.deepEqual(posted, []);
});

test('ten is typed as one and nought', async () => {
  const page = await stage.page('lukas.steiner', '/my-week');
  const form = page.getByRole('form');
  await see(form);
  await form.getByRole('radio', { name: '3', exact: true }).focus();
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  await eventually(async () => assert.ok(await form.getByRole('radio', { name: '10', exact: true }).isChecked()));
});

test('a reminder\'s link opens the key result with the focus in its value', async () => {
  const client = await stage.client('ines.carvalho');
  const week = (await client.get('/my-week')).json;
  const wanted = week.items.at(-1).key_result;
  const page = await stage.page('ines.carvalho', `/my-week?kr=${wanted.id}`);
  await see(page.getByRole('form', { name: new RegExp(wanted.title.replace(/[()?]/g, '.')) }));
  await eventually(async () => {
    const inside = await page.evaluate(() => Boolean(document.activeElement.closest('form')));
    assert.ok(inside, 'the focus is in the form');
  });
});

test('texts of a check-in are kept and its correction keeps the old text in the history', async () => {
  const client = await stage.client('emil.sørensen').catch(() => stage.client('emil.sorensen'));
  const kr = await key_result_named(client, 'Design reviews I led');
  const page = await stage.page('ines.carvalho', `/key-results/${kr.id}`);
  await page.getByRole('button', { name: 'Check in' }).first().click();
  const form = page.getByRole('form');
  await form.getByRole('textbox').first().fill('7');
  await form.getByText('8', { exact: true }).click();
  await form.getByLabel('What happened?').fill('One more review led.');
  await form.getByRole('button', { name: 'Save check-in' }).click();
  await gone(form);
  await see(page.getByText('One more review led.'));
  await page.getByRole('button', { name: 'Edit this check-in' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What happened?').fill('Two more reviews led.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await gone(dialog);
  await see(page.getByText('Two more reviews led.'));
  const checkin = (await client.get(`/key-results/${kr.id}/checkins`)).json.items[0];
  const history = await client.get(`/checkins/${checkin.id}/history`);
  assert.match(history.text, /One more review led\./);
});

test('a milestone is ticked in the check-in and stands on the key result', async () => {
  const client = await stage.client('lukas.steiner');
  const kr = await key_result_named(client, 'Booking in four languages');
  const page = await stage.page('lukas.steiner', `/key-results/${kr.id}`);
  await page.getByRole('button', { name: 'Check in' }).first().click();
  const form = page.getByRole('form');
  await form.getByRole('checkbox', { name: 'English' }).check();
  await reads(form, /100\s?%/);
  await form.getByText('9', { exact: true }).click();
  await form.getByRole('button', { name: 'Save check-in' }).click();
  await gone(form);
  await reads(page.locator('#main'), '4 of 4');
});

// Explanations behind figures, the command palette, the key map.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, focused, gone, key_result_named, objective_named, open_stage, reads, see } from './stage.mjs';

const stage = await open_stage();

test('the progress of an objective explains itself down to what counts, and Escape gives the focus back', async () => {
  const client = await stage.client('ines.carvalho');
  const found = await objective_named(client, 'Booking feels like one short conversation');
  const page = await stage.page('ines.carvalho', `/objectives/${found.id}`);
  const figure = page.getByRole('button', { name: /explain progress/i }).first();
  await figure.press('Enter');
  const panel = page.getByRole('dialog', { name: /worked out/ });
  await see(panel);
  await reads(panel, 'weighted mean');
  await see(panel.getByRole('link', { name: 'Bookings given up half-way' }));
  await reads(panel, /Policy/);
  await page.keyboard.press('Escape');
  await eventually(async () => assert.ok(!(await panel.isVisible())));
  await eventually(async () => assert.match((await focused(page)).label, /explain/i));
});

test('the progress of a key result names start, target, value and the check-in it came from', async () => {
  const client = await stage.client('ines.carvalho');
  const kr = await key_result_named(client, 'Bookings given up half-way');
  const page = await stage.page('ines.carvalho', `/key-results/${kr.id}`);
  await page.getByRole('button', { name: /explain progress/i }).first().click();
  const panel = page.getByRole('dialog', { name: /worked out/ });
  await reads(panel, /Start/);
  await reads(panel, /Target/);
  await reads(panel, /From the check-in of .* by Priya Raman/);
});

test('each page with figures explains them: company, team, cycle', async () => {
  const page = await stage.page('ruben.castillo', '/company');
  for (const path of ['/company', '/teams/T-3', '/cycles/current']) {
    await page.goto(path);
    await page.getByRole('button', { name: /explain progress/i }).first().click();
    const panel = page.getByRole('dialog', { name: /worked out/ });
    await reads(panel, /Policy/);
    const raw = (await panel.innerText()).match(/\b[a-z]+_[a-z_]+\b/g);
    assert.equal(raw, null, `words of the server shown raw on ${path}: ${raw}`);
  }
});

test('the palette opens with Ctrl+K anywhere, finds an objective by its beginnings and opens it', async () => {
  const page = await stage.page('ines.carvalho', '/my-week');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Search or jump to' });
  await see(palette);
  await page.keyboard.type('short conv');
  await see(palette.getByRole('option', { name: /Booking feels like one short conversation/ }));
  await eventually(async () => assert.match(await palette.getByRole('option', { selected: true }).innerText(), /short conversation/));
  await page.keyboard.press('Enter');
  await see(page.getByRole('heading', { name: 'Booking feels like one short conversation' }));
});

test('what is typed right after Ctrl+K lands in the palette and runs no single keys', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('one commitment');
  const palette = page.getByRole('dialog', { name: 'Search or jump to' });
  await see(palette);
  await eventually(async () => assert.equal(await palette.getByRole('combobox').inputValue(), 'one commitment'));
  assert.equal(new URL(page.url()).pathname, '/company');
});

test('the palette forgives a typing mistake, finds people and teams, and runs actions', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  const ask = async (text, option) => {
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Search or jump to' });
    await see(palette);
    await page.keyboard.type(text);
    await see(palette.getByRole('option', { name: option }));
    return palette;
  };
  await (await ask('hanna vo', /Hanna Vogel/)).getByRole('option', { name: /Hanna Vogel/ }).click();
  await see(page.getByRole('heading', { name: 'Hanna Vogel' }));
  const palette = await ask('conversatoin', /short conversation/);
  await page.keyboard.press('Escape');
  await gone(palette);
  await ask('new obj', /New objective/);
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(new URL(page.url()).pathname, '/objectives/new'));
});

test('Escape closes the palette and the focus returns', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: 'Search or jump to' }).click();
  await see(page.getByRole('dialog', { name: 'Search or jump to' }));
  await page.keyboard.press('Escape');
  await gone(page.getByRole('dialog', { name: 'Search or jump to' }));
  await eventually(async () => assert.match((await focused(page)).label, /Search or jump to/));
});

test('the question mark lists the keys, and single keys can be switched off', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await see(help);
  await reads(help, 'Cycle overview');
  await help.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await gone(help);
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.keyboard.press('?');
  assert.equal(await help.count(), 0);
  assert.equal(new URL(page.url()).pathname, '/company');
  await page.keyboard.press('Control+k');
  await see(page.getByRole('dialog', { name: 'Search or jump to' }));
});

test('g and a letter go to each page', async () => {
  const page = await stage.page('ruben.castillo', '/company');
  await see(page.getByRole('treegrid'));
  const chords = { m: '/my-week', o: '/cycles/current', a: '/activity', t: '/teams', p: '/people', y: '/cycles', s: '/search', i: '/import', e: '/settings', c: '/company' };
  for (const [letter, path] of Object.entries(chords)) {
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await eventually(async () => assert.ok(new URL(page.url()).pathname.startsWith(path), `g ${letter}: ${page.url()}`));
    await see(page.locator('#main :is(h1, h2, p, a, button)'));
    // the search page takes the focus into its field; only then can it be left
    if (letter === 's') await eventually(async () => assert.equal((await focused(page)).tag, 'input'));
  }
});

test('keys typed into a field belong to the field', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByLabel('Filter by text or owner').pressSequentially('gt?n');
  assert.equal(await page.getByLabel('Filter by text or owner').inputValue(), 'gt?n');
  assert.equal(new URL(page.url()).pathname, '/company');
  assert.equal(await page.getByRole('dialog').count(), 0);
});

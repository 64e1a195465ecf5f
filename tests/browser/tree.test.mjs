// The company tree: filters in the address, opening and closing, arrow keys, check-in in place.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, gone, open_stage, reads, see } from './stage.mjs';

const stage = await open_stage();

const rows = (page) => page.getByRole('row').filter({ has: page.getByRole('link') });
const count_of = async (page) => Number((await page.getByRole('treegrid').getAttribute('aria-rowcount')) ?? 0) - 1;
const active = (page) => page.evaluate(() => {
  const grid = document.querySelector('[role=treegrid]');
  const row = document.getElementById(grid.getAttribute('aria-activedescendant'));
  return row && { title: row.querySelector('a').textContent, level: Number(row.getAttribute('aria-level')), open: row.getAttribute('aria-expanded') };
});

test('filters land in the address, survive a reload and can be taken away', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  const all = await count_of(page);
  await page.getByLabel('Team', { exact: true }).selectOption({ label: 'Booking' }).catch(() =>
    page.getByLabel('Team', { exact: true }).selectOption({ value: 'T-3' }));
  await page.getByLabel('Status', { exact: true }).selectOption('off_track');
  await page.getByLabel('Filter by text or owner').fill('slot');
  await eventually(async () => {
    const query = new URL(page.url()).searchParams;
    assert.deepEqual([query.get('team'), query.get('status'), query.get('q')], ['T-3', 'off_track', 'slot']);
  });
  await see(page.getByRole('link', { name: 'Freed slots filled again the same day' }));
  const few = await count_of(page);
  assert.ok(few < all, `${few} of ${all} rows`);
  await page.reload();
  await see(page.getByRole('link', { name: 'Freed slots filled again the same day' }));
  assert.equal(await count_of(page), few);
  assert.equal(await page.getByLabel('Filter by text or owner').inputValue(), 'slot');
  await page.getByRole('button', { name: 'Clear' }).first().click();
  await eventually(async () => assert.equal(await count_of(page), all));
  assert.equal(new URL(page.url()).search, '');
});

test('the owner is found by typing and the address names the person', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  const owner = page.getByRole('combobox', { name: 'Owner' });
  await owner.fill('hanna');
  await see(page.getByRole('option', { name: /Hanna Vogel/ }));
  await owner.press('Enter');
  await eventually(async () => assert.match(new URL(page.url()).searchParams.get('owner') ?? '', /^P-\d+$/));
  await see(page.getByRole('link', { name: 'Time from merge to production' }));
});

test('the tiles of the summary filter by status', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: /Off track/ }).first().click();
  await eventually(async () => assert.equal(new URL(page.url()).searchParams.get('status'), 'off_track'));
});

test('everything opens and closes, and what was open stays open after a reload', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await eventually(async () => assert.ok((await count_of(page)) < 20));
  const closed = await count_of(page);
  await page.getByRole('button', { name: 'Expand all' }).click();
  await eventually(async () => assert.ok((await count_of(page)) > 100));
  const open = await count_of(page);
  await page.reload();
  await see(page.getByRole('treegrid'));
  await eventually(async () => assert.equal(await count_of(page), open));
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await eventually(async () => assert.equal(await count_of(page), closed));
  await page.getByRole('button', { name: 'Expand', exact: true }).first().click();
  await eventually(async () => assert.ok((await count_of(page)) > closed));
});

test('arrow keys walk, open and close; Enter opens the page; Back returns', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('Home');
  const first = await active(page);
  assert.equal(first.open, 'false');
  await page.keyboard.press('ArrowRight');
  await eventually(async () => assert.equal((await active(page)).open, 'true'));
  await page.keyboard.press('ArrowRight');
  await eventually(async () => assert.equal((await active(page)).level, first.level + 1));
  await page.keyboard.press('ArrowDown');
  const second = await active(page);
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => assert.equal((await active(page)).title, first.title));
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => assert.equal((await active(page)).open, 'false'));
  await page.keyboard.press('End');
  const last = await active(page);
  assert.notEqual(last.title, first.title);
  assert.notEqual(second.title, first.title);
  await page.keyboard.press('Enter');
  await see(page.getByRole('heading', { name: last.title }));
  await page.goBack();
  await see(page.getByRole('treegrid'));
});

test('a key result is checked in without leaving the tree, by keyboard', async () => {
  const page = await stage.page('ines.carvalho', '/company?team=T-3');
  const row = page.getByRole('row', { name: /Reminders answered by the patient/ });
  await see(row);
  await page.getByRole('treegrid').focus();
  for (let i = 0; i < 40 && (await active(page))?.title !== 'Reminders answered by the patient'; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('c');
  const form = page.getByRole('form');
  await see(form);
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.tagName), 'INPUT'));
  await page.keyboard.type('58');
  await page.keyboard.press('Tab');
  await page.keyboard.press('8');
  await page.keyboard.press('Control+Enter');
  await gone(form);
  await reads(row, /58\s?%/);
  assert.equal(new URL(page.url()).pathname, '/company');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'treegrid'));
});

test('an objective changes places with its neighbour by Alt and arrow', async () => {
  const page = await stage.page('ruben.castillo', '/company');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: 'Collapse all' }).click();
  await page.getByRole('treegrid').focus();
  await page.keyboard.press('Home');
  const first = (await active(page)).title;
  await page.keyboard.press('Alt+ArrowDown');
  await eventually(async () => assert.notEqual(await rows(page).first().getByRole('link').innerText(), first));
  await page.keyboard.press('Alt+ArrowUp');
  await eventually(async () => assert.equal(await rows(page).first().getByRole('link').innerText(), first));
});

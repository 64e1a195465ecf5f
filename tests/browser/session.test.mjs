// Signing in and out, by keyboard; the session's end; language and theme that stay.
import assert from 'node:assert/strict';
import test from 'node:test';
import { demo_password, email, eventually, focused, gone, open_stage, reads, see, sign_in } from './stage.mjs';

const stage = await open_stage();

test('one signs in by keyboard alone and lands on the page one wanted', async () => {
  const page = await stage.page(undefined, '/company');
  await see(page.getByRole('heading', { name: 'Sign in' }));
  await eventually(async () => assert.equal((await focused(page)).label, 'E-mail'));
  await page.keyboard.type(email('ines.carvalho'));
  await page.keyboard.press('Tab');
  await page.keyboard.type(demo_password);
  await page.keyboard.press('Enter');
  await see(page.getByRole('treegrid'));
  assert.equal(new URL(page.url()).pathname, '/company');
});

test('a wrong password is told in words and the e-mail stays', async () => {
  const page = await stage.page(undefined, '/', { expects: [/401/] });
  await page.getByLabel('E-mail').fill(email('felix.baumann'));
  await page.getByLabel('Password').fill('not this one, certainly');
  await page.keyboard.press('Enter');
  await reads(page.getByRole('alert'), 'E-mail or password is wrong.');
  assert.equal(await page.getByLabel('E-mail').inputValue(), email('felix.baumann'));
});

test('one signs out by keyboard, and the back button shows nothing of before', async () => {
  const page = await stage.page(undefined, '/company', { expects: [/401/] });
  await sign_in(page, 'lukas.steiner');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: 'Your menu' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
  await see(page.getByRole('heading', { name: 'Sign in' }));
  await page.goBack();
  await see(page.getByRole('heading', { name: 'Sign in' }));
  await gone(page.getByRole('treegrid'));
});

test('a session that ends elsewhere ends here without a reload', async () => {
  const context = await stage.context(undefined, { expects: [/401/] });
  const page = await context.newPage();
  await page.goto('/company');
  await sign_in(page, 'mateo.rojas');
  await see(page.getByRole('treegrid'));
  const other = await stage.client('mateo.rojas');
  const changed = await other.put('/me/password', { current: demo_password, new: 'three lanterns by the gate' });
  assert.equal(changed.status, 204, changed.text);
  await page.getByRole('link', { name: 'Teams' }).click();
  await see(page.getByRole('heading', { name: 'Sign in' }));
});

test('German is chosen from the menu and stays after a reload, in words, numbers and dates', async () => {
  const page = await stage.page(undefined, '/company');
  await sign_in(page, 'clara.dubois');
  await see(page.getByRole('treegrid'));
  await page.getByRole('button', { name: 'Your menu' }).click();
  await page.getByText('Deutsch', { exact: true }).click();
  await see(page.getByRole('link', { name: 'Meine Woche' }));
  assert.equal(await page.getAttribute('html', 'lang'), 'de');
  await page.reload();
  await see(page.getByRole('link', { name: 'Meine Woche' }));
  await reads(page.getByRole('treegrid'), /vor \d+ Tagen/);
  const untranslated = await page.evaluate(() => document.body.innerText.match(/\b(nav|tree|common|status|okr|week)\.[a-z_]+\b/g));
  assert.equal(untranslated, null);
});

test('a language chosen before signing in holds afterwards', async () => {
  const page = await stage.page(undefined, '/my-week');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await see(page.getByRole('heading', { name: 'Anmelden' }));
  await page.getByLabel('E-Mail').fill(email('freya.nilsson'));
  await page.getByLabel('Passwort').fill(demo_password);
  await page.keyboard.press('Enter');
  await see(page.getByRole('link', { name: 'Meine Woche' }));
});

test('the theme is switched in the top bar and stays after a reload', async () => {
  const page = await stage.page('ines.carvalho', '/company');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByText('Dark', { exact: true }).click();
  await eventually(async () => assert.notEqual(await ground(), light));
  const dark = await ground();
  await page.reload();
  await see(page.getByRole('treegrid'));
  assert.equal(await ground(), dark);
  await page.emulateMedia({ colorScheme: 'light' });
  assert.equal(await ground(), dark, 'the choice outweighs the system');
});

// What administrators and champions do: people, tokens, passwords, imports; and the first minute of an empty server.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { root, serve } from '../support/server.mjs';
import { demo_password, email, eventually, gone, objective_named, open_stage, reads, see, sign_in } from './stage.mjs';

const stage = await open_stage();
const real_file = path.resolve(root, '../shared/data/company-okrs-by-quarter.csv');

test('an admin adds a person, who comes in by the invitation link', async () => {
  const page = await stage.page('ada.brunner', '/people');
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Nora Fischer');
  await dialog.getByLabel('E-mail').fill('nora.fischer@larkspur.example');
  await dialog.getByLabel(/Job title/).fill('Engineer');
  await dialog.getByRole('button', { name: /invitation link/ }).click();
  await see(dialog.getByText('Link for Nora Fischer'));
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  assert.ok(link.startsWith(stage.url + '/welcome#'), link);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await see(page.getByText('Nora Fischer').first());

  const hers = await stage.page(undefined, link);
  await hers.getByLabel('Password').fill('six geese above the mill');
  await hers.getByLabel('Password').press('Enter');
  await see(hers.getByRole('navigation', { name: 'Main navigation' }));
  assert.equal(new URL(hers.url()).pathname, '/my-week');
  assert.equal(new URL(hers.url()).hash, '', 'the link\'s secret has left the address');
});

test('a deactivated person is out at once, and what was owned is offered for transfer', async () => {
  const theirs = await stage.page(undefined, '/company', { expects: [/401/] });
  await sign_in(theirs, 'rosa.delgado');
  await see(theirs.getByRole('treegrid'));
  const page = await stage.page('ada.brunner', '/people?q=rosa');
  await page.getByRole('button', { name: /Rosa Delgado/ }).last().click();
  await page.getByRole('menuitem', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog');
  const word = dialog.getByRole('textbox').first();
  if (await dialog.getByText('to confirm').count()) {
    await word.fill((await dialog.getByText('to confirm').innerText()).match(/“(.+)”/)[1]);
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
  }
  await see(dialog.getByText('Who takes over?'));
  await see(theirs.getByRole('heading', { name: 'Sign in' }), 3000);
  await dialog.getByRole('combobox').first().fill('yuki');
  await page.getByRole('option', { name: /Yuki Tanabe/ }).click();
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await gone(dialog);
  await see(page.getByText(/Yuki Tanabe took over/));
});

test('people are found by name, role and state, and the filter lives in the address', async () => {
  const page = await stage.page('ada.brunner', '/people');
  await page.getByLabel('Filter by name, title, e-mail').fill('vogel');
  await see(page.getByRole('link', { name: /Hanna Vogel/ }));
  await eventually(async () => assert.equal(await page.getByRole('link', { name: /Ada Brunner/ }).count(), 0));
  await eventually(async () => assert.equal(new URL(page.url()).searchParams.get('q'), 'vogel'));
  await page.reload();
  await see(page.getByRole('link', { name: /Hanna Vogel/ }));
});

test('a token is made, shown once, works and is revoked', async () => {
  const page = await stage.page('wei.zhang', '/settings/tokens');
  await page.getByRole('button', { name: 'New token' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What is it for?').fill('Nightly figures');
  if (!(await dialog.getByRole('checkbox', { name: /^read/ }).isChecked())) await dialog.getByRole('checkbox', { name: /^read/ }).check();
  await dialog.getByRole('button', { name: 'Create the token' }).click();
  const token = await dialog.getByLabel('API tokens').inputValue();
  assert.match(token, /^cairn_pat_/);
  const answer = await fetch(`${stage.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await gone(dialog);
  await page.reload();
  await see(page.getByText('Nightly figures'));
  assert.ok(!(await page.content()).includes(token), 'it is not shown again');
  await page.getByRole('button', { name: /^Revoke.*Nightly figures/ }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Nightly figures');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await gone(page.getByRole('button', { name: /^Revoke.*Nightly figures/ }));
  assert.equal((await fetch(`${stage.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } })).status, 401);
});

test('one changes one\'s password; a wrong present one is told', async () => {
  const page = await stage.page(undefined, '/settings/security', { expects: [/403|422/] });
  await sign_in(page, 'theo.martin');
  await page.getByLabel('Current password').fill('this is not my password');
  await page.getByLabel('New password').fill('eleven boats on the lake');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await eventually(async () => assert.match(await page.locator('form').first().innerText(), /wrong|not your|does not/i));
  await page.getByLabel('Current password').fill(demo_password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await see(page.getByText('Password changed.'));
  await page.reload();
  await see(page.getByRole('heading', { name: 'Change the password' }), 5000);
  const again = await stage.page(undefined, '/my-week');
  await sign_in(again, 'theo.martin', 'eleven boats on the lake');
});

test('the name of the organisation is changed by an admin and read by others', async () => {
  const other = await stage.page('hanna.vogel', '/company');
  const page = await stage.page('ada.brunner', '/settings/organisation');
  const name = page.getByLabel('Name of the organisation');
  await eventually(async () => assert.equal(await name.inputValue(), 'Larkspur'));
  await name.fill('Larkspur Group');
  await page.getByRole('button', { name: 'Save' }).click();
  await reads(page.getByRole('navigation', { name: 'Main navigation' }), 'Larkspur Group');
  await other.reload();
  await reads(other.getByRole('navigation', { name: 'Main navigation' }), 'Larkspur Group');
  await name.fill('Larkspur');
  await page.getByRole('button', { name: 'Save' }).click();
  await reads(page.getByRole('navigation', { name: 'Main navigation' }), /Larkspur(?! Group)/);
});

async function import_file(page, file) {
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(file);
  const bring = page.getByRole('button', { name: /^Import|^Bring/ }).last();
  await see(page.getByRole('table', { name: /would/i }), 20_000);
  return bring;
}

async function ask_undo(page) {
  await page.getByRole('row').getByRole('button', { name: 'Undo' }).first().click();
  const dialog = page.getByRole('dialog');
  const word = (await dialog.locator('label').first().innerText()).match(/“(.+)”/)[1];
  await dialog.getByRole('textbox').fill(word);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  return dialog;
}

const undo_last = async (page) => gone(await ask_undo(page));

test('a CSV comes in after a dry run, its OKRs are found and opened, and it is undone', async () => {
  const page = await stage.page('ruben.castillo', '/import');
  const file = { name: 'plans.csv', mimeType: 'text/csv', buffer: Buffer.from(
    'Objective,Key Result,Owner,Start,Target,Unit\n'
    + '"Clinics plan with us, every day",Clinics that open the calendar daily,hanna.vogel@larkspur.example,10,60,clinics\n'
    + ',Calendars imported without help,kofi.mensah@larkspur.example,0,40,calendars\n') };
  const bring = await import_file(page, file);
  await reads(page.locator('#main'), /2 rows with problems/);
  assert.ok(await bring.isDisabled(), 'rows with problems hold everything back');
  await page.getByLabel('Cycle of rows that name none').selectOption({ label: 'Q4 2026' });
  await page.getByLabel('A row without objective').selectOption('previous');
  await reads(page.locator('#main'), /1 objective 2 key results .*no problems/);
  const client = await stage.client('ruben.castillo');
  const before = (await client.get('/search?q=Calendars%20imported%20without%20help')).json.items.filter((one) => one.title === 'Calendars imported without help');
  assert.equal(before.length, 0, 'the dry run writes nothing');
  await eventually(async () => assert.ok(await bring.isEnabled()));
  await bring.click();
  await see(page.getByRole('cell', { name: 'plans.csv' }), 20_000);
  const found = await objective_named(client, 'Clinics plan with us, every day');
  await page.goto(`/objectives/${found.id}`);
  await see(page.getByRole('link', { name: 'Clinics that open the calendar daily' }));
  await page.goto('/import');
  await undo_last(page);
  await see(page.getByText(/undone|taken back/i).first());
  const after = await client.get(`/objectives/${found.id}`);
  assert.ok(after.status === 404 || after.json.archived_at, 'it is gone again');
});

test('the published OKRs of a real company come in, are undone, come in again and are checked in; then undoing is refused',
  { skip: fs.existsSync(real_file) ? false : 'the file is not beside this project' }, async () => {
    const page = await stage.page('ruben.castillo', '/import', { expects: [/409/] });
    const come_in = async () => {
      const bring = await import_file(page, real_file);
      await reads(page.locator('#main'), /\d{3} key results/);
      if (await bring.isDisabled()) await page.getByRole('checkbox', { name: /problem/i }).check();
      await eventually(async () => assert.ok(await bring.isEnabled()), 20_000);
      await bring.click();
      await see(page.getByRole('row', { name: /company-okrs/ }).getByRole('button', { name: 'Undo' }), 30_000);
    };
    await come_in();
    await undo_last(page);
    await see(page.getByText(/undone|taken back/i).first());
    await come_in();
    await page.goto('/search?q=successful%20users%20of%20source');
    await page.getByRole('link', { name: /successful users/i }).first().click();
    await see(page.getByRole('heading', { level: 1, name: /successful users/i }));
    await page.getByRole('button', { name: 'Check in' }).first().click();
    const form = page.getByRole('form');
    await form.getByText('6', { exact: true }).click();
    await form.getByRole('button', { name: 'Save check-in' }).click();
    await gone(form);
    await see(page.getByText('Confidence 6').first());
    await page.goto('/import');
    const dialog = await ask_undo(page);
    await see(dialog.getByText(/People have worked on what this import made/));
  });

test('a cell that would start a formula is neutralised in the CSV that one downloads', async () => {
  const client = await stage.client('ines.carvalho');
  await client.post('/objectives', { title: '=HYPERLINK("http://example.com")', kind: 'committed', level: 'person', cycle: 'C-3', state: 'active' });
  const page = await stage.page('ines.carvalho', '/company');
  await see(page.getByRole('treegrid'));
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export as CSV' }).click()]);
  const text = fs.readFileSync(await download.path(), 'utf8');
  assert.match(text, /HYPERLINK/);
  assert.doesNotMatch(text, /(^|[,;])"?=HYPERLINK/m);
});

test('the printed link of an empty server makes the organisation and its first administrator', async () => {
  const server = await serve();
  try {
    const link = await eventually(() => {
      const found = server.output().match(/http:\/\/\S+\/setup#\S+/);
      assert.ok(found, server.output());
      return found[0];
    });
    const context = await stage.browser.newContext({ baseURL: server.url, locale: 'en-GB' });
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    await page.goto(link);
    await page.getByLabel('Name of the organisation').fill('Tarn Ltd');
    await page.getByLabel('Your name').fill('Ida Berg');
    await page.getByLabel('E-mail').fill('ida@tarn.example');
    await page.getByLabel('Password').fill('a quiet harbour in autumn');
    await page.getByRole('button', { name: 'Create the organisation' }).click();
    await see(page.getByRole('navigation', { name: 'Main navigation' }));
    await reads(page.getByRole('navigation', { name: 'Main navigation' }), 'Tarn Ltd');
    for (const path of ['/company', '/my-week', '/teams', '/cycles', '/cycles/current', '/activity', '/ownerless', '/search']) {
      await page.goto(`${server.url}${path}`);
      await eventually(async () => {
        const text = (await page.locator('#main').innerText({ timeout: 1000 })).trim();
        assert.ok(text.length > 12 && !/^Loading/.test(text), `${path} teaches what it is for: ${text}`);
      });
    }
    await page.goto(link);
    await see(page.getByText('already set up'));
    assert.deepEqual(wrong, []);
    await context.close();
  } finally {
    await server.stop();
  }
});

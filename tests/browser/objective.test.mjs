// The objective's page: editing in place, key results, alignment with loops refused, closing, history, conflicts.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, gone, objective_named, open_stage, reads, see } from './stage.mjs';

const stage = await open_stage();
const title = 'Booking feels like one short conversation';

test('title and description are edited in place, and the history shows before and after', async () => {
  const client = await stage.client('ines.carvalho');
  const found = await objective_named(client, title);
  const page = await stage.page('ines.carvalho', `/objectives/${found.id}`);
  await page.getByRole('button', { name: 'Edit: Title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Booking is one short conversation');
  await page.keyboard.press('Enter');
  await see(page.getByRole('heading', { name: 'Booking is one short conversation' }));
  const entry = page.getByRole('listitem').filter({ hasText: 'changed the objective' }).first();
  await reads(entry, `${title} → after Booking is one short conversation`);
  await page.getByRole('button', { name: 'Edit: Description' }).click();
  await page.getByRole('textbox', { name: 'Description' }).fill('Fewer questions, **one** page.');
  await page.keyboard.press('Control+Enter');
  await see(page.locator('strong', { hasText: 'one' }));
  await page.getByRole('button', { name: 'Edit: Title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('something else');
  await page.keyboard.press('Escape');
  await see(page.getByRole('heading', { name: 'Booking is one short conversation' }));
});

test('markup that could run is shown as text or left out', async () => {
  const client = await stage.client('ines.carvalho');
  const made = await client.post('/objectives', {
    title: '<img src=x onerror=alert(1)>', kind: 'committed', level: 'person', cycle: 'C-3',
    description: '<script>window.run = 1</script> [link](javascript:alert(1)) **bold**', state: 'draft',
  });
  assert.equal(made.status, 201, made.text);
  const page = await stage.page('ines.carvalho', `/objectives/${made.json.id}`);
  await see(page.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }));
  await see(page.locator('strong', { hasText: 'bold' }));
  assert.equal(await page.evaluate(() => window.run), undefined);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
});

test('a key result is added with metric, start and target, and a wrong one says what to mend', async () => {
  const client = await stage.client('ines.carvalho');
  const found = await objective_named(client, 'No slot stays empty because someone forgot');
  const page = await stage.page('ines.carvalho', `/objectives/${found.id}`, { expects: [/422/] });
  await page.getByRole('button', { name: 'Add a key result' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Patients on the waiting list who get a slot');
  await dialog.getByLabel('Start').fill('20');
  await dialog.getByLabel('Target').fill('20');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await reads(dialog.getByRole('alert'), /\w+/);
  await dialog.getByLabel('Target').fill('60');
  await dialog.getByLabel('Unit').fill('%');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await gone(dialog);
  await see(page.getByRole('link', { name: 'Patients on the waiting list who get a slot' }));
});

test('an objective is aligned upward, and a loop is refused with its path named', async () => {
  const client = await stage.client('ruben.castillo');
  const above = await objective_named(client, 'A first visit is booked in two minutes, and remembered fondly');
  const page = await stage.page('ruben.castillo', `/objectives/${above.id}`, { expects: [/409/] });
  const link = async (text, option) => {
    await page.getByRole('button', { name: 'Link', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: /To which/ }).fill(text);
    await dialog.getByRole('option', { name: option }).first().click();
    await dialog.getByRole('button', { name: 'Link', exact: true }).click();
    return dialog;
  };
  const dialog = await link('No slot stays', /No slot stays empty/);
  await reads(dialog.getByRole('alert'), 'close a loop');
  await reads(dialog.getByRole('alert').getByRole('list'), /No slot stays empty.*A first visit|A first visit.*No slot stays empty/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  const lower = await objective_named(client, 'No slot stays empty because someone forgot');
  await page.goto(`/objectives/${lower.id}`);
  const second = await link('foothold', /A foothold in France/);
  await gone(second);
  await see(page.getByRole('link', { name: /A foothold in France/ }));
  await page.getByRole('button', { name: /A foothold in France/ }).first().click();
  await see(page.getByText(/Unlinked|no longer linked|Link removed/i));
});

test('closing asks for the score, a reason when it differs, and can be taken back', async () => {
  const client = await stage.client('noor.haddad');
  const found = await objective_named(client, 'One look, built once');
  const page = await stage.page('noor.haddad', `/objectives/${found.id}`);
  await page.getByRole('button', { name: /^Close/ }).first().click();
  const dialog = page.getByRole('dialog');
  await see(dialog.getByText(/Suggested/));
  await dialog.getByRole('radio', { name: 'Partly achieved' }).check();
  await dialog.getByLabel('Score').fill('0.5');
  await dialog.getByRole('textbox').last().fill('The last screens come next quarter.');
  await dialog.getByRole('button', { name: /^Close/ }).last().click();
  await gone(dialog);
  await reads(page.locator('#main'), /Closed on .*Partly achieved.*0\.5/);
  await see(page.getByText('The last screens come next quarter.'));
  await page.getByRole('button', { name: 'Reopen' }).click();
  await see(page.getByRole('button', { name: /^Close/ }).first());
});

test('archiving is undone from the message', async () => {
  const client = await stage.client('ines.carvalho');
  const made = await client.post('/objectives', { title: 'Try a kiosk in the waiting room', kind: 'learning', level: 'person', cycle: 'C-3', state: 'active' });
  const page = await stage.page('ines.carvalho', `/objectives/${made.json.id}`);
  await page.getByRole('button', { name: /Try a kiosk/ }).last().click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await see(page.getByText(/is archived/i));
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => assert.equal((await client.get(`/objectives/${made.json.id}`)).json.archived_at, null));
});

test('the second of two editors is told, sees the newest version and can save again', async () => {
  const client = await stage.client('ines.carvalho');
  const found = await objective_named(client, 'Everyone can book, whatever their eyes or hands can do');
  const page = await stage.page('ines.carvalho', `/objectives/${found.id}`, { expects: [/412/] });
  await page.getByRole('button', { name: 'Edit: Title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Everyone can book by themselves');
  const first = await client.patch(`/objectives/${found.id}`, { description: 'Written by the first editor.' }, found.version);
  assert.equal(first.status, 200, first.text);
  await page.keyboard.press('Enter');
  const told = page.getByRole('alert').filter({ hasText: 'Somebody else changed this meanwhile' });
  const saved = page.getByRole('heading', { name: 'Everyone can book by themselves' });
  await see(told.or(saved));
  await see(page.getByText('Written by the first editor.'));
  if (await told.count()) {
    assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), 'Everyone can book by themselves', 'what was typed is kept');
    await page.getByRole('textbox', { name: 'Title' }).press('Enter');
  }
  await see(saved);
});

test('a conflict that no live event announced answers 412 and loses nothing', async () => {
  const client = await stage.client('ines.carvalho');
  const found = await objective_named(client, 'No slot stays empty because someone forgot');
  const context = await stage.context('ines.carvalho', { expects: [/412/, /ERR_FAILED/] });
  await context.route('**/api/v1/live**', (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`/objectives/${found.id}`);
  await see(page.getByRole('heading', { name: found.title }));
  const first = await client.patch(`/objectives/${found.id}`, { description: 'The first one was faster.' }, found.version);
  assert.equal(first.status, 200, first.text);
  await page.getByRole('button', { name: 'Edit: Title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('No slot stays empty');
  await page.keyboard.press('Enter');
  await see(page.getByRole('alert').filter({ hasText: 'Somebody else changed this meanwhile' }));
  await see(page.getByText('The first one was faster.'));
  assert.equal(await page.getByRole('textbox', { name: 'Title' }).inputValue(), 'No slot stays empty');
  await page.getByRole('textbox', { name: 'Title' }).press('Enter');
  await see(page.getByRole('heading', { name: 'No slot stays empty', exact: true }));
});

test('an objective with two key results is written on one page and becomes active', async () => {
  const page = await stage.page('samuel.adeyemi', '/objectives/new');
  await page.getByLabel('Title').first().fill('Reception sees the day at a glance');
  const groups = page.getByRole('group', { name: /Key result \d/ });
  await page.getByRole('button', { name: 'Add a key result' }).click();
  for (const [i, name] of ['Receptionists who plan without paper', 'Questions per day to the support'].entries()) {
    const group = groups.nth(i);
    await group.getByLabel('Title').fill(name);
    await group.getByLabel('Start').fill(i ? '40' : '10');
    await group.getByLabel('Target').fill(i ? '60' : '80');
  }
  await page.getByRole('button', { name: 'Create and make active' }).click();
  await see(page.getByRole('heading', { name: 'Reception sees the day at a glance' }));
  await see(page.getByRole('link', { name: 'Receptionists who plan without paper' }));
  await see(page.getByRole('link', { name: 'Questions per day to the support' }));
  assert.match(new URL(page.url()).pathname, /^\/objectives\/O-\d+$/);
});

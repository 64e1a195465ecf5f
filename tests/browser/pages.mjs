// Every page of the product, as whom to open it, and what must be there before it is looked at.
import { key_result_named, objective_named, see } from './stage.mjs';

const settled_text = (page) => see(page.locator('#main :is(table, ul, ol, form, dl, [role=treegrid], h2, h3, p):visible'));

async function palette(page) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('booking');
  await see(page.getByRole('dialog').getByRole('option', { name: /Booking/ }));
}

// out: [{name, who, path, act?}]; `act` opens what stands on the page only after a press
export async function every_page(stage) {
  const client = await stage.client('ruben.castillo');
  const objective = await objective_named(client, 'Booking feels like one short conversation');
  const closed = await objective_named(client, 'Every clinic can be booked online');
  const number = await key_result_named(client, 'Bookings given up half-way');
  const milestones = await key_result_named(client, 'Booking in four languages');
  const below = (press) => async (page) => {
    await press(page);
    await see(page.getByRole('dialog'));
  };
  return [
    { name: 'sign-in', path: '/' },
    { name: 'set-up', path: '/setup#x' },
    { name: 'welcome', path: '/welcome#x' },
    { name: 'my-week', who: 'priya.raman', path: '/my-week' },
    { name: 'company', who: 'ines.carvalho', path: '/company', act: (page) => see(page.getByRole('row').nth(3)) },
    { name: 'company, check-in', who: 'ines.carvalho', path: '/company?q=half-way', act: async (page) => {
      await page.getByRole('treegrid').focus();
      await page.keyboard.press('End');
      await page.keyboard.press('c');
      await see(page.getByRole('form'));
    } },
    { name: 'objective', who: 'ines.carvalho', path: `/objectives/${objective.id}` },
    { name: 'objective, closed', who: 'ines.carvalho', path: `/objectives/${closed.id}` },
    { name: 'objective, explained', who: 'ines.carvalho', path: `/objectives/${objective.id}`,
      act: below((page) => page.getByRole('button', { name: /explain progress/i }).first().click()) },
    { name: 'objective, link', who: 'ines.carvalho', path: `/objectives/${objective.id}`,
      act: below((page) => page.getByRole('button', { name: 'Link', exact: true }).first().click()) },
    { name: 'objective, closing', who: 'ines.carvalho', path: `/objectives/${objective.id}`,
      act: below((page) => page.getByRole('button', { name: /^Close/ }).first().click()) },
    { name: 'objective, new key result', who: 'ines.carvalho', path: `/objectives/${objective.id}`,
      act: below((page) => page.getByRole('button', { name: 'Add a key result' }).first().click()) },
    { name: 'new objective', who: 'ines.carvalho', path: '/objectives/new' },
    { name: 'key result', who: 'priya.raman', path: `/key-results/${number.id}` },
    { name: 'key result, milestones', who: 'lukas.steiner', path: `/key-results/${milestones.id}`,
      act: async (page) => { await page.getByRole('button', { name: 'Check in' }).first().click(); await see(page.getByRole('form')); } },
    { name: 'cycle overview', who: 'ruben.castillo', path: '/cycles/current' },
    { name: 'cycles', who: 'ruben.castillo', path: '/cycles' },
    { name: 'teams', who: 'ruben.castillo', path: '/teams' },
    { name: 'team', who: 'ines.carvalho', path: '/teams/T-3' },
    { name: 'people', who: 'ada.brunner', path: '/people' },
    { name: 'people, adding', who: 'ada.brunner', path: '/people', act: below((page) => page.getByRole('button', { name: 'Add a person' }).click()) },
    { name: 'person', who: 'ada.brunner', path: '/people/P-9' },
    { name: 'without owner', who: 'ruben.castillo', path: '/ownerless' },
    { name: 'activity', who: 'ines.carvalho', path: '/activity' },
    { name: 'search', who: 'ines.carvalho', path: '/search?q=booking', act: (page) => see(page.getByRole('link', { name: /Booking/ })) },
    { name: 'import', who: 'ruben.castillo', path: '/import' },
    ...['profile', 'security', 'tokens', 'organisation', 'people', 'cycles'].map((section) => (
      { name: `settings, ${section}`, who: 'ada.brunner', path: `/settings/${section}` })),
    { name: 'palette', who: 'ines.carvalho', path: '/company', act: palette },
    { name: 'keys', who: 'ines.carvalho', path: '/teams', act: below((page) => page.keyboard.press('?')) },
    { name: 'no such page', who: 'ines.carvalho', path: '/nowhere' },
  ];
}

// Opens a page and waits until what it shows is there.
export async function open_page(page, one) {
  await page.goto(one.path);
  await (one.who ? settled_text(page) : see(page.locator('main h1')));
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .skeleton'));
  if (one.act) await one.act(page);
}

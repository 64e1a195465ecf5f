// Every page, light and dark, wide and narrow: axe finds nothing of WCAG 2.2 A and AA, nothing scrolls sideways.
import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { every_page, open_page } from './pages.mjs';
import { open_stage, see, settled } from './stage.mjs';

const stage = await open_stage({ demo: true, side_by_side: true });
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const sizes = [[1440, 900], [390, 844]];
const pages = await every_page(stage);
const people = new Map();

// One tab per person, whose pages are looked at one after the other.
async function tab(who) {
  const context = await stage.context(who);
  return context.newPage();
}

const overflow = (page) => page.evaluate(() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return null;
  const edge = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > edge + 1);
  return `${wide} px, by ${out.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(' | ')}`;
});

async function look(page, theme) {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))));
  await settled(page);
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  // the theme changes colours and nothing else: in the dark only they are looked at again
  const found = await (theme === 'light' ? axe.withTags(tags) : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze();
  return found.violations.map((one) =>
    `${one.id} (${one.nodes.length}): ${one.nodes.slice(0, 2).map((node) => `${node.html.slice(0, 140)} — ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`).join(' | ')}`);
}

describe('axe finds nothing, light and dark, at 1440 and 390 pixels', { concurrency: 2 }, () => {
  for (const one of pages) {
    test(`on “${one.name}”`, async () => {
      const page = await tab(one.who);
      const found = [];
      await open_page(page, one);
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        for (const theme of ['light', 'dark'])
          for (const finding of await look(page, theme)) found.push(`${width} ${theme}: ${finding}`);
        const wide = await overflow(page);
        if (wide) found.push(`${width}: scrolls sideways by ${wide}`);
      }
      await stage.leave(page);
      assert.deepEqual(found, []);
    });
  }
});

test('nothing scrolls sideways at 320 pixels, on any page', async () => {
  const found = [];
  for (const one of pages.filter((page) => !page.act)) {
    const page = people.get(one.who) ?? await (await stage.context(one.who, { viewport: { width: 320, height: 640 } })).newPage();
    people.set(one.who, page);
    await open_page(page, one);
    await settled(page);
    const wide = await overflow(page);
    if (wide) found.push(`${one.name}: ${wide}`);
  }
  assert.deepEqual(found, []);
});

test('at 200 % zoom of a small laptop the check-in can be used', async () => {
  const page = await stage.page('aiko.mori', '/my-week', { viewport: { width: 640, height: 400 } });
  const form = page.getByRole('form').first();
  await see(form);
  await form.getByText('7', { exact: true }).click();
  await form.getByRole('button', { name: 'Save check-in' }).scrollIntoViewIfNeeded();
  assert.equal(await overflow(page), null);
});

test('every page has one main heading and a title of its own', async () => {
  const titles = new Map();
  const page = await tab('ines.carvalho');
  for (const one of pages.filter((other) => other.who === 'ines.carvalho' && !other.act)) {
    await open_page(page, one);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${one.name} has one main heading`);
    const title = await page.title();
    assert.ok(!titles.has(title), `${one.name} and ${titles.get(title)} are both called “${title}”`);
    titles.set(title, one.name);
  }
});

// What every browser test stands on: one server and one browser per file, pages of people who are signed in,
// and a watch over console, content policy and foreign hosts that fails the test in which something went wrong.
import assert from 'node:assert/strict';
import { after, afterEach } from 'node:test';
import { chromium } from 'playwright-core';
import { Client, serve } from '../support/server.mjs';

export const demo_password = 'seven stones on the path';
export const email = (who) => `${who}@larkspur.example`;
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const patience_ms = 10_000;

// Asks again until `check` stops throwing; its last error is the one reported.
export async function eventually(check, wait_ms = patience_ms) {
  const end = performance.now() + wait_ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function see(locator, wait_ms = patience_ms) {
  await locator.first().waitFor({ state: 'visible', timeout: wait_ms });
}

export async function gone(locator, wait_ms = patience_ms) {
  await eventually(async () => assert.equal(await locator.count(), 0, `${locator} is still there`), wait_ms);
}

export async function reads(locator, expected, wait_ms = patience_ms) {
  await eventually(async () => {
    const text = (await locator.first().innerText({ timeout: 1000 })).replace(/\s+/g, ' ').trim();
    if (expected instanceof RegExp) assert.match(text, expected);
    else assert.ok(text.includes(expected), `“${text}” does not contain “${expected}”`);
  }, wait_ms);
}

export const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const label = at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
  return { tag: at?.tagName.toLowerCase(), label: label.replace(/\s+/g, ' ').trim(), value: at?.value };
});

// A page reacts to its content twice: until two frames have passed nothing of it is final.
export const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

class Stage {
  problems = [];
  contexts = new Set();
  signed_in = new Map();

  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
    this.url = server.url;
  }

  // A client of the API, signed in, for what a test needs before or beside the browser.
  async client(who) {
    const client = new Client(this.url);
    await client.sign_in(email(who), demo_password);
    return client;
  }

  // A browser of its own: nothing shared with others. in: person ('priya.raman') or undefined, options of Playwright
  async context(who, options = {}) {
    const { expects = [], ...others } = options;
    const context = await this.browser.newContext({
      baseURL: this.url, viewport: { width: 1440, height: 900 }, locale: 'en-GB', colorScheme: 'light',
      storageState: who && (await this.state(who)), ...others,
    });
    context.setDefaultTimeout(patience_ms);
    // without a session the first question is answered 401: that is how the page learns to ask for a sign-in
    this.watch(context, who ? expects : [/status of 401/, ...expects]);
    this.contexts.add(context);
    return context;
  }

  async page(who, path = '/', options = {}) {
    const page = await (await this.context(who, options)).newPage();
    await page.goto(path);
    if (who) await see(page.locator('#main'));
    return page;
  }

  // Signs a person in once through the sign-in page; later browsers of that person start with the cookie.
  async state(who) {
    if (!this.signed_in.has(who)) this.signed_in.set(who, this.sign_in_once(who));
    return this.signed_in.get(who);
  }
  async sign_in_once(who) {
    const context = await this.browser.newContext({ baseURL: this.url, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto('/my-week');
    await sign_in(page, who);
    const state = await context.storageState();
    await context.close();
    return state;
  }

  watch(context, expected) {
    const report = (text) => expected.some((one) => one.test(text)) || this.problems.push(text);
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        report(`${message.type()} in the console: ${message.text()} ${message.location().url}`);
    });
    context.on('weberror', (error) => report(`uncaught: ${error.error().stack ?? error.error()}`));
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(this.url + '/') && !/^(data|blob):/.test(url)) report(`asked another host: ${url}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) report(`${response.status()} from ${response.url()}`);
    });
  }

  // Closes the browser of a page before its test ends, where tests run beside each other.
  async leave(page) {
    this.contexts.delete(page.context());
    await page.context().close();
  }

  async clear() {
    for (const context of this.contexts) await context.close();
    this.contexts.clear();
    const found = this.problems.splice(0);
    assert.deepEqual(found, [], 'the pages reported problems');
  }

  async close() {
    await this.browser.close();
    await this.server.stop();
  }
}

export async function sign_in(page, who, password = demo_password) {
  await page.getByLabel('E-mail').fill(email(who));
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Password').press('Enter');
  await see(page.locator('#main'));
}

// Opens server and browser for one file. in: options of serve(); side_by_side: tests run at the same time and clear up themselves
export async function open_stage(options = { demo: true }) {
  const [server, browser] = await Promise.all([
    serve(options),
    chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags }),
  ]);
  const stage = new Stage(server, browser);
  if (!options.side_by_side) afterEach(() => stage.clear());
  after(async () => {
    try {
      await stage.clear();
    } finally {
      await stage.close();
    }
  });
  return stage;
}

// The objective of the demo with this title, as the API gives it to that client.
export async function objective_named(client, title) {
  const answer = await client.get(`/objectives?limit=200&q=${encodeURIComponent(title)}`);
  const row = answer.json.items.find((one) => one.title === title);
  assert.ok(row, `there is no objective “${title}”`);
  return (await client.get(`/objectives/${row.id}`)).json;
}

export async function key_result_named(client, title) {
  const answer = await client.get(`/search?types=key_result&limit=50&q=${encodeURIComponent(title)}`);
  const hits = answer.json.items.filter((one) => one.title === title);
  assert.ok(hits.length, `there is no key result “${title}”`);
  const all = await Promise.all(hits.map(async (hit) => (await client.get(`/key-results/${hit.id}`)).json));
  return all.find((one) => one.can.includes('check_in')) ?? all[0];
}

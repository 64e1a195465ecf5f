// What the first load weighs and how it is served: compressed code, lasting caches, no inline code, no other host.
import assert from 'node:assert/strict';
import test from 'node:test';
import { open_stage, see, sign_in } from './stage.mjs';

const stage = await open_stage();
const limit_kb = 110;

// Compressed bytes of each script and style sheet that a page asks for from now on.
async function weigh(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const files = [];
  session.on('Network.responseReceived', ({ type, response }) => {
    if (type !== 'Script' && type !== 'Stylesheet') return;
    const headers = new Map(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]));
    files.push({ url: response.url, encoding: headers.get('content-encoding'), bytes: Number(headers.get('content-length')) });
  });
  return () => files;
}

test(`from the sign-in to my week at most ${limit_kb} kB of code are loaded, compressed`, async () => {
  const page = await (await stage.context()).newPage();
  const weighed = await weigh(page);
  await page.goto('/my-week');
  await sign_in(page, 'priya.raman');
  await see(page.getByRole('form').first());
  const files = weighed();
  const total = files.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`# first load: ${(total / 1000).toFixed(1)} kB in ${files.length} files`);
  assert.ok(files.length > 2, 'the code was seen loading');
  assert.ok(files.every((one) => one.bytes > 0), 'every answer says its length');
  for (const one of files.filter((file) => file.bytes > 2000)) assert.match(one.encoding ?? '', /^(br|gzip|zstd)$/, `${one.url} is compressed`);
  assert.ok(total <= limit_kb * 1000, `${total} bytes: ${files.map((one) => `${one.url.split('/').pop()} ${one.bytes}`).join(', ')}`);
});

test('a further page loads at most 40 kB', async () => {
  const page = await stage.page('priya.raman', '/my-week');
  await see(page.getByRole('form').first());
  for (const path of ['/company', '/teams', '/activity', '/settings', '/cycles/current', '/people']) {
    const weighed = await weigh(page);
    await page.locator(`nav a[href="${path}"]`).first().click();
    await see(page.locator('#main :is(table, ul, ol, form, [role=treegrid], h2, h3):visible'));
    const total = weighed().reduce((sum, one) => sum + one.bytes, 0);
    assert.ok(total <= 40_000, `${path} loads ${total} bytes`);
  }
});

test('the page is served with a strict content policy, its code with a lasting cache', async () => {
  const answer = await fetch(`${stage.url}/company`, { headers: { Accept: 'text/html' } });
  assert.equal(answer.status, 200);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'|default-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
  const code = (await answer.text()).match(/\/assets\/[\w.-]+\.js/)[0];
  const script = await fetch(stage.url + code, { headers: { 'Accept-Encoding': 'br' } });
  assert.match(script.headers.get('cache-control') ?? '', /immutable/);
  assert.equal(script.headers.get('content-encoding'), 'br');
});

test('the cookie is out of reach of scripts', async () => {
  const page = await stage.page('priya.raman', '/my-week');
  const [cookie] = (await page.context().cookies()).filter((one) => /cairn/.test(one.name));
  assert.ok(cookie, 'there is a cookie');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Lax');
  assert.equal(await page.evaluate(() => document.cookie), '');
});

test('the tree travels in one compressed answer', async () => {
  const page = await (await stage.context('ines.carvalho')).newPage();
  const answers = [];
  page.on('response', (answer) => /\/api\/v1\/tree/.test(answer.url()) && answers.push(answer));
  await page.goto('/company');
  await see(page.getByRole('treegrid'));
  assert.equal(answers.length, 1);
  assert.match((await answers[0].allHeaders())['content-encoding'] ?? '', /br|gzip|zstd/);
});

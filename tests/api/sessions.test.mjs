// Signing in and out: cookies, the ends of sessions, guessed passwords, and requests from other sites.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world } from '../support/world.mjs';
import { Client, password } from '../support/server.mjs';
import { live } from '../support/live.mjs';
import { Wire } from '../support/wire.mjs';

let w, wire;
before(async () => {
  w = await world();
  wire = new Wire(w.server.url);
});
after(async () => {
  wire.close();
  await w.stop();
});

const address = (name) => `${name}@example.com`;

async function signed_in(name, secret = password) {
  const client = new Client(w.server.url);
  await client.sign_in(address(name), secret);
  return client;
}

// A fresh person with a password.
async function newcomer(name, role = 'member') {
  const made = await w.must(w.clients.admin.post('/people', { name, email: address(name), role }));
  const client = new Client(w.server.url);
  await w.must(client.post('/one-time-links/acceptance', { token: made.invitation_link.split('#')[1], password }), 200);
  return { id: made.person.id, client };
}

test('the cookie is for this host alone, out of scripts\' reach, and not sent along from other sites', async () => {
  const answer = await wire.send('POST', '/session', { body: { email: address('member'), password } });
  const [cookie] = answer.headers['set-cookie'];
  assert.match(cookie, /^cairn=[A-Za-z0-9_-]{43,};/);
  for (const word of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=']) assert.ok(cookie.includes(word), cookie);
  assert.ok(!/domain/i.test(cookie));
  assert.equal(answer.headers['cache-control'], 'no-store');
});

test('signing out ends this session and no other', async () => {
  const [one, other] = [await signed_in('member'), await signed_in('member')];
  const cookie = one.cookie;
  assert.equal((await one.delete('/session')).status, 204);
  assert.equal(one.cookie, '');
  assert.equal((await wire.send('GET', '/me', { cookie })).status, 401);
  assert.equal((await other.get('/me')).status, 200);
});

test('one sees where one is signed in and can end it there', async () => {
  const { client } = await newcomer('twice');
  const other = await signed_in('twice');
  const list = (await client.get('/me/sessions')).json.items;
  assert.equal(list.length, 2);
  const [away] = list.filter((s) => !s.current);
  assert.equal((await client.delete(`/me/sessions/${away.id}`)).status, 204);
  assert.equal((await other.get('/me')).status, 401);
  assert.equal((await client.delete(`/me/sessions/${away.id}`)).status, 404);
});

test('a changed password ends every other session and opens the door alone', async () => {
  const { client } = await newcomer('changer');
  const other = await signed_in('changer');
  const stream = live(w.server.url, { cookie: other.cookie });
  await stream.opened();
  const wrong = await client.put('/me/password', { current: 'not it, not it, not it', new: 'a quite different long secret' });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.code, 'wrong_password');
  const before_change = client.cookie;
  assert.equal((await client.put('/me/password', { current: password, new: 'a quite different long secret' })).status, 204);
  assert.notEqual(client.cookie, before_change);
  assert.equal((await client.get('/me')).status, 200);
  assert.equal((await other.get('/me')).status, 401);
  assert.equal((await wire.send('GET', '/me', { cookie: before_change })).status, 401);
  await stream.ended(2000);
  assert.equal((await wire.send('POST', '/session', { body: { email: address('changer'), password } })).status, 401);
  await signed_in('changer', 'a quite different long secret');
});

test('bad passwords are refused with the reason, and the old one stays', async () => {
  const { client } = await newcomer('weak');
  for (const [secret, code] of [['short', 'too_short'], ['password12345678', 'common_password'], ['weak@example.com', 'personal_password']]) {
    const answer = await client.put('/me/password', { current: password, new: secret });
    assert.equal(answer.status, 422, `${secret}: ${answer.text}`);
    assert.ok([code, 'common_password', 'too_short'].includes(answer.json.code), answer.text);
  }
  assert.ok([400, 422].includes((await client.put('/me/password', { current: password, new: 'x'.repeat(1025) })).status));
  await signed_in('weak');
});

test('deactivation ends sessions, tokens and open streams within a second', async () => {
  const { id, client } = await newcomer('leaver');
  const token = (await w.must(client.post('/tokens', { name: 't', scopes: ['read'], days: 1 }))).token;
  const streams = [live(w.server.url, { cookie: client.cookie }), live(w.server.url, { token })];
  for (const stream of streams) await stream.opened();
  const cookie = client.cookie;
  const begun = performance.now();
  await w.must(w.clients.admin.put(`/people/${id}/deactivation`), 200);
  assert.equal((await wire.send('GET', '/me', { cookie })).status, 401);
  assert.equal((await wire.send('GET', '/me', { token })).status, 401);
  for (const stream of streams) await stream.ended(4000);
  const took = performance.now() - begun;
  assert.ok(took < 2000, `the streams ended after ${took} ms`);
  assert.equal((await wire.send('POST', '/session', { body: { email: address('leaver'), password } })).status, 401);
  await w.must(w.clients.admin.delete(`/people/${id}/deactivation`), 200);
  assert.equal((await wire.send('GET', '/me', { cookie })).status, 401);
  await signed_in('leaver');
});

test('a new role ends the sessions that had the old one', async () => {
  const { id, client } = await newcomer('risen');
  const person = (await w.clients.admin.get(`/people/${id}`)).json;
  await w.must(w.clients.admin.patch(`/people/${id}`, { role: 'champion' }, person.version), 200);
  assert.equal((await client.get('/me')).status, 401);
  assert.equal((await (await signed_in('risen')).get('/imports')).status, 200);
});

test('who does not exist is refused like who mistypes: same words, same headers, same delays', async () => {
  await newcomer('known');
  const answers = { known: [], unknown: [] };
  for (let i = 0; i < 7; ++i) {
    for (const name of ['known', 'unknown']) {
      answers[name].push(await wire.send('POST', '/session', { body: { email: address(name), password: 'wrong wrong wrong wrong' } }));
    }
  }
  const shape = (a) => [a.status, a.text.replace(/"request_id":"[^"]*"/, ''), Object.keys(a.headers).sort().join(), a.headers['retry-after'] !== undefined];
  for (let i = 0; i < 7; ++i) assert.deepEqual(shape(answers.known[i]), shape(answers.unknown[i]));
  assert.deepEqual(answers.known.slice(0, 5).map((a) => a.status), [401, 401, 401, 401, 401]);
  assert.equal(answers.known[6].status, 429);
  assert.equal(answers.known[6].json.code, 'too_many_attempts');
  assert.ok(Number(answers.known[6].headers['retry-after']) >= 1);
  // the right password does not help before the delay is over
  assert.equal((await wire.send('POST', '/session', { body: { email: address('known'), password } })).status, 429);
});

test('many guesses at once are counted one by one', async () => {
  await newcomer('target');
  const tries = await Promise.all(Array.from({ length: 30 }, () => wire.send('POST', '/session', { body: { email: address('target'), password: 'wrong wrong wrong wrong' } })));
  const looked = tries.filter((a) => a.status === 401).length;
  assert.ok(looked <= 8, `${looked} guesses were looked at`);
  assert.ok(tries.every((a) => [401, 429, 503].includes(a.status)), JSON.stringify(tries.map((a) => a.status)));
});

test('a known device keeps its own count, so that strangers lock nobody out', async () => {
  await newcomer('owner2');
  const client = new Client(w.server.url);
  await w.must(client.post('/session', { email: address('owner2'), password, remember_device: true }), 200);
  assert.ok(client.cookie.includes('device='), client.cookie);
  for (let i = 0; i < 7; ++i) await wire.send('POST', '/session', { body: { email: address('owner2'), password: 'wrong wrong wrong wrong' } });
  assert.equal((await wire.send('POST', '/session', { body: { email: address('owner2'), password } })).status, 429);
  assert.equal((await client.post('/session', { email: address('owner2'), password })).status, 200);
});

test('cookie and token together are refused', async () => {
  const { member } = w.clients;
  const token = (await w.must(member.post('/tokens', { name: 't', scopes: ['read'], days: 1 }))).token;
  const answer = await wire.send('GET', '/me', { cookie: member.cookie, token });
  assert.equal(answer.status, 400);
  assert.equal(answer.json.code, 'two_credentials');
});

test('other sites cannot write with one\'s cookie', async () => {
  const { cookie } = w.clients.member;
  const host = new URL(w.server.url).origin;
  const post = (headers, body = '{"name":"x","page":"tree","query":""}') =>
    fetch(`${w.server.url}/api/v1/saved-views`, { method: 'POST', body, headers: { cookie, ...headers } }).then((r) => r.status);
  const json = { 'content-type': 'application/json' };
  assert.equal(await post({ ...json, origin: host }), 403, 'without the header');
  assert.equal(await post({ ...json, origin: 'https://evil.example', 'x-cairn': '1' }), 403, 'from another origin');
  assert.equal(await post({ ...json, origin: 'null', 'x-cairn': '1' }), 403, 'from an opaque origin');
  assert.equal(await post({ ...json, origin: `${host}.evil.example`, 'x-cairn': '1' }), 403, 'from a longer name');
  assert.equal(await post({ ...json, 'x-cairn': '1', 'sec-fetch-site': 'cross-site' }), 403, 'cross-site by the browser\'s word');
  assert.equal(await post({ 'content-type': 'application/x-www-form-urlencoded', origin: host, 'x-cairn': '1' }, 'name=x'), 415, 'a form');
  assert.equal(await post({ 'content-type': 'text/plain', origin: host, 'x-cairn': '1' }), 415, 'plain text');
  assert.equal(await post({ 'content-type': 'multipart/form-data; boundary=x', origin: host, 'x-cairn': '1' }, '--x--'), 415, 'a multipart form');
  assert.equal(await post({ ...json, origin: host, 'x-cairn': '1' }), 201);
  const login = await fetch(`${w.server.url}/api/v1/session`, { method: 'POST', headers: { ...json, origin: 'https://evil.example', 'x-cairn': '1' }, body: JSON.stringify({ email: address('member'), password }) });
  assert.equal(login.status, 403, 'nor sign somebody in');
  const preflight = await fetch(`${w.server.url}/api/v1/saved-views`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
  assert.equal(preflight.headers.get('access-control-allow-origin'), null);
});

test('answers of the API are not cached and pages are not framed', async () => {
  const { member } = w.clients;
  const api = await member.get('/me');
  assert.equal(api.headers.get('cache-control'), 'no-store');
  assert.equal(api.headers.get('x-content-type-options'), 'nosniff');
  const page = await fetch(`${w.server.url}/`);
  const policy = page.headers.get('content-security-policy');
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(!/unsafe-inline|unsafe-eval/.test(policy), policy);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
});

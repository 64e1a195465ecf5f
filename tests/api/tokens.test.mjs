// Personal API tokens: made once, seen once, never more than their owner, and gone when revoked.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world } from '../support/world.mjs';
import { Client, cairn } from '../support/server.mjs';

let w;
before(async () => { w = await world(); });
after(() => w.stop());

const with_token = (token) => new Client(w.server.url, token);

test('a token is shown once and afterwards only by its hint', async () => {
  const { member } = w.clients;
  const made = await w.must(member.post('/tokens', { name: 'Script', scopes: ['read'], days: 30 }));
  assert.match(made.token, /^cairn_pat_[A-Za-z0-9_-]{20,}$/);
  const [listed] = (await member.get('/tokens')).json.items;
  assert.equal(listed.id, made.item.id);
  assert.ok(made.token.endsWith(listed.hint));
  assert.ok(!JSON.stringify(listed).includes(made.token));
  const days = (Date.parse(listed.ends_at) - Date.parse(listed.created_at)) / 86400e3;
  assert.equal(days, 30);
  const me = await with_token(made.token).get('/me');
  assert.equal(me.json.person.email, 'member@example.com');
  assert.deepEqual(me.json.scopes, ['read']);
});

test('a token lasts a day at least and a year at most, and needs a scope and a name', async () => {
  const { member } = w.clients;
  for (const body of [{ name: 'x', scopes: ['read'], days: 0 }, { name: 'x', scopes: ['read'], days: 366 }, { name: 'x', scopes: [] }, { name: '', scopes: ['read'] }, { name: 'x', scopes: ['root'] }, { name: 'x', scopes: ['read'], days: 1.5 }]) {
    const answer = await member.post('/tokens', body);
    assert.ok([400, 422].includes(answer.status), `${JSON.stringify(body)}: ${answer.status}`);
  }
});

test('a token writes without the browser\'s headers, and makes no credentials', async () => {
  const { member } = w.clients;
  const { token } = await w.must(member.post('/tokens', { name: 'w', scopes: ['write'], days: 1 }));
  const post = (path, body, method = 'POST') => fetch(`${w.server.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  assert.equal((await post('/saved-views', { name: 'by token', page: 'tree', query: '' })).status, 201);
  assert.equal((await post('/tokens', { name: 'more', scopes: ['write'] })).status, 403);
  assert.equal((await post('/me/password', { current: 'x', new: 'yyyyyyyyyyyyyyyyyyyy' }, 'PUT')).status, 403);
});

test('a person made by an administrator\'s token gets no link by it', async () => {
  const { token } = await w.must(w.clients.admin.post('/tokens', { name: 'a', scopes: ['admin'], days: 1 }));
  const made = await with_token(token).post('/people', { name: 'Made', email: 'made@example.com', role: 'member' });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.invitation_link, null);
});

test('a revoked, mistyped or foreign token opens nothing', async () => {
  const { member, viewer } = w.clients;
  const made = await w.must(member.post('/tokens', { name: 'r', scopes: ['read'], days: 1 }));
  assert.equal((await viewer.delete(`/tokens/${made.item.id}`)).status, 404);
  assert.equal((await with_token(made.token).get('/me')).status, 200);
  const last = made.token.at(-1) === 'A' ? 'B' : 'A';
  for (const text of [made.token.slice(0, -1) + last, made.token.slice(0, -1), `${made.token}A`, 'cairn_pat_', 'cairn_pat_x'.repeat(100), 'x']) {
    const answer = await with_token(text).get('/me');
    assert.equal(answer.status, 401, text);
    assert.ok(answer.headers.get('www-authenticate'));
  }
  assert.equal((await member.delete(`/tokens/${made.item.id}`)).status, 204);
  assert.equal((await with_token(made.token).get('/me')).status, 401);
  assert.ok(!(await member.get('/tokens')).json.items.some((t) => t.id === made.item.id));
});

test('a token falls with its owner\'s right', async () => {
  const { admin } = w.clients;
  const { token } = await w.must(w.clients.champion.post('/tokens', { name: 'c', scopes: ['admin'], days: 1 }));
  assert.equal((await with_token(token).get('/imports')).status, 200);
  const person = (await admin.get(`/people/${w.people.champion.id}`)).json;
  await w.must(admin.patch(`/people/${person.id}`, { role: 'member' }, person.version), 200);
  assert.equal((await with_token(token).get('/imports')).status, 403);
});

test('the command line makes tokens beside a running server', async () => {
  const token = cairn(['token', 'create', '--data', w.server.data, '--email', 'viewer@example.com', '--scope', 'read', '--name', 'cli']).match(/cairn_pat_\S+/)[0];
  assert.equal((await with_token(token).get('/me')).json.person.email, 'viewer@example.com');
  assert.equal((await with_token(token).post('/saved-views', { name: 'x', page: 'tree', query: '' })).status, 403);
});

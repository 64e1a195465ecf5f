// HTTP as the contract has it: versions and conditions, keys against doing twice, methods and media, health and figures.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world, key_result } from '../support/world.mjs';
import { cairn, serve, Client } from '../support/server.mjs';
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

const objective = (more = {}) => ({ title: 'Plain', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id, owner: w.people.owner.id, ...more });
const as = (name) => ({ cookie: w.clients[name].cookie });

test('single things carry their version as a tag, and an unchanged one is not sent again', async () => {
  const { owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ key_results: [key_result('A')] })));
  const checkin = (await w.must(owner.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 1, confidence: 5 }))).checkin;
  for (const path of [`/objectives/${made.id}`, `/key-results/${made.key_results[0].id}`, `/teams/${w.team.id}`, `/cycles/${w.cycle.id}`, `/people/${w.people.owner.id}`, '/organisation', `/checkins/${checkin.id}`]) {
    const answer = await owner.get(path);
    assert.equal(answer.etag, `"${answer.json.version}"`, path);
  }
  const tagged = await owner.get(`/teams/${w.team.id}`);
  for (const header of [tagged.etag, `W/${tagged.etag}`, `"x", ${tagged.etag}`, '*']) {
    const again = await wire.send('GET', `/teams/${w.team.id}`, { ...as('owner'), headers: { 'if-none-match': header } });
    if (again.status === 304) assert.equal(again.text, '');
    else assert.equal(again.status, 200);
  }
});

test('a write names the version it saw, exactly', async () => {
  const { owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective()));
  const patch = (if_match) => wire.send('PATCH', `/objectives/${made.id}`, { ...as('owner'), body: { title: 'Other' }, headers: if_match === undefined ? {} : { 'if-match': if_match } });
  assert.equal((await patch()).status, 428);
  for (const bad of ['"0"', '"99"', '1', '"-1"', '""', '*', 'W/"1"', '"1e3"', 'x'.repeat(500)]) assert.equal((await patch(bad)).status, 412, bad);
  assert.equal((await patch(`"${made.version}"`)).status, 200);
  assert.equal((await patch(`"${made.version}"`)).json.current.title, 'Other');
});

test('of many writers with one version exactly one wins', async () => {
  const { owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective()));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => owner.patch(`/objectives/${made.id}`, { title: `Writer ${i}` }, made.version)));
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, ...Array(19).fill(412)]);
  const now = (await owner.get(`/objectives/${made.id}`)).json;
  assert.equal(now.title, answers.find((a) => a.status === 200).json.title);
  assert.equal(now.version, made.version + 1);
});

test('an Idempotency-Key is one request of one person', async () => {
  const { owner, lead } = w.clients;
  const key = { 'Idempotency-Key': 'shared-key' };
  const first = await w.must(owner.post('/objectives', objective({ title: 'Keyed' }), key));
  const again = await owner.post('/objectives', objective({ title: 'Keyed' }), key);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(again.etag, `"${first.version}"`);
  assert.notEqual((await w.must(lead.post('/objectives', objective({ title: 'Keyed' }), key))).id, first.id);
  assert.equal((await owner.post(`/objectives/${first.id}/copies`, {}, key)).status, 422);
  const failed = { 'Idempotency-Key': 'fails-first' };
  assert.equal((await owner.post('/objectives', objective({ team: 'T-9999' }), failed)).status, 422);
  assert.equal((await owner.post('/objectives', objective(), failed)).status, 201, 'a failure is not kept');
  for (const bad of ['', 'with space', 'é', 'x'.repeat(201)]) {
    const answer = await wire.send('POST', '/objectives', { ...as('owner'), body: objective(), headers: { 'idempotency-key': Buffer.from(bad).toString('latin1') } });
    assert.equal(answer.status, 400, bad);
  }
  const token = { 'Idempotency-Key': 'secret-once' };
  assert.equal((await owner.post('/tokens', { name: 'once', scopes: ['read'], days: 1 }, token)).status, 201);
  const repeated = await owner.post('/tokens', { name: 'once', scopes: ['read'], days: 1 }, token);
  assert.equal(repeated.status, 409);
  assert.ok(!repeated.text.includes('cairn_pat_'));
});

test('a replay is authorised again', async () => {
  const { owner, colleague } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Shared for now', contributors: [w.people.colleague.id], key_results: [key_result('A')] })));
  const key = { 'Idempotency-Key': 'before-it-was-hidden' };
  const send = () => colleague.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 1, confidence: 5 }, key);
  assert.equal((await send()).status, 201);
  const now = (await owner.get(`/objectives/${made.id}`)).json;
  await w.must(owner.patch(`/objectives/${made.id}`, { visibility: 'private', contributors: [] }, now.version), 200);
  assert.equal((await send()).status, 404);
});

test('HEAD answers as GET without the body', async () => {
  for (const path of ['/me', '/objectives', `/teams/${w.team.id}`]) {
    const got = await wire.send('GET', path, as('owner'));
    const head = await wire.send('HEAD', path, as('owner'));
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(head.headers['content-length'] ?? got.headers['content-length'], got.headers['content-length']);
    assert.equal(head.headers.etag, got.headers.etag);
  }
  assert.equal((await wire.send('HEAD', '/me')).status, 401);
});

test('unknown addresses, methods and media are told apart', async () => {
  const is = (answer, status, code) => {
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    if (code) assert.equal(answer.json.code, code);
    assert.ok(answer.json.request_id && answer.json.title && answer.json.detail);
    return answer;
  };
  is(await wire.send('GET', '/nowhere', as('owner')), 404);
  is(await wire.send('GET', '/objectives/O-1/nowhere', as('owner')), 404);
  const allowed = is(await wire.send('DELETE', '/objectives', as('owner')), 405).headers.allow;
  assert.match(allowed, /GET/);
  assert.match(allowed, /POST/);
  is(await wire.send('PATCH', '/me/password', { ...as('owner'), body: {} }), 405);
  const media = (type) => wire.send('POST', '/objectives', { ...as('owner'), body: JSON.stringify(objective()), headers: { 'content-type': type } });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'multipart/form-data', 'application/xml', '']) is(await media(type), 415);
  assert.equal((await media('application/json; charset=utf-8')).status, 201);
  is(await wire.send('POST', '/objectives', { ...as('owner'), body: objective({ description: 'x'.repeat(3 << 20) }) }), 413);
  is(await wire.send('PUT', `/objectives/O-1/archive`, { ...as('owner'), body: { surprise: 1 } }), 400);
  is(await wire.send('POST', '/objectives', { ...as('owner'), body: 'x', headers: { 'content-encoding': 'gzip' } }), 415);
});

test('all problems of a body are told at once, with their places', async () => {
  const answer = await w.clients.owner.post('/objectives', { title: '', kind: 'grand', level: 'team', cycle: 'O-1', owener: 'P-1', weight: 'much' });
  assert.ok([400, 422].includes(answer.status));
  const fields = answer.json.fields.map((f) => f.field);
  for (const field of ['title', 'kind', 'cycle', 'owener', 'weight']) assert.ok(fields.includes(field), `${field} of ${fields}`);
  assert.match(answer.json.fields.find((f) => f.field === 'owener').message, /owner/, 'the nearest known name is offered');
});

test('answers are compressed when asked for', async () => {
  for (const coding of ['gzip', 'br', 'zstd']) {
    const answer = await wire.send('GET', '//api/v1/openapi.json', { headers: { 'accept-encoding': coding } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-encoding'], coding);
    assert.match(answer.headers.vary ?? '', /accept-encoding/i);
  }
  assert.equal((await wire.send('GET', '//api/v1/openapi.json', { headers: { 'accept-encoding': 'identity' } })).headers['content-encoding'], undefined);
});

test('the document of the API is complete, sound, and what the command prints', async () => {
  const document = (await wire.send('GET', '/openapi.json')).json;
  assert.equal(document.openapi.slice(0, 3), '3.1');
  const ids = new Set();
  const names = new Set(Object.keys(document.components.schemas));
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      assert.ok(operation.summary && operation.responses, `${method} ${path}`);
      if (operation.operationId) assert.ok(!ids.has(operation.operationId) && ids.add(operation.operationId), operation.operationId);
      const given = (operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name).sort();
      assert.deepEqual(given, [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort(), path);
    }
  }
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) assert.ok(names.has(name), name);
  assert.deepEqual(JSON.parse(cairn(['openapi'])), document);
  const page = await wire.send('GET', '//api/docs');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /text\/html/);
});

test('health, readiness and figures for the machine', async () => {
  assert.equal((await wire.send('GET', '//healthz')).text.trim(), 'ok');
  assert.equal((await wire.send('GET', '//readyz')).text.trim(), 'ready');
  const figures = (await wire.send('GET', '//metrics')).text;
  for (const name of ['cairn_http_requests_total', 'cairn_http_request_seconds', 'cairn_db_writes_total', 'process_resident_memory_bytes']) assert.match(figures, new RegExp(`^${name}`, 'm'));
  for (const line of figures.split('\n')) assert.match(line, /^(#.*|[a-zA-Z_:][\w:]*(\{.*\})? (-?[\d.e+-]+|NaN|\+Inf)|)$/, line);
  assert.ok(!figures.includes('@example.com'));
});

test('who asks too much is told when to come again, and nobody else suffers', async () => {
  const limited = await serve({ data: w.server.data, limits: true });
  const flood = new Wire(limited.url, 4);
  const client = new Client(limited.url);
  await client.sign_in('member@example.com');
  const other = new Client(limited.url);
  await other.sign_in('lead@example.com');
  let refused;
  for (let i = 0; i < 20_000 && !refused; i += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => flood.send('POST', '/saved-views', { cookie: client.cookie, body: { name: '', page: 'x', query: '' } })));
    refused = answers.find((a) => a.status === 429);
  }
  assert.ok(refused, 'writes have a rate');
  assert.equal(refused.json.code, 'too_many_requests');
  assert.ok(Number(refused.headers['retry-after']) >= 1);
  assert.equal((await other.get('/me')).status, 200);
  assert.equal((await flood.send('GET', '//healthz')).status, 200);
  flood.close();
  await limited.stop();
});

test('the web app is served with lasting names and never shadows the API', async () => {
  const page = await wire.send('GET', '//');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /text\/html/);
  assert.equal((await wire.send('GET', '//objectives/O-1', { headers: { accept: 'text/html' } })).status, 200, 'a page of the app');
  const script = page.text.match(/src="(\/assets\/[^"]+\.js)"/)?.[1];
  assert.ok(script, page.text.slice(0, 300));
  const asset = await wire.send('GET', `/${script}`);
  assert.equal(asset.status, 200);
  assert.match(asset.headers['cache-control'], /immutable/);
  for (const path of ['//api/v1/nothing', '//api/nothing', '//assets/nothing.js']) assert.equal((await wire.send('GET', path, { headers: { accept: path.startsWith('//api') ? 'text/html' : '*/*' } })).status, 404, path);
  for (const path of ['//..%2f..%2fetc/passwd', '//assets/..%2f..%2fetc%2fpasswd', '//%2e%2e/%2e%2e/etc/passwd', '//assets/%00']) {
    const answer = await wire.send('GET', path);
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
  }
});

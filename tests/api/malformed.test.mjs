// Thousands of broken requests over raw sockets: each is answered with a problem document of the 4xx kind, or the
// connection is closed where it is no HTTP any more. Never a 5xx, and the server lives on.
// CAIRN_MALFORMED sets how many (a million takes some minutes); the seed is printed and can be set by CAIRN_SEED.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { world, key_result } from '../support/world.mjs';
import { Wire, each } from '../support/wire.mjs';

const total = Number(process.env.CAIRN_MALFORMED ?? 6000);
const seed = Number(process.env.CAIRN_SEED ?? Date.now() % 1e9);
let state = seed || 1;
const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];

let w, wire, routes, objective, host, schemas;
before(async () => {
  w = await world();
  wire = new Wire(w.server.url);
  host = new URL(w.server.url);
  objective = await w.must(w.clients.owner.post('/objectives', { title: 'Target', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id, key_results: [key_result('A')] }));
  const document = (await wire.send('GET', '/openapi.json')).json;
  schemas = document.components.schemas;
  routes = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => ({ method: m.toUpperCase(), path: path.startsWith('/api') ? path : `/api/v1${path}`, body: Boolean(methods[m].requestBody), schema: methods[m].requestBody?.content?.['application/json']?.schema })))
    .filter((r) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(r.method) && !r.path.endsWith('/live') && !/password|session|deactivation/.test(r.path));
});
after(async () => {
  wire.close();
  await w.stop();
});

const ids = () => pick([objective.id, objective.key_results[0].id, w.people.owner.id, w.team.id, w.cycle.id, 'O-0', 'O--1', 'O-01', 'O-99999999999999999999', 'o-1', 'O-1%20', 'O-1%00', '%', '%zz', '%c3%28', '%F0%9F%92%A5',
  'O-1;x', "O-1'--", '..', '%2e%2e', 'O-1%2fx', 'x'.repeat(3000), 'O-', '-', 'null', 'O-1.0', 'O-+1', 'O-0x1', '%ff', 'objectives.csv']);
const right_ids = (path) => path.replace(/\{\w+\}/g, (name) => {
  if (name === '{person}') return w.people.colleague.id;
  if (name === '{list}') return pick(['objectives.csv', 'checkins.csv', 'people.csv']);
  return { objectives: objective.id, 'key-results': objective.key_results[0].id, people: w.people.listed.id, teams: w.team.id, team: w.team.id, cycles: w.cycle.id, cycle: w.cycle.id }[path.split('/').findLast((part, i, all) => all[i + 1]?.startsWith('{'))] ?? ids();
});
const fill = (path) => path.replace(/\{\w+\}/g, () => ids());

const bad_json = () => pick([
  '', ' ', '{', '}', '[', '{"a"', '{"a":', '{"a":1,}', '{a:1}', "{'a':1}", '[1,2', 'null', 'true', '1', '"x"', '[]', '[{}]', 'NaN', '{"value":NaN}', '{"value":Infinity}', '{"value":-Infinity}', '{"value":1e999}', '{"value":-1e999}',
  '{"value":1e-999,"confidence":5}x', '{"value":01}', '{"value":+1}', '{"value":.5}', '{"value":1.}', '{"value":0x10}', '{"title":"\\ud800"}', '{"title":"\\u0000"}', '{"title":"\\x"}', '{"title":"a\nb"}', '{"title":"\u0000"}', '\ufeff{}', '{}{}', '{} x', '// c\n{}',
  '['.repeat(100), '['.repeat(100000), '{"a":'.repeat(70) + '1' + '}'.repeat(70), '{"a":'.repeat(50000), '{"title":' + '['.repeat(63) + ']'.repeat(63) + '}', '{"metric":' + '{"metric":'.repeat(80) + '1' + '}'.repeat(81),
  Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), Buffer.from('{"title":"\xc3\x28"}', 'latin1'), Buffer.from('{"title":"\xed\xa0\x80"}', 'latin1'), Buffer.from('{"title":"\xf8\x88\x80\x80\x80"}', 'latin1'), Buffer.from('{"title":"\xc0\xaf"}', 'latin1'), Buffer.from([0, 1, 2, 3]), Buffer.from([0xff, 0xfe, 0x7b, 0, 0x7d, 0]),
  JSON.stringify({ title: 'x'.repeat(100000) }), JSON.stringify({ unknown: 1 }), JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, i]))), '{"title":"a","title":"b"}',
]);

const odd_value = () => pick([null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 9.3e18, '', ' ', 'x', '\u202e', '💥', 'O-1', 'P-1', 'T-999999', 'C-0', '2026-02-31', '0000-00-00', '9999-12-31', '-1-01-01', '2026-1-1', [], [null], [[]], {}, { type: 'increase' },
  { type: 'increase', start: 1, target: 1 }, { type: 'milestones', milestones: [] }, { type: 'zones', start: 3, commit: 2, target: 1, stretch: 0 }, 'a'.repeat(400), ['P-1', 'P-1', 5], '=1+1', '<script>', '\u0000', 'draft', 'closed', 'organisation', Array(300).fill('P-1'), { type: 'between', low: 5, high: 1 }, { type: 'done', target: null }, { type: 'x' }]);
const fields = ['title', 'kind', 'level', 'cycle', 'team', 'owner', 'contributors', 'description', 'weight', 'visibility', 'viewers', 'state', 'contributes_to', 'key_results', 'metric', 'unit', 'decimals', 'share', 'starts_on', 'due_on', 'cadence_weeks', 'source',
  'value', 'confidence', 'on', 'done_milestones', 'happened', 'from', 'target', 'why', 'to', 'before', 'after', 'score', 'note', 'into_cycle', 'name', 'email', 'role', 'manager', 'teams', 'parent', 'lead', 'members', 'policy', 'content', 'file_name', 'mapping', 'delimiter', 'scopes', 'days', 'page', 'query', 'ends_on', 'check_in_weekday', 'check_in_every_weeks', 'timezone', 'locale', 'week_start', 'token', 'password'];
const bases = () => pick([{}, { title: 'T', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id }, { value: 1, confidence: 5 }, { name: 'N', starts_on: '2030-01-01', ends_on: '2030-02-01' }, { title: 'K', metric: { type: 'increase', start: 0, target: 1 } },
  { kind: 'contributes', to: objective.id, weight: 1 }, { file_name: 'f.csv', content: 'Objective\nx\n' }, { name: 'N', email: 'n@example.com', role: 'member' }, { from: '2026-01-05', target: 5, why: 'w' }, { name: 'N', scopes: ['read'] }]);

// A sound value for a schema, as far as a schema tells.
function sound(schema, name = '', depth = 0) {
  if (!schema || depth > 5) return null;
  if (schema.$ref) return sound(schemas[schema.$ref.split('/').pop()], name, depth + 1);
  const one = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (one) return sound(one.find((s) => s.type !== 'null') ?? one[0], name, depth + 1);
  if (schema.enum) return pick(schema.enum);
  const type = Array.isArray(schema.type) ? schema.type.find((t) => t !== 'null') : schema.type;
  if (type === 'object') return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([key]) => (schema.required ?? []).includes(key) || random() < 0.3).map(([key, value]) => [key, sound(value, key, depth + 1)]));
  if (type === 'array') return Array.from({ length: below(3) }, () => sound(schema.items, name, depth + 1));
  if (type === 'integer' || type === 'number') return pick([schema.minimum ?? 0, 1, 2, schema.maximum ?? 10]);
  if (type === 'boolean') return random() < 0.5;
  if (schema.format === 'date') return pick(['2026-01-05', '2026-06-30', '2030-01-01']);
  const known = { cycle: w.cycle.id, team: w.team.id, owner: w.people.owner.id, to: objective.id, into_cycle: w.cycle.id, lead: w.people.lead.id, manager: w.people.manager.id, email: `p${below(1e9)}@example.com`, timezone: 'UTC', content: 'Quarter,Objective,Key Result\n2005-Q1,A,B\n' };
  return known[name] ?? pick(['Text', 'Other text', `T${below(1e9)}`]);
}

function odd_body(schema) {
  if (random() < 0.25) return bad_json();
  const body = schema && random() < 0.8 ? sound(schema) ?? {} : { ...bases() };
  const own = Object.keys(body);
  if (schema && own.length && random() < 0.9) {
    for (let i = below(2) + 1; i > 0; --i) body[pick(own)] = random() < 0.8 ? odd_value() : undefined;
    return JSON.stringify(body);
  }
  for (let i = below(3) + 1; i > 0; --i) body[pick(fields)] = odd_value();
  return JSON.stringify(body);
}

const odd_query = () => pick(['?', '?&', '?=', '?limit=0', '?limit=999999', '?limit=abc', '?limit=1&limit=2', '?cursor=%00', '?cursor=~~', '?cursor=nan~1~x', '?cursor=inf~-1~', '?cursor=0x1p9999~99999999999999999999~%f0%9f', '?cycle=', '?cycle=C-0', '?cycle=C-99999999', '?q=%ff', '?q=%', '?q=%zz', '?q=' + 'a'.repeat(5000), '?since=-1', '?since=9223372036854775808', '?week=2026-13-01', '?week=0000-01-01', '?week=9999-12-31', '?before=x',
  '?unknown=1', '?team=O-1', '?owner[]=P-1', '?types=x,y', '?types=,,,', '?archived=maybe', '?subject=', '?subject=KR-0', '?kind=%27', '?sort=-', '?sort=--title', '?a=b&'.repeat(50)]);

const odd_header = () => pick([
  ['If-Match', pick(['"', '"x"', '*', '"-1"', '"99999999999999999999"', 'W/"1"', ''])], ['Idempotency-Key', pick(['', ' ', 'x'.repeat(300), '\x7f', '"', 'a b'])], ['Content-Type', pick(['', 'x', 'application/json; charset=latin1', 'text/html', 'application/json,application/json', ';'])],
  ['Content-Encoding', 'gzip'], ['Accept-Encoding', pick(['*;q=0', 'gzip;q=x', ',,,', 'br;q=', 'x'.repeat(1000)])], ['Cookie', pick(['cairn=', 'cairn=x; cairn=y', '=', ';;;', 'cairn="', `cairn=${'x'.repeat(2000)}`])], ['Authorization', pick(['Bearer', 'Bearer ', 'Basic eDp5', 'bearer cairn_pat_x', 'Bearer \t', 'x'.repeat(3000)])],
  ['Origin', pick(['null', '', 'http://', 'file://', 'http://evil'])], ['Last-Event-ID', 'x'], ['If-None-Match', pick(['*', '"', ',', '"x'])], ['Range', 'bytes=0-1'], ['Expect', pick(['100-continue', 'x'])], ['Host', pick(['', 'evil', 'a b', '127.0.0.1:99999', '[::'])], ['X-Forwarded-For', '1.2.3.4, ::1, x'], ['X-Forwarded-Proto', 'https'], ['Accept', '\x01'], ['Transfer-Encoding', pick(['chunked', 'gzip', 'identity', 'chunked, chunked'])], ['Content-Length', pick(['-1', '0', '5', 'x', '99999999999', '1, 1', '+5', '0x5'])], ['Upgrade', 'websocket'], ['Connection', pick(['upgrade', 'close', 'x, y'])],
]);

const broken_http = () => pick(['GET\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET  / HTTP/1.1\r\n\r\n', '\r\n\r\n\r\n', 'G\x00T / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\nHost\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\nX: y\n\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', `GET /${'a'.repeat(20000)} HTTP/1.1\r\nHost: a\r\n\r\n`, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(100000)}\r\n\r\n`, `GET / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(3000)}\r\n`, 'POST /api/v1/objectives HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'POST /api/v1/objectives HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n', 'POST /api/v1/objectives HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc', 'POST /api/v1/objectives HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 'get / http/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n']);

function request() {
  if (random() < 0.08) return { about: 'broken HTTP', bytes: Buffer.from(broken_http(), 'latin1'), broken: true };
  const route = pick(routes);
  const method = random() < 0.05 ? pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'x']) : route.method;
  const body = route.body || random() < 0.1 ? Buffer.from(odd_body(route.schema)) : Buffer.alloc(0);
  const path = (random() < 0.5 ? right_ids(route.path) : fill(route.path)) + (random() < (route.body ? 0.05 : 0.4) ? odd_query() : '');
  const person = pick(['owner', 'champion', 'admin', 'viewer', 'guest']);
  const headers = [['Host', host.host], ['Cookie', w.clients[person].cookie], ['X-Cairn', '1'], ['Origin', host.origin], ['If-Match', '"1"'], ['Content-Type', 'application/json'], ['Content-Length', String(body.length)], ['Connection', 'close']];
  let broken = false;
  if (random() < 0.3) {
    const [name, value] = odd_header();
    broken = ['Content-Length', 'Transfer-Encoding', 'Host', 'Expect', 'Accept', 'Connection', 'Upgrade'].includes(name) || /[\x00-\x1f\x7f]/.test(value);
    const at = headers.findIndex(([n]) => n === name);
    if (at >= 0) headers[at] = [name, value];
    else headers.push([name, value]);
  }
  const head = `${method} ${path} HTTP/1.1\r\n${headers.map(([n, v]) => `${n}: ${v}`).join('\r\n')}\r\n\r\n`;
  return { about: `${method} ${path.slice(0, 200)} by ${person} ${body.subarray(0, 300).toString('latin1')}`, bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), broken, method };
}

// Sends bytes on a connection of their own; out: everything that came back until it was closed.
function exchange({ bytes, broken }) {
  return new Promise((resolve) => {
    const chunks = [];
    const socket = net.connect(Number(host.port), host.hostname);
    // what waits for more of a body that never comes: that is the client's silence, not an answer
    const done = () => { clearTimeout(late); socket.destroy(); resolve(Buffer.concat(chunks).toString('latin1')); };
    const late = setTimeout(done, 2000);
    socket.on('data', (chunk) => chunks.push(chunk)).on('error', done).on('close', done);
    if (broken) socket.end(bytes);
    else socket.write(bytes);
  });
}

test(`${total} malformed requests never make the server fail`, async (t) => {
  t.diagnostic(`seed ${seed}`);
  const counts = {};
  const problems = [];
  await each(Array.from({ length: total }, (_, i) => i), 24, async () => {
    const one = request();
    const answer = await exchange(one);
    const status = Number(answer.match(/^HTTP\/1\.[01] (\d+)/)?.[1] ?? 0);
    counts[status] = (counts[status] ?? 0) + 1;
    if (status === 0) {
      if (!one.broken) problems.push(`no answer: ${one.about}`);
      return;
    }
    if (status >= 500 && status !== 501 && status !== 505) problems.push(`${one.about}: ${answer.slice(0, 600)}`);
    else if ((status === 501 || status === 505) && !one.broken) problems.push(`${one.about}: ${answer.slice(0, 600)}`);
    else if (status >= 400 && one.method !== 'HEAD' && !/content-type: application\/problem\+json/i.test(answer)) problems.push(`no problem document: ${one.about}: ${answer.slice(0, 600)}`);
  });
  t.diagnostic(`malformed: ${Object.entries(counts).map(([s, n]) => `${s === '0' ? 'closed' : s} x ${n}`).join(', ')}`);
  for (const problem of problems.slice(0, 25)) t.diagnostic(problem);
  assert.equal(problems.length, 0, `${problems.length} of ${total}, seed ${seed}: ${problems[0]}`);
  assert.equal((await wire.send('GET', '//readyz')).status, 200);
});

test('slow and silent clients hold nobody up', async () => {
  const idle = Array.from({ length: 100 }, (_, i) => {
    const socket = net.connect(Number(host.port), host.hostname);
    socket.on('error', () => {});
    socket.write(i % 2 ? 'POST /api/v1/objectives HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{' : 'GET / HT');
    return socket;
  });
  const begun = performance.now();
  for (let i = 0; i < 20; ++i) assert.equal((await wire.send('GET', '//readyz')).status, 200);
  assert.ok(performance.now() - begun < 3000);
  for (const socket of idle) socket.destroy();
});

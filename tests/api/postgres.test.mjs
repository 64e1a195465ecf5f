// Two servers on one PostgreSQL: what is written on one is read on the other at once, events reach the clients of both,
// and a database that goes away is waited for.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world, key_result, cairn } from '../support/world.mjs';
import { Client, serve } from '../support/server.mjs';
import { eventually, live } from '../support/live.mjs';
import * as postgres from '../support/postgres.mjs';

let w, second, database, far, near;
before(async () => {
  database = postgres.database();
  w = await world({ database });
  second = await serve({ database });
  near = w.clients;
  far = {};
  for (const name of ['owner', 'member', 'champion', 'admin']) {
    far[name] = new Client(second.url);
    await far[name].sign_in(`${name}@example.com`);
  }
}, { timeout: 60_000 });
after(async () => {
  await w.stop();
  await second.stop();
  await postgres.stop();
});

const objective = (more = {}) => ({ title: 'On both', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id, owner: w.people.owner.id, key_results: [key_result('A')], ...more });

test('what one server wrote the other reads at once, in every view', async () => {
  const made = await w.must(near.owner.post('/objectives', objective({ title: 'Zephyr' })));
  const kr = made.key_results[0].id;
  for (let value = 1; value <= 20; ++value) {
    const [writer, reader] = value % 2 ? [near, far] : [far, near];
    await w.must(writer.owner.post(`/key-results/${kr}/checkins`, { value, confidence: 5 }));
    assert.equal((await reader.member.get(`/key-results/${kr}`)).json.value, value);
    const tree = (await reader.member.get(`/tree?cycle=${w.cycle.id}`)).json;
    assert.equal(tree.key_results.value[tree.key_results.id.indexOf(Number(kr.slice(3)))], value);
  }
  assert.ok((await far.member.get('/search?q=zephyr')).json.items.some((i) => i.id === made.id));
  assert.match((await far.member.get('/exports/objectives.csv')).text, /Zephyr/);
});

test('events reach the clients of both servers, each once and in order', async () => {
  const made = await w.must(near.owner.post('/objectives', objective({ title: 'Heard twice' })));
  const kr = made.key_results[0].id;
  const streams = [live(w.server.url, { cookie: near.member.cookie }), live(second.url, { cookie: far.member.cookie })];
  for (const stream of streams) await stream.opened();
  const begun = performance.now();
  await w.must(far.owner.post(`/key-results/${kr}/checkins`, { value: 1, confidence: 5 }));
  for (const stream of streams) await stream.message((e) => e.type === 'checkin.posted');
  assert.ok(performance.now() - begun < 1000);
  await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? near : far).owner.post(`/key-results/${kr}/checkins`, { value: i, confidence: 5 })));
  const posted = (s) => s.events.filter((e) => e.data.type === 'checkin.posted').map((e) => e.data.number);
  for (const stream of streams) await stream.until((s) => posted(s).length >= 41);
  assert.deepEqual(posted(streams[0]), posted(streams[1]));
  assert.deepEqual(posted(streams[0]), [...new Set(posted(streams[0]))].sort((a, b) => a - b));
  for (const stream of streams) stream.close();
});

test('a session ended on one server is over on the other, its stream too', async () => {
  const client = new Client(w.server.url);
  await client.sign_in('colleague@example.com');
  const stream = live(second.url, { cookie: client.cookie });
  await stream.opened();
  const cookie = client.cookie;
  await client.delete('/session');
  const elsewhere = new Client(second.url);
  elsewhere.cookie = cookie;
  assert.equal((await elsewhere.get('/me')).status, 401);
  await stream.ended(3000);
});

test('of two edits on two servers with one version one wins', async () => {
  for (let i = 0; i < 10; ++i) {
    const made = await w.must(near.owner.post('/objectives', objective({ title: 'Raced for' })));
    const answers = await Promise.all([near, far].map((side, n) => side.owner.patch(`/objectives/${made.id}`, { title: `Side ${n}` }, made.version)));
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, 412]);
  }
  const key = { 'Idempotency-Key': 'one-on-both' };
  const both = await Promise.all([near, far].map((side) => side.owner.post('/objectives', objective({ title: 'Once' }), key)));
  assert.ok(both.every((a) => [201, 409].includes(a.status)), JSON.stringify(both.map((a) => a.text)));
  assert.equal(new Set(both.filter((a) => a.status === 201).map((a) => a.json.id)).size, 1);
});

test('loops are refused though both halves are drawn at the same time', async () => {
  for (let i = 0; i < 10; ++i) {
    const [a, b] = [await w.must(near.owner.post('/objectives', objective({ title: 'A' }))), await w.must(near.owner.post('/objectives', objective({ title: 'B' })))];
    const answers = await Promise.all([near.owner.post(`/objectives/${a.id}/links`, { kind: 'contributes', to: b.id }), far.owner.post(`/objectives/${b.id}/links`, { kind: 'contributes', to: a.id })]);
    assert.deepEqual(answers.map((r) => r.status).sort(), [201, 409], JSON.stringify(answers.map((r) => r.json)));
  }
});

test('cut connections are made again, and nothing acknowledged is lost', { timeout: 60_000 }, async () => {
  const made = await w.must(near.owner.post('/objectives', objective({ title: 'Survives' })));
  const kr = made.key_results[0].id;
  const stream = live(second.url, { cookie: far.member.cookie });
  await stream.opened();
  const acknowledged = [];
  for (let round = 0; round < 3; ++round) {
    const writing = (async () => {
      for (let i = 0; i < 20; ++i) {
        const value = round * 100 + i;
        const answer = await near.owner.post(`/key-results/${kr}/checkins`, { value, confidence: 5 });
        assert.ok([201, 503].includes(answer.status), `${answer.status} ${answer.text}`);
        if (answer.status === 201) acknowledged.push(value);
      }
    })();
    postgres.cut_connections();
    await writing;
    await eventually(() => near.owner.get('/me').then((a) => a.status), (status) => status === 200);
  }
  const kept = [];
  let cursor = '';
  do {
    const page = (await far.owner.get(`/key-results/${kr}/checkins?limit=200${cursor}`)).json;
    kept.push(...page.items.map((c) => c.value));
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
  } while (cursor);
  for (const value of acknowledged) assert.equal(kept.filter((v) => v === value).length, 1, `check-in ${value}`);
  const last = await w.must(near.owner.post(`/key-results/${kr}/checkins`, { value: 999, confidence: 5 }));
  assert.equal((await far.owner.get(`/checkins/${last.checkin.id}`)).status, 200);
  await stream.until((s) => s.events.filter((e) => e.data.type === 'checkin.posted').length >= acknowledged.length + 1, 10_000);
  stream.close();
});

test('the doctor finds nothing wrong after all this', () => {
  assert.match(cairn(['doctor', '--database', database]), /all is well/);
});

// Nothing that was acknowledged is lost and nothing is half done, however the server ends; backups hold what they should.
// CAIRN_KILLS sets the rounds of kill -9 (1000 for the long run).
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { world, key_result } from '../support/world.mjs';
import { cairn, serve, temporary, Client, password } from '../support/server.mjs';
import { Wire } from '../support/wire.mjs';

const kills = Number(process.env.CAIRN_KILLS ?? 5);

const doctor = (data) => cairn(['doctor', '--data', data]);
const objective = (w, more = {}) => ({ title: 'Kept', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id, key_results: ['A', 'B', 'C', 'D'].map((t) => key_result(t, { type: 'increase', start: 0, target: 1e6 })), ...more });

// Writes check-ins over several connections until the server is gone. Each has a number of its own as value, and half
// of them are sent with an Idempotency-Key and sent again where no answer came.
async function load(url, token, key_results, seen, numbers) {
  const wire = new Wire(url, 8);
  const write = async (kr) => {
    for (;;) {
      const value = ++numbers.last;
      const headers = value % 2 ? { 'idempotency-key': `round-${value}` } : {};
      try {
        const answer = await wire.send('POST', `/key-results/${kr}/checkins`, { token, body: { value, confidence: value % 11, happened: `Number ${value}` }, headers });
        assert.equal(answer.status, 201, answer.text);
        seen.acknowledged.set(value, kr);
      } catch (error) {
        if (error.code === 'ERR_ASSERTION') throw error;
        seen.unknown.set(value, kr);
        return;
      }
    }
  };
  await Promise.all(key_results.flatMap((kr) => [write(kr), write(kr)]));
  wire.close();
}

test(`${kills} times kill -9 under load: every acknowledged check-in is there exactly once`, { timeout: 60_000 + kills * 20_000 }, async (t) => {
  const w = await world();
  const { data } = w.server;
  const token = (await w.must(w.clients.owner.post('/tokens', { name: 'load', scopes: ['write'], days: 1 }))).token;
  const made = await w.must(w.clients.owner.post('/objectives', objective(w)));
  const key_results = made.key_results.map((k) => k.id);
  const seen = { acknowledged: new Map(), unknown: new Map() };
  const numbers = { last: 0 };
  let server = w.server;
  for (let round = 0; round < kills; ++round) {
    const before_round = seen.acknowledged.size;
    const loading = load(server.url, token, key_results, seen, numbers);
    const enough = 20 + (round * 37) % 200;
    while (seen.acknowledged.size < before_round + enough) await new Promise((resolve) => setImmediate(resolve));
    await server.kill();
    await loading;
    server = await serve({ data });
    const again = new Wire(server.url);
    // what was sent with a key and not answered may be sent again, and is there once afterwards
    for (const [value, kr] of seen.unknown) {
      if (value % 2 === 0) continue;
      const answer = await again.send('POST', `/key-results/${kr}/checkins`, { token, body: { value, confidence: value % 11, happened: `Number ${value}` }, headers: { 'idempotency-key': `round-${value}` } });
      assert.equal(answer.status, 201, answer.text);
      seen.acknowledged.set(value, kr);
      seen.unknown.delete(value);
    }
    again.close();
  }
  await check_all(server, token, key_results, seen);
  await server.stop();
  assert.match(doctor(data), /all is well/);
  t.diagnostic(`durability: ${kills} kills, ${seen.acknowledged.size} acknowledged check-ins, all there once`);
});

async function check_all(server, token, key_results, seen) {
  const wire = new Wire(server.url);
  const found = new Map();
  for (const kr of key_results) {
    let cursor = '';
    do {
      const page = (await wire.send('GET', `/key-results/${kr}/checkins?limit=200${cursor}`, { token })).json;
      for (const one of page.items) {
        assert.equal(one.happened, `Number ${one.value}`);
        assert.ok(!found.has(one.value), `check-in ${one.value} is there twice`);
        found.set(one.value, kr);
      }
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
    } while (cursor);
    const now = (await wire.send('GET', `/key-results/${kr}`, { token })).json;
    assert.equal(now.checkin_count, [...found.values()].filter((k) => k === kr).length);
  }
  for (const [value, kr] of seen.acknowledged) assert.equal(found.get(value), kr, `check-in ${value} was acknowledged and is lost`);
  for (const [value, kr] of found) assert.ok(seen.acknowledged.has(value) || seen.unknown.get(value) === kr, `check-in ${value} was never sent`);
  wire.close();
}

test('a backup taken while people write is consistent, and a damaged one is refused', { timeout: 120_000 }, async () => {
  const w = await world();
  const made = await w.must(w.clients.owner.post('/objectives', objective(w)));
  const token = (await w.must(w.clients.owner.post('/tokens', { name: 'load', scopes: ['write'], days: 1 }))).token;
  const seen = { acknowledged: new Map(), unknown: new Map() };
  const loading = load(w.server.url, token, made.key_results.map((k) => k.id), seen, { last: 0 });
  while (seen.acknowledged.size < 50) await new Promise((resolve) => setImmediate(resolve));
  const dir = temporary();
  const file = path.join(dir, 'backup.cairn');
  const before_backup = new Map(seen.acknowledged);
  cairn(['backup', file, '--data', w.server.data]);
  while (seen.acknowledged.size < before_backup.size + 50) await new Promise((resolve) => setImmediate(resolve));
  await w.stop();
  await loading;

  const restored = path.join(dir, 'restored');
  cairn(['restore', file, '--data', restored]);
  assert.match(doctor(restored), /all is well/);
  assert.throws(() => cairn(['restore', file, '--data', restored]), /cairn:/, 'data that is there is not overwritten unasked');
  cairn(['restore', file, '--data', restored, '--force']);
  const server = await serve({ data: restored });
  assert.throws(() => cairn(['restore', file, '--data', restored, '--force']), /data_in_use/, 'not under a running server');
  const client = new Client(server.url);
  await client.sign_in('owner@example.com');
  const wire = new Wire(server.url);
  const values = new Set();
  for (const kr of made.key_results) {
    let cursor = '';
    do {
      const page = (await wire.send('GET', `/key-results/${kr.id}/checkins?limit=200${cursor}`, { token })).json;
      for (const one of page.items) values.add(one.value);
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
    } while (cursor);
  }
  for (const value of before_backup.keys()) assert.ok(values.has(value), `check-in ${value} was there before the backup`);
  wire.close();
  await server.stop();

  // one byte in twenty places each, a cut, an empty file, another file
  const whole = readFileSync(file);
  const damaged = path.join(dir, 'damaged');
  const refuse = (why) => {
    const target = temporary();
    assert.throws(() => cairn(['restore', damaged, '--data', path.join(target, 'd')]), /cairn:/, why);
    assert.ok(!existsSync(path.join(target, 'd', 'cairn.db')), why);
  };
  for (let i = 0; i < 20; ++i) {
    const bytes = Buffer.from(whole);
    const at = Math.floor(((i + 0.5) / 20) * bytes.length);
    bytes[at] ^= 0x55;
    writeFileSync(damaged, bytes);
    refuse(`a changed byte at ${at}`);
  }
  copyFileSync(file, damaged);
  truncateSync(damaged, Math.floor(statSync(file).size / 2));
  refuse('half a file');
  writeFileSync(damaged, '');
  refuse('an empty file');
  writeFileSync(damaged, 'SQLite format 3\0 but no');
  refuse('another file');
  assert.ok(readdirSync(dir).length > 0);
});

test('the command line and a running server work on the same data', { timeout: 60_000 }, async () => {
  const w = await world();
  const { data } = w.server;
  cairn(['user', 'add', '--data', data, '--email', 'late@example.com', '--name', 'Late', '--password-stdin'], password);
  const late = new Client(w.server.url);
  await late.sign_in('late@example.com');
  assert.ok((await late.get('/people?q=late')).json.items.length > 0, 'the server sees whom the command line added');
  cairn(['user', 'deactivate', '--data', data, '--email', 'late@example.com']);
  assert.equal((await late.get('/me')).status, 401);
  assert.match(doctor(data), /all is well/);
  assert.match(cairn(['audit', '--data', data]), /\d/);
  assert.match(cairn(['export', 'people', '--data', data]), /late@example\.com/);
  assert.throws(() => cairn(['user', 'add', '--data', data, '--email', 'late@example.com', '--name', 'Again', '--password-stdin'], password), /email_taken/);
  assert.throws(() => cairn(['user', 'add', '--data', data, '--email', 'new@example.com', '--name', 'New', '--password-stdin'], 'short'), /too_short/);
  await w.stop();
});

// OKRs over HTTP: writing, aligning, checking in, and every figure that follows from it.
import { describe, test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world, key_result } from '../support/world.mjs';
import * as postgres from '../support/postgres.mjs';

// The same scenarios on both databases: what is told is the same to the letter.
for (const engine of ['SQLite', 'PostgreSQL']) describe(`on ${engine}`, () => {

let w;
before(async () => { w = await world(engine === 'PostgreSQL' ? { database: postgres.database() } : {}); });
after(async () => {
  await w.stop();
  await postgres.stop();
});

const objective = (more = {}) => ({ title: 'Clinics love booking', kind: 'aspirational', level: 'team', cycle: w.cycle.id, team: w.team.id, owner: w.people.owner.id, state: 'active', ...more });

test('an objective with its key results is written, read and listed', async () => {
  const { owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ key_results: [key_result('A'), key_result('B', { type: 'decrease', start: 10, target: 2 })] })));
  assert.match(made.id, /^O-\d+$/);
  assert.equal(made.key_results.length, 2);
  assert.equal(made.progress, 0);
  const read = await owner.get(`/objectives/${made.id}`);
  assert.equal(read.status, 200);
  assert.equal(read.etag, `"${made.version}"`);
  const list = await owner.get(`/objectives?cycle=${w.cycle.id}&q=booking`);
  assert.ok(list.json.items.some((o) => o.id === made.id));
});

test('a check-in moves the key result, its objective and what stands above', async () => {
  const { owner, champion } = w.clients;
  const top = await w.must(champion.post('/objectives', objective({ title: 'The company thrives', level: 'company', team: undefined, owner: w.people.champion.id, state: 'active' })));
  const low = await w.must(owner.post('/objectives', objective({ title: 'Part of it', contributes_to: [{ to: top.id, weight: 1 }], key_results: [key_result('Only')] })));
  const kr = low.key_results[0].id;
  const preview = await owner.post(`/key-results/${kr}/preview`, { value: 40 });
  assert.equal(preview.status, 200);
  assert.equal(preview.json.progress, 0.4);
  const done = await w.must(owner.post(`/key-results/${kr}/checkins`, { value: 40, confidence: 7, happened: 'It **moved**.' }));
  assert.equal(done.key_result.progress, 0.4);
  assert.ok(done.ancestors.some((a) => a.id === top.id && a.progress === 0.4));
  assert.equal((await owner.get(`/objectives/${top.id}`)).json.progress, 0.4);
  const explained = await owner.get(`/objectives/${top.id}/explanation`);
  assert.equal(explained.status, 200);
  assert.ok(explained.json.items.some((i) => i.title === 'Part of it'));
  const tree = (await owner.get(`/tree?cycle=${w.cycle.id}`)).json;
  const at = tree.objectives.title.indexOf('The company thrives');
  assert.equal(tree.objectives.progress[at], 0.4);
});

test('the nine metric types are accepted and judged', async () => {
  const { owner } = w.clients;
  const metrics = [
    [{ type: 'increase', start: 0, target: 10 }, 5, 0.5], [{ type: 'decrease', start: 10, target: 0 }, 5, 0.5],
    [{ type: 'at_least', target: 10 }, 10, 1], [{ type: 'at_most', target: 10 }, 11, 0], [{ type: 'between', low: 1, high: 3 }, 2, 1],
    [{ type: 'zones', start: 0, commit: 30, target: 70, stretch: 100 }, 30, 0.3], [{ type: 'done' }, 1, 1], [{ type: 'baseline' }, 42, null],
  ];
  const made = await w.must(owner.post('/objectives', objective({ title: 'All kinds', key_results: metrics.map(([m], i) => key_result(`K${i}`, m, { unit: '' })) })));
  for (const [i, [, value, progress]] of metrics.entries()) {
    const done = await w.must(owner.post(`/key-results/${made.key_results[i].id}/checkins`, { value, confidence: 5 }));
    assert.equal(done.key_result.progress, progress, metrics[i][0].type);
  }
  const milestones = await w.must(owner.post(`/objectives/${made.id}/key-results`, key_result('Steps', { type: 'milestones', milestones: [{ title: 'one', weight: 1 }, { title: 'two', weight: 3 }] }, { unit: '' })));
  const second = milestones.metric.milestones[1].id;
  const today = (await owner.get('/me')).json.today;
  const done = await w.must(owner.post(`/key-results/${milestones.id}/checkins`, { done_milestones: [{ id: second, done_on: today }], confidence: 6 }));
  assert.equal(done.key_result.progress, 0.75);
});

test('a loop is refused with its path', async () => {
  const { owner } = w.clients;
  const a = await w.must(owner.post('/objectives', objective({ title: 'A' })));
  const b = await w.must(owner.post('/objectives', objective({ title: 'B', contributes_to: [{ to: a.id, weight: 1 }] })));
  const refused = await owner.post(`/objectives/${a.id}/links`, { kind: 'contributes', to: b.id });
  assert.equal(refused.status, 409);
  assert.equal(refused.json.code, 'would_close_a_loop');
  assert.ok(refused.json.path.length >= 2);
});

test('two people editing the same thing: the later one is told what changed', async () => {
  const { owner, lead } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Edited by two' })));
  assert.equal((await owner.patch(`/objectives/${made.id}`, { title: 'First' }, made.version)).status, 200);
  const late = await lead.patch(`/objectives/${made.id}`, { title: 'Second' }, made.version);
  assert.equal(late.status, 412);
  assert.equal(late.json.code, 'changed_meanwhile');
  assert.equal(late.json.current.title, 'First');
  assert.equal((await lead.patch(`/objectives/${made.id}`, { title: 'Third' })).status, 428);
  const history = await owner.get(`/objectives/${made.id}/history`);
  assert.ok(history.json.items.some((i) => i.changes.some((c) => c.field === 'title' && c.after === 'First')));
});

test('closing keeps the suggestion beside the score, and asks for a reason', async () => {
  const { owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'To be closed', key_results: [key_result('K')] })));
  await w.must(owner.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 72, confidence: 8 }));
  const without = await owner.put(`/objectives/${made.id}/closure`, { state: 'achieved', score: 1 });
  assert.equal(without.status, 422);
  const closed = await w.must(owner.put(`/objectives/${made.id}/closure`, { state: 'achieved', score: 1, note: 'The last clinic joined on the final day.' }), 200);
  assert.equal(closed.suggested_score, 0.7);
  assert.equal(closed.score, 1);
  assert.equal((await owner.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 80, confidence: 8 })).status, 409);
  assert.equal((await owner.delete(`/objectives/${made.id}/closure`)).status, 200);
});

test('wrong input is told apart and loses nothing', async () => {
  const { owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Robust', key_results: [key_result('K')] })));
  const kr = made.key_results[0].id;
  const post = (body, headers) => owner.post(`/key-results/${kr}/checkins`, body, headers);
  const cases = [
    [await post('{"value": 1, '), 400], [await post('{"value": NaN, "confidence": 5}'), 400], [await post('{"value": 1e999, "confidence": 5}'), 400],
    [await post({ value: 1 }), 422], [await post({ value: 1, confidence: 11 }), 422], [await post({ value: 1, confidence: 5, wat: 1 }), 400],
    [await post({ value: 1, confidence: 5, on: '2999-01-01' }), 422], [await post({ value: 1, confidence: 5, on: '2026-02-31' }), 400],
    [await owner.get('/objectives/O-999999'), 404], [await owner.get('/objectives/X'), 404],
    [await owner.post('/objectives', objective({ title: '' })), 422],
    [await owner.post(`/objectives/${made.id}/key-results`, key_result('Same', { type: 'increase', start: 5, target: 5 })), 422],
    [await owner.post(`/objectives/${made.id}/key-results`, key_result('Neg', undefined, { weight: -1 })), 422],
  ];
  for (const [answer, status] of cases) {
    const near = status === 400 || status === 422 ? [400, 422] : [status];
    assert.ok(near.includes(answer.status), `${answer.status} for ${answer.text.slice(0, 200)}`);
    assert.ok(answer.json.code, answer.text);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }
  assert.equal((await owner.get(`/key-results/${kr}/checkins`)).json.items.length, 0);
});

test('the same POST twice with one key is done once', async () => {
  const { owner } = w.clients;
  const body = objective({ title: 'Only once' });
  const key = { 'Idempotency-Key': `once-${Date.now()}` };
  const first = await owner.post('/objectives', body, key);
  const second = await owner.post('/objectives', body, key);
  assert.equal(first.json.id, second.json.id);
  const other = await owner.post('/objectives', { ...body, title: 'Another body' }, key);
  assert.equal(other.status, 422);
  const both = await Promise.all([1, 2, 3, 4].map(() => owner.post('/objectives', objective({ title: 'At once' }), { 'Idempotency-Key': `burst-${key['Idempotency-Key']}` })));
  const ids = new Set(both.filter((a) => a.status === 201).map((a) => a.json.id));
  assert.equal(ids.size, 1);
});

test('a closed cycle is read-only', async () => {
  const { owner, champion } = w.clients;
  const cycle = await w.must(champion.post('/cycles', { name: 'Short', starts_on: '2026-01-01', ends_on: '2026-03-31', state: 'active' }));
  const made = await w.must(owner.post('/objectives', objective({ title: 'Old', cycle: cycle.id, key_results: [key_result('K')] })));
  let now = (await champion.get(`/cycles/${cycle.id}`)).json;
  for (const state of ['review', 'closed']) now = await w.must(champion.patch(`/cycles/${cycle.id}`, { state }, now.version), 200);
  const refused = await owner.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 1, confidence: 5 });
  assert.equal(refused.status, 409);
  assert.equal(refused.json.code, 'cycle_closed');
  assert.equal((await owner.patch(`/objectives/${made.id}`, { title: 'New' }, made.version)).status, 409);
});

test('what one may not see answers like what does not exist, byte for byte', async () => {
  const { owner, colleague, admin } = w.clients;
  const secret = await w.must(owner.post('/objectives', objective({ title: 'Between us', level: 'person', team: undefined, visibility: 'private', key_results: [key_result('Hidden')] })));
  const hidden = await colleague.get(`/objectives/${secret.id}`);
  const missing = await colleague.get('/objectives/O-987654');
  const plain = (a) => a.text.replace(/"request_id":"[^"]*"/, '').replace(/O-\d+/g, 'O-0');
  assert.equal(hidden.status, 404);
  assert.equal(plain(hidden), plain(missing));
  assert.equal((await admin.get(`/objectives/${secret.id}`)).status, 404);
  assert.equal((await colleague.get('/search?q=Between')).json.items.filter((i) => i.id === secret.id).length, 0);
  const tree = (await colleague.get(`/tree?cycle=${w.cycle.id}`)).json;
  assert.ok(!tree.objectives.title.includes('Between us'));
  assert.ok(!(await colleague.get('/exports/objectives.csv')).text.includes('Between us'));
  assert.ok((await owner.get('/exports/objectives.csv')).text.includes('Between us'));
});
});

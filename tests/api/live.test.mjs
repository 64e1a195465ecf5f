// Live events: what changes reaches every open page of those who may see it, once, also after a lost connection.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world, key_result } from '../support/world.mjs';
import { live } from '../support/live.mjs';
import { Wire, each } from '../support/wire.mjs';

let w;
const open = [];
before(async () => { w = await world(); });
after(async () => {
  for (const stream of open) stream.close();
  await w.stop();
});

function watch(client, options = {}) {
  const stream = live(w.server.url, { cookie: client.cookie, ...options });
  open.push(stream);
  return stream;
}
const objective = (more = {}) => ({ title: 'Watched', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id, owner: w.people.owner.id, key_results: [key_result('Measure')], ...more });

// Something that everybody hears of, to know that all before has been delivered.
async function barrier(streams) {
  const made = await w.must(w.clients.champion.post('/objectives', objective({ title: 'Barrier', level: 'company', team: undefined, owner: w.people.champion.id })));
  for (const stream of streams) await stream.message((e) => e.subject === made.id);
  return made.id;
}

test('a check-in arrives within a second with the paths that it makes stale, roll-ups included', async () => {
  const { owner, member, champion } = w.clients;
  const top = await w.must(champion.post('/objectives', objective({ title: 'Above', level: 'company', team: undefined, owner: w.people.champion.id, key_results: [] })));
  const made = await w.must(owner.post('/objectives', objective({ contributes_to: [{ to: top.id, weight: 1 }] })));
  const kr = made.key_results[0].id;
  const stream = watch(member);
  const hello = await stream.opened();
  assert.ok(hello.data.number > 0);
  const begun = performance.now();
  await w.must(owner.post(`/key-results/${kr}/checkins`, { value: 30, confidence: 7, happened: 'Secret of the day' }));
  const event = (await stream.message((e) => e.type === 'checkin.posted')).data;
  assert.ok(performance.now() - begun < 1000);
  for (const path of [`/key-results/${kr}`, `/key-results/${kr}/checkins`, `/objectives/${made.id}`, `/objectives/${top.id}`, '/tree']) {
    assert.ok(event.stale.includes(path), `${path} in ${event.stale}`);
  }
  assert.ok(!stream.raw.includes('Secret of the day'), 'events are thin');
});

test('whoever comes back is told what was missed, each once and in order', async () => {
  const { owner, member } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Missed' })));
  const kr = made.key_results[0].id;
  const steady = watch(member);
  await steady.opened();
  const lost = watch(member);
  await lost.opened();
  await w.must(owner.post(`/key-results/${kr}/checkins`, { value: 1, confidence: 5 }));
  const last = await lost.until((s) => s.events.find((e) => e.data.type === 'checkin.posted' && e.id));
  lost.close();
  for (let value = 2; value <= 20; ++value) await w.must(owner.post(`/key-results/${kr}/checkins`, { value, confidence: 5 }));
  // it comes back while more is happening
  const more = (async () => { for (let value = 21; value <= 40; ++value) await w.must(owner.post(`/key-results/${kr}/checkins`, { value, confidence: 5 })); })();
  const back = [watch(member, { last_event_id: last.id }), watch(member, { after: last.id })];
  await more;
  await barrier([steady, ...back]);
  const numbers = (stream, from) => stream.events.filter((e) => e.type === 'message' && e.data.number > from).map((e) => e.data.number);
  const wanted = numbers(steady, last.id);
  assert.equal(wanted.length, 40);
  for (const stream of back) assert.deepEqual(numbers(stream, 0), wanted);
  assert.deepEqual(wanted, [...wanted].sort((a, b) => a - b));
});

test('what one may not see is never told of, neither by name nor by number nor by path', async () => {
  const { owner, colleague, guest, auditor, admin, champion } = w.clients;
  const streams = { colleague: watch(colleague), guest: watch(guest), auditor: watch(auditor), admin: watch(admin), champion: watch(champion) };
  const own = watch(owner);
  for (const stream of [own, ...Object.values(streams)]) await stream.opened();
  const secret = await w.must(owner.post('/objectives', objective({ title: 'Hush', level: 'person', team: undefined, visibility: 'private' })));
  const kr = secret.key_results[0].id;
  const checkin = await w.must(owner.post(`/key-results/${kr}/checkins`, { value: 5, confidence: 5 }));
  await w.must(owner.patch(`/objectives/${secret.id}`, { title: 'Hush, hush' }, (await owner.get(`/objectives/${secret.id}`)).json.version), 200);
  await w.must(owner.put(`/objectives/${secret.id}/archive`), 200);
  await barrier([own, streams.colleague, streams.admin, streams.champion]);
  await own.message((e) => e.subject === secret.id);
  for (const [name, stream] of Object.entries(streams)) {
    for (const id of [secret.id, kr, checkin.checkin.id]) assert.ok(!new RegExp(`${id}\\b`).test(stream.raw), `${name} heard of ${id}`);
    assert.ok(!stream.raw.includes('Hush'), name);
  }
});

test('who loses sight of an objective is told that it is gone, who gains it hears of it', async () => {
  const { owner, colleague, listed } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Now you see me' })));
  const streams = [watch(colleague), watch(listed)];
  for (const stream of streams) await stream.opened();
  const hidden = await w.must(owner.patch(`/objectives/${made.id}`, { visibility: 'people', viewers: [w.people.listed.id] }, made.version), 200);
  const gone = await streams[0].message((e) => e.stale.includes(`/objectives/${made.id}`));
  assert.ok(gone.data.stale.includes('/tree'));
  await streams[1].message((e) => e.subject === made.id);
  const heard = streams[0].events.length;
  await w.must(owner.patch(`/objectives/${made.id}`, { title: 'Unheard' }, hidden.version), 200);
  await streams[1].until((s) => s.events.filter((e) => e.data.subject === made.id).length >= 2);
  await barrier(streams);
  assert.ok(!streams[0].events.slice(heard).some((e) => e.text.includes(`"${made.id}"`) || e.text.includes(`/${made.id}"`)));
});

test('a number from another life, or none at all, starts anew', async () => {
  const { member } = w.clients;
  const future = watch(member, { after: 999999999 });
  await future.until((s) => s.events.find((e) => e.type === 'reset'));
  for (const bad of ['-1', 'x', '1e99', '99999999999999999999999']) {
    const answer = await member.get(`/live?after=${bad}`).catch(() => ({ status: 0 }));
    assert.ok([400, 422].includes(answer.status), `${bad}: ${answer.status}`);
  }
  const odd = watch(member, { last_event_id: 'not a number' });
  await odd.opened();
});

test('many watchers hear of it all the same', async () => {
  const { owner, member, colleague, lead, manager } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'For many' })));
  const streams = [];
  for (const client of [member, colleague, lead, manager]) for (let i = 0; i < 10; ++i) streams.push(watch(client));
  const opened = await Promise.all(streams.map((s) => s.until((x) => x.status)));
  assert.ok(opened.every((status) => [200, 429].includes(status)));
  const heard = streams.filter((s) => s.status === 200);
  assert.ok(heard.length >= 4);
  await Promise.all(heard.map((s) => s.opened()));
  await w.must(owner.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 50, confidence: 5 }));
  await Promise.all(heard.map((s) => s.message((e) => e.type === 'checkin.posted')));
});

test('clients that leave the moment their stream opens take nobody down', async () => {
  const { owner, member } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Flickering' })));
  const wire = new Wire(w.server.url, 32);
  const steady = watch(member);
  await steady.opened();
  let over = false;
  const writing = [1, 2, 3].map(async (value) => {
    while (!over) await wire.send('POST', `/key-results/${made.key_results[0].id}/checkins`, { cookie: owner.cookie, body: { value, confidence: 5 } });
  });
  const cookies = Object.values(w.clients).map((c) => c.cookie);
  await each(Array.from({ length: 1500 }, (_, i) => cookies[i % cookies.length]), 12, (cookie) => wire.send('GET', '/live', { cookie }));
  over = true;
  await Promise.all(writing);
  wire.close();
  await barrier([steady]);
});

test('a server that stops ends its streams in good order', async () => {
  const other = await world();
  const stream = live(other.server.url, { cookie: other.clients.member.cookie });
  await stream.opened();
  const begun = performance.now();
  assert.equal(await other.stop(), 0);
  await stream.ended();
  assert.ok(performance.now() - begun < 10000);
});

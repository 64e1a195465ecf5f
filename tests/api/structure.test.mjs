// People, teams and cycles from beginning to end: who comes, moves, leads, leaves, and what becomes of what they owned.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world, key_result } from '../support/world.mjs';

let w;
before(async () => { w = await world(); });
after(() => w.stop());

const person = async (name, more = {}) => (await w.must(w.clients.admin.post('/people', { name, email: `${name}@example.com`, role: 'member', ...more }))).person;
const objective = (more = {}) => ({ title: 'Ours', kind: 'committed', level: 'team', cycle: w.cycle.id, team: w.team.id, owner: w.people.owner.id, ...more });

test('people are added with team and manager, found, and changed under their version', async () => {
  const { admin, member } = w.clients;
  const made = await person('Dora', { title: 'Nurse', manager: w.people.lead.id, teams: [w.team.id] });
  assert.equal(made.state, 'invited');
  assert.equal(made.manager.id, w.people.lead.id);
  assert.deepEqual(made.teams.map((t) => t.id), [w.team.id]);
  assert.ok((await member.get('/people?q=dora')).json.items.some((p) => p.id === made.id));
  assert.ok((await member.get(`/people?team=${w.team.id}&state=invited`)).json.items.some((p) => p.id === made.id));
  const read = await admin.get(`/people/${made.id}`);
  assert.equal(read.etag, `"${read.json.version}"`);
  const changed = await w.must(admin.patch(`/people/${made.id}`, { title: null, manager: null }, read.json.version), 200);
  assert.equal(changed.title, '');
  assert.equal(changed.manager, null);
  assert.equal((await admin.patch(`/people/${made.id}`, { title: 'x' }, read.json.version)).status, 412);
  assert.equal((await admin.patch(`/people/${made.id}`, { title: 'x' })).status, 428);
});

test('nobody manages themselves, not even by way of others', async () => {
  const { admin } = w.clients;
  const a = await person('LoopA');
  const b = await person('LoopB', { manager: a.id });
  const refused = await admin.patch(`/people/${a.id}`, { manager: b.id }, a.version);
  assert.equal(refused.status, 409);
  assert.equal(refused.json.code, 'would_close_a_loop');
  assert.equal((await admin.patch(`/people/${a.id}`, { manager: a.id }, a.version)).status, 409);
});

test('the last administrator stays', async () => {
  const { admin } = w.clients;
  const me = (await admin.get(`/people/${w.people.admin.id}`)).json;
  assert.equal((await admin.patch(`/people/${me.id}`, { role: 'member' }, me.version)).json.code, 'last_admin');
  assert.equal((await admin.put(`/people/${me.id}/deactivation`)).json.code, 'last_admin');
});

test('what a deactivated person owned is ownerless, offered, and handed over', async () => {
  const { admin, lead, champion } = w.clients;
  const leaver = await person('Leaver', { teams: [w.team.id] });
  const made = await w.must(champion.post('/objectives', objective({ title: 'Left behind', owner: leaver.id, key_results: [key_result('Alone', undefined, { owner: leaver.id })] })));
  await w.must(admin.put(`/people/${leaver.id}/deactivation`), 200);
  const shown = (await lead.get(`/objectives/${made.id}`)).json;
  assert.equal(shown.owner, null);
  assert.equal(shown.former_owner.id, leaver.id);
  const ownerless = (await lead.get(`/ownerless?cycle=${w.cycle.id}`)).json;
  assert.ok(ownerless.objectives.some((o) => o.id === made.id));
  assert.ok(ownerless.key_results.some((k) => k.objective_id === made.id));
  assert.equal((await champion.post('/objectives', objective({ owner: leaver.id }))).status, 422);
  const moved = await w.must(lead.post(`/people/${leaver.id}/transfer`, { to: w.people.owner.id }), 200);
  assert.deepEqual([moved.objectives, moved.key_results], [1, 1]);
  assert.equal((await lead.get(`/objectives/${made.id}`)).json.owner.id, w.people.owner.id);
  assert.ok(!(await lead.get(`/ownerless?cycle=${w.cycle.id}`)).json.objectives.some((o) => o.id === made.id));
  assert.equal((await lead.post(`/people/${w.people.owner.id}/transfer`, { to: leaver.id })).status, 422, 'nothing goes to somebody who left');
});

test('an administrator hands over what they may read, without editing it', async () => {
  const { admin, owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'To be handed over' })));
  assert.equal((await admin.patch(`/objectives/${made.id}`, { title: 'Mine now' }, made.version)).status, 403);
  const given = await w.must(admin.patch(`/objectives/${made.id}`, { owner: w.people.colleague.id }, made.version), 200);
  assert.equal(given.owner.id, w.people.colleague.id);
});

test('an objective rises to the company, or goes to another team, by those who may write one there', async () => {
  const { owner, champion, lead } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Humble', level: 'person', team: undefined })));
  assert.equal((await owner.post('/objectives', objective({ level: 'company', team: undefined }))).status, 403);
  assert.equal((await owner.patch(`/objectives/${made.id}`, { level: 'company' }, made.version)).status, 403);
  assert.equal((await owner.patch(`/objectives/${made.id}`, { level: 'team', team: w.other_team.id }, made.version)).status, 403);
  const ours = await w.must(owner.patch(`/objectives/${made.id}`, { level: 'team', team: w.team.id }, made.version), 200);
  assert.equal((await lead.patch(`/objectives/${made.id}`, { team: w.other_team.id }, ours.version)).status, 403);
  await w.must(champion.patch(`/objectives/${made.id}`, { level: 'company' }, ours.version), 200);
});

test('teams form a tree without loops, change under their version, and rest when archived', async () => {
  const { admin, lead, owner, champion } = w.clients;
  const top = await w.must(champion.post('/teams', { name: 'Top' }));
  const low = await w.must(champion.post('/teams', { name: 'Low', parent: top.id, lead: w.people.lead.id }));
  assert.deepEqual(low.path.map((t) => t.id), [top.id]);
  const loop = await champion.patch(`/teams/${top.id}`, { parent: low.id }, top.version);
  assert.equal(loop.status, 409);
  assert.equal(loop.json.code, 'would_close_a_loop');
  const now = (await lead.get(`/teams/${low.id}`)).json;
  assert.equal((await lead.patch(`/teams/${low.id}`, { description: 'By its lead' }, now.version)).status, 200);
  assert.equal((await lead.patch(`/teams/${low.id}`, { lead: w.people.owner.id }, now.version + 1)).status, 403, 'a lead names no successor');
  assert.equal((await owner.patch(`/teams/${low.id}`, { description: 'By anybody' }, now.version + 1)).status, 403);
  assert.deepEqual((await w.must(lead.put(`/teams/${low.id}/members/${w.people.owner.id}`), 200)).members.map((p) => p.id), [w.people.owner.id]);
  assert.equal((await w.must(lead.delete(`/teams/${low.id}/members/${w.people.owner.id}`), 200)).members.length, 0);
  assert.equal((await champion.put(`/teams/${top.id}/archive`)).status, 409, 'a team lives below it');
  await w.must(champion.put(`/teams/${low.id}/archive`), 200);
  assert.equal((await owner.post('/objectives', objective({ team: low.id }))).status, 422);
  assert.equal((await champion.put(`/teams/${low.id}/members/${w.people.owner.id}`)).status, 409);
  await w.must(champion.delete(`/teams/${low.id}/archive`), 200);
  assert.equal((await admin.post('/teams', { name: 'x', parent: 'T-999999' })).status, 422);
  assert.ok((await owner.get('/teams')).json.items.some((t) => t.id === low.id));
});

test('who joins or leaves a team sees or loses its objectives at once', async () => {
  const { champion, contributor, owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'Among us', visibility: 'team' })));
  assert.equal((await contributor.get(`/objectives/${made.id}`)).status, 404);
  await w.must(champion.put(`/teams/${w.team.id}/members/${w.people.contributor.id}`), 200);
  assert.equal((await contributor.get(`/objectives/${made.id}`)).status, 200);
  assert.ok((await contributor.get(`/tree?cycle=${w.cycle.id}`)).json.objectives.title.includes('Among us'));
  await w.must(champion.delete(`/teams/${w.team.id}/members/${w.people.contributor.id}`), 200);
  assert.equal((await contributor.get(`/objectives/${made.id}`)).status, 404);
  assert.ok(!(await contributor.get(`/tree?cycle=${w.cycle.id}`)).json.objectives.title.includes('Among us'));
});

test('cycles have sound dates, one name each, and go through their states', async () => {
  const { champion, member, admin } = w.clients;
  const base = { name: 'Plan', starts_on: '2031-01-01', ends_on: '2031-03-31' };
  for (const bad of [{ ends_on: '2030-12-31' }, { starts_on: '2031-02-30' }, { starts_on: '31.1.2031' }, { check_in_weekday: 8 }, { check_in_every_weeks: 0 }, { parent: 'C-999999' }, { name: ' ' }, { state: 'closed' }]) {
    const answer = await champion.post('/cycles', { ...base, ...bad });
    assert.ok([400, 422].includes(answer.status), `${JSON.stringify(bad)}: ${answer.status} ${answer.text}`);
  }
  let cycle = await w.must(champion.post('/cycles', { ...base, state: 'planning' }));
  assert.ok([409, 422].includes((await champion.post('/cycles', base)).status), 'the name is taken');
  assert.equal((await member.patch(`/cycles/${cycle.id}`, { state: 'active' }, cycle.version)).status, 403);
  for (const state of ['active', 'review', 'closed']) cycle = await w.must(champion.patch(`/cycles/${cycle.id}`, { state }, cycle.version), 200);
  assert.equal((await champion.patch(`/cycles/${cycle.id}`, { name: 'x' }, cycle.version)).status, 409);
  cycle = await w.must(admin.patch(`/cycles/${cycle.id}`, { state: 'review' }, cycle.version), 200);
  assert.equal(cycle.state, 'review');
});

test('the organisation\'s settings change under their version and are checked', async () => {
  const { admin, member } = w.clients;
  const now = (await member.get('/organisation')).json;
  const changed = await w.must(admin.patch('/organisation', { name: 'Meridian', timezone: 'Europe/Zurich', week_start: 1 }, now.version), 200);
  assert.equal(changed.name, 'Meridian');
  assert.equal((await admin.patch('/organisation', { name: 'Late' }, now.version)).json.current.name, 'Meridian');
  for (const bad of [{ timezone: 'Nowhere/City' }, { name: '' }, { fiscal_year_start_month: 13 }, { locale: 'xx' }, { surprise: 1 }]) {
    assert.ok([400, 422].includes((await admin.patch('/organisation', bad, changed.version)).status), JSON.stringify(bad));
  }
  assert.equal((await member.get('/me')).json.organisation.timezone, 'Europe/Zurich');
  assert.ok((await member.get('/timezones')).json.items.includes('Europe/Zurich'));
});

test('another policy gives other figures, and the way back gives the old ones', async () => {
  const { champion, owner } = w.clients;
  const made = await w.must(owner.post('/objectives', objective({ title: 'By policy', key_results: [key_result('A', undefined, { weight: 3 }), key_result('B')] })));
  await w.must(owner.post(`/key-results/${made.key_results[0].id}/checkins`, { value: 100, confidence: 9 }));
  assert.equal((await owner.get(`/objectives/${made.id}`)).json.progress, 0.75);
  const before_policy = (await champion.get('/organisation')).json.policy;
  const presets = (await champion.get('/policies')).json.items.map((p) => p.name);
  assert.ok(presets.length >= 3);
  for (const policy of presets) await w.must(champion.put('/organisation/policy', { policy }), 200);
  await w.must(champion.put('/organisation/policy', { policy: before_policy }), 200);
  assert.equal((await owner.get(`/objectives/${made.id}`)).json.progress, 0.75);
  for (const policy of ['nope', 3, null, { base: 'nope' }, []]) assert.ok([400, 422].includes((await champion.put('/organisation/policy', { policy })).status), JSON.stringify(policy));
});

test('saved views are each person\'s own', async () => {
  const { member, viewer } = w.clients;
  const view = await w.must(member.post('/saved-views', { name: 'Late ones', page: 'tree', query: 'status=behind' }));
  assert.equal((await member.post('/saved-views', { name: 'Late ones', page: 'tree', query: '' })).status, 409);
  assert.deepEqual((await member.get('/saved-views?page=tree')).json.items.map((v) => v.id), [view.id]);
  assert.equal((await viewer.get('/saved-views')).json.items.length, 0);
  assert.equal((await viewer.delete(`/saved-views/${view.id}`)).status, 404);
  assert.equal((await member.delete(`/saved-views/${view.id}`)).status, 204);
});

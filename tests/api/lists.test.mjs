// Lists: pages that cover everything exactly once, filters, search, the feed, and every list as CSV.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { world, key_result } from '../support/world.mjs';
import { each } from '../support/wire.mjs';

let w, made;
before(async () => {
  w = await world();
  const { owner } = w.clients;
  made = [];
  const words = ['Growth', 'Retention', 'Überzeugung', 'onboarding', 'Growth'];
  for (let i = 0; i < 57; ++i) {
    const body = { title: `${words[i % 5]} ${i % 7}`, kind: ['committed', 'aspirational', 'learning'][i % 3], level: i % 2 ? 'team' : 'person', cycle: w.cycle.id,
      team: i % 2 ? w.team.id : undefined, owner: w.people.owner.id, weight: i % 4, state: i % 9 ? 'active' : 'draft', key_results: i % 3 === 0 ? [key_result(`Measure ${i}`)] : [] };
    made.push(await w.must(owner.post('/objectives', body)));
  }
  await each(made.filter((o) => o.key_results.length && o.state === 'active'), 4, async (o) => {
    for (const value of [10, 20, 30]) await w.must(owner.post(`/key-results/${o.key_results[0].id}/checkins`, { value, confidence: 5 + (value % 4), happened: value === 20 ? 'The pelican landed' : '' }));
  });
});
after(() => w.stop());

// All pages of a list, as ids in order.
async function pages(client, path, limit, id = (item) => item.id) {
  const ids = [];
  let cursor = null;
  let turns = 0;
  do {
    const answer = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    assert.ok(answer.json.items.length <= limit);
    ids.push(...answer.json.items.map(id));
    cursor = answer.json.next;
    assert.ok(++turns < 2000, `${path} never ends`);
  } while (cursor);
  return ids;
}

test('pages of objectives cover every one exactly once in every order', async () => {
  const { owner } = w.clients;
  for (const sort of ['', 'position', 'title', '-title', 'progress', '-progress', 'confidence', '-confidence', 'status', '-status', 'weight', '-weight', 'last_checkin', '-last_checkin']) {
    const path = `/objectives?cycle=${w.cycle.id}${sort ? `&sort=${sort}` : ''}`;
    const whole = await pages(owner, path, 200);
    assert.equal(new Set(whole).size, made.length, sort);
    for (const limit of [1, 7, 50]) assert.deepEqual(await pages(owner, path, limit), whole, `${sort} by ${limit}`);
  }
});

test('pages of people, check-ins, history and the feed cover everything exactly once', async () => {
  const { owner, admin } = w.clients;
  const kr = made.find((o) => o.key_results.length && o.state === 'active').key_results[0].id;
  const lists = [[admin, '/people'], [owner, `/key-results/${kr}/checkins`], [owner, `/key-results/${kr}/history`, (i) => i.number], [owner, '/activity', (i) => i.number], [owner, `/objectives/${made[3].id}/history`, (i) => i.number]];
  for (const [client, path, id] of lists) {
    const whole = await pages(client, path, 200, id);
    assert.equal(new Set(whole).size, whole.length, path);
    for (const limit of [1, 3, 10]) assert.deepEqual(await pages(client, path, limit, id), whole, `${path} by ${limit}`);
  }
});

test('a page keeps its place while others write', async () => {
  const { owner } = w.clients;
  const path = `/objectives?cycle=${w.cycle.id}&sort=title`;
  const before_writing = await pages(owner, path, 200);
  const first = await owner.get(`${path}&limit=20`);
  const extra = await w.must(owner.post('/objectives', { title: 'AAA comes first', kind: 'committed', level: 'person', cycle: w.cycle.id }));
  const rest = await pages(owner, `${path}&cursor=${encodeURIComponent(first.json.next)}`.replace(/&cursor=[^&]*/, ''), 200);
  const second = await owner.get(`${path}&limit=200&cursor=${encodeURIComponent(first.json.next)}`);
  assert.deepEqual([...first.json.items, ...second.json.items].map((o) => o.id), before_writing);
  assert.ok(rest.includes(extra.id));
  await w.must(owner.put(`/objectives/${extra.id}/archive`), 200);
});

test('filters take what they say', async () => {
  const { owner } = w.clients;
  const of = async (query) => (await owner.get(`/objectives?cycle=${w.cycle.id}&limit=200&${query}`)).json.items;
  assert.equal((await of('kind=learning')).length, made.filter((o) => o.kind === 'learning').length);
  assert.equal((await of('level=team')).length, made.filter((o) => o.level === 'team').length);
  assert.equal((await of(`team=${w.team.id}`)).length, made.filter((o) => o.team).length);
  assert.equal((await of('state=draft')).length, made.filter((o) => o.state === 'draft').length);
  assert.equal((await of(`owner=${w.people.owner.id}`)).length, made.length);
  assert.equal((await of(`owner=${w.people.member.id}`)).length, 0);
  assert.equal((await of('q=UBERZEUGUNG')).length, made.filter((o) => o.title.startsWith('Über')).length);
  assert.equal((await of('archived=1')).filter((o) => !o.archived).length, 0);
  for (const status of ['on_track', 'behind', 'off_track', 'no_update']) for (const o of await of(`status=${status}`)) assert.equal(o.status, status);
  for (const bad of ['kind=great', 'limit=0', 'limit=201', 'sort=colour', 'cursor=garbage', 'team=O-1', 'wat=1', 'archived=2', 'limit=1&limit=2']) {
    const answer = await owner.get(`/objectives?${bad}`);
    assert.ok([400, 422].includes(answer.status), `${bad}: ${answer.status}`);
  }
});

test('search finds beginnings, other cases, plain letters and small slips, best first', async () => {
  const { owner } = w.clients;
  const titles = async (q) => (await owner.get(`/search?q=${encodeURIComponent(q)}&types=objective`)).json.items.map((i) => i.title);
  assert.ok((await titles('grow')).every((t) => t.startsWith('Growth')));
  assert.ok((await titles('GROWTH 3')).length > 0);
  assert.ok((await titles('uberzeug')).some((t) => t.startsWith('Überzeugung')));
  assert.ok((await titles('retentoin')).some((t) => t.startsWith('Retention')), 'two letters swapped');
  assert.ok((await titles('onbarding')).some((t) => t.startsWith('onboarding')), 'a letter missing');
  assert.equal((await titles('xyzzyplugh')).length, 0);
  const notes = (await owner.get('/search?q=pelican')).json;
  assert.ok(notes.items.some((i) => i.type === 'checkin'));
  const people = (await owner.get('/search?q=colleague&types=person')).json.items;
  assert.ok(people.some((p) => p.id === w.people.colleague.id));
  const one = (await owner.get('/search?q=grow&types=objective&limit=3')).json;
  assert.equal(one.items.length, 3);
  assert.ok(one.total > 3);
  for (const hit of one.items) for (const [from, to] of hit.highlights) assert.equal(hit.title.slice(from, to).toLowerCase(), 'grow');
  for (const q of ['', '   ', '%', '"', '*', 'a'.repeat(200), '💥', 'a b c d e f g h i j k l m n o p', "' OR 1=1 --", '\u0301']) {
    assert.equal((await owner.get(`/search?q=${encodeURIComponent(q)}`)).status, 200, q);
  }
});

test('search neither finds nor counts what one may not see', async () => {
  const { owner, colleague } = w.clients;
  const secret = await w.must(owner.post('/objectives', { title: 'Platypus plan', kind: 'committed', level: 'person', cycle: w.cycle.id, visibility: 'private', key_results: [key_result('Platypus count')] }));
  await w.must(owner.post(`/key-results/${secret.key_results[0].id}/checkins`, { value: 1, confidence: 5, happened: 'A platypus came' }));
  assert.equal((await owner.get('/search?q=platypus')).json.total, 3);
  assert.deepEqual((await colleague.get('/search?q=platypus')).json, { items: [], total: 0 });
  assert.equal((await colleague.get('/search?q=platipus')).json.total, 0);
  await w.must(owner.patch(`/objectives/${secret.id}`, { visibility: 'organisation' }, (await owner.get(`/objectives/${secret.id}`)).json.version), 200);
  assert.equal((await colleague.get('/search?q=platypus')).json.total, 3);
});

test('the feed filters by subject, actor, team and kind', async () => {
  const { owner } = w.clients;
  const of = async (query) => (await owner.get(`/activity?limit=200&${query}`)).json.items;
  const checked = made.find((o) => o.key_results.length && o.state === 'active');
  assert.equal((await of(`subject=${checked.id}&kind=checkin`)).length, 3);
  assert.equal((await of(`subject=${checked.key_results[0].id}&kind=checkin.posted`)).length, 3);
  assert.ok((await of(`actor=${w.people.owner.id}`)).every((i) => i.actor.id === w.people.owner.id));
  assert.ok((await of(`team=${w.team.id}`)).length > 0);
  const [newest] = await of('');
  assert.ok((await of(`before=${newest.number}`)).every((i) => i.number < newest.number));
  for (const bad of ['subject=X-1', 'subject=O-9999999', 'before=x', 'actor=O-1']) assert.ok([400, 404, 422].includes((await owner.get(`/activity?${bad}`)).status), bad);
});

// A CSV reader as strict as a spreadsheet.
function rows_of(text) {
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const [, value, end] = cell.exec(text) ?? assert.fail(`not CSV at ${cell.lastIndex}`);
    rows.at(-1).push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end.includes('\n')) rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

test('every list goes out as CSV with a header, a name and as many cells in each row', async () => {
  const { owner, admin, auditor } = w.clients;
  const counts = { objectives: made.length, 'key-results': made.filter((o) => o.key_results.length).length, checkins: 3, people: 13, teams: 2, cycles: 1 };
  for (const [list, least] of Object.entries(counts)) {
    const answer = await owner.get(`/exports/${list}.csv`);
    assert.equal(answer.status, 200, `${list}: ${answer.text}`);
    assert.match(answer.headers.get('content-type'), /^text\/csv/);
    assert.match(answer.headers.get('content-disposition'), new RegExp(`attachment.*${list}\\.csv`));
    const rows = rows_of(answer.text.replace(/^\ufeff/, ''));
    assert.ok(rows.length > least, `${list}: ${rows.length} rows`);
    for (const row of rows) assert.equal(row.length, rows[0].length, `${list}: ${row}`);
  }
  assert.equal((await auditor.get('/exports/activity.csv')).status, 200);
  assert.equal((await owner.get('/exports/activity.csv')).status, 403);
  for (const bad of ['secrets.csv', 'objectives', 'objectives.xlsx', '..%2f..%2fetc%2fpasswd', '.csv']) assert.ok([400, 404].includes((await admin.get(`/exports/${bad}`)).status), bad);
  const some = rows_of((await owner.get('/exports/objectives.csv?kind=learning&state=draft')).text);
  assert.equal(some.length - 1, made.filter((o) => o.kind === 'learning' && o.state === 'draft').length);
});

test('my week and the overviews count what there is', async () => {
  const { owner } = w.clients;
  const week = (await owner.get('/my-week')).json;
  const counted = Object.values(week.counts).reduce((a, b) => a + b, 0);
  assert.equal(counted, week.items.length);
  assert.ok(week.items.length > 0);
  const cycle = (await owner.get(`/cycles/${w.cycle.id}/overview`)).json;
  const by_status = Object.values(cycle.figures.status_counts).reduce((a, b) => a + b, 0);
  assert.equal(by_status, cycle.figures.key_results);
  assert.equal((await owner.get('/cycles/C-99999999/overview')).status, 404);
  assert.equal((await owner.get('/explanations/cycle/C-99999999')).status, 404);
  const team = (await owner.get(`/teams/${w.team.id}/overview`)).json;
  assert.ok(team.objectives.length > 0);
  const explained = (await owner.get(`/explanations/team/${w.team.id}`)).json;
  assert.equal(explained.value, team.figures.progress);
});

// CSV in and out: the dry run, all or nothing, undo, and cells that no spreadsheet runs.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { world, cairn } from '../support/world.mjs';
import { root } from '../support/server.mjs';

let w;
before(async () => { w = await world(); });
after(() => w.stop());

const small = 'Quarter,Objective,Key Result,Done\n2018-Q1,Grow,First,yes\n2018-Q1,Grow,Second,no\n2018-Q1,,"A ""quoted"", one",\n';

test('a dry run tells what would become of each row and writes nothing', async () => {
  const { champion } = w.clients;
  const preview = await champion.post('/imports/preview', { file_name: 'okrs.csv', content: small });
  assert.equal(preview.status, 200, preview.text);
  assert.deepEqual(preview.json.columns.map((c) => c.field), ['cycle', 'objective', 'key_result', 'done']);
  assert.equal(preview.json.rows.length, 3);
  assert.equal(preview.json.problems.length, 0);
  assert.equal(preview.json.counts.objectives, 2);
  assert.equal((await champion.get('/imports')).json.items.length, 0);
});

test('problems name row and column, and nothing is imported', async () => {
  const { champion } = w.clients;
  const bad = 'Quarter,Objective,Key Result,Target\n2018-Q1,Grow,First,ten\nsomeday,Grow,Second,5\n';
  const refused = await champion.post('/imports', { file_name: 'bad.csv', content: bad });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.json.problems.map((p) => [p.row, p.column, p.code]), [[2, 'Target', 'not_a_number'], [3, 'Quarter', 'unknown_cycle']]);
  assert.equal((await champion.get('/imports')).json.items.length, 0);
});

test('an import is done, found, and taken back', async () => {
  const { champion } = w.clients;
  const made = await w.must(champion.post('/imports', { file_name: 'okrs.csv', content: small }));
  assert.equal(made.created_objectives, 2);
  assert.equal(made.created_key_results, 3);
  const found = await champion.get('/search?q=Grow');
  const hit = found.json.items.find((i) => i.type === 'objective' && i.title === 'Grow');
  assert.ok(hit);
  const opened = await champion.get(`/objectives/${hit.id}`);
  assert.equal(opened.json.key_results.length, 2);
  const again = await champion.post('/imports/preview', { file_name: 'okrs.csv', content: small });
  assert.equal(again.json.counts.key_results, 0);
  const undone = await champion.delete(`/imports/${made.id}`);
  assert.equal(undone.status, 200, undone.text);
  assert.ok(undone.json.undone_at);
  assert.ok(!(await champion.get('/search?q=Grow')).json.items.some((i) => i.id === hit.id));
});

test('an administrator takes back what an administrator brought in', async () => {
  const { admin } = w.clients;
  const made = await w.must(admin.post('/imports', { file_name: 'admin.csv', content: 'Quarter,Objective,Key Result\n2019-Q1,Mistaken,By hand\n' }));
  assert.deepEqual(made.can, ['undo']);
  const undone = await admin.delete(`/imports/${made.id}`);
  assert.equal(undone.status, 200, undone.text);
});

test('what people worked on since is not taken back unseen', async () => {
  const { champion } = w.clients;
  const made = await w.must(champion.post('/imports', { file_name: 'edited.csv', content: 'Quarter,Objective,Key Result\n2018-Q4,Edited later,First\n' }));
  const found = (await champion.get('/search?q=Edited%20later&types=objective')).json.items[0];
  const objective = (await champion.get(`/objectives/${found.id}`)).json;
  await w.must(champion.patch(`/objectives/${found.id}`, { title: 'Edited by hand' }, objective.version), 200);
  const refused = await champion.delete(`/imports/${made.id}`);
  assert.equal(refused.status, 409);
  assert.equal(refused.json.code, 'changed_since');
  assert.equal(refused.json.changes, 1);
});

test('hostile files are refused with a reason', async () => {
  const { champion, owner } = w.clients;
  for (const content of ['', '\n\n', 'a,b\n"unclosed', '\u0000\u0000', 'x'.repeat(1000), `Objective\n${'y'.repeat(400)}\n`]) {
    const answer = await champion.post('/imports', { file_name: 'x.csv', content });
    assert.ok([400, 422].includes(answer.status), `${answer.status} ${answer.text.slice(0, 200)}`);
  }
  assert.equal((await owner.post('/imports', { file_name: 'x.csv', content: small })).status, 403);
});

test('exported cells never start a formula', async () => {
  const { champion } = w.clients;
  const evil = 'Quarter,Objective,Key Result\n2018-Q3,"=HYPERLINK(""http://x"")","+1+1"\n2018-Q3,"@SUM(A1)","-2+3"\n';
  await w.must(champion.post('/imports', { file_name: 'evil.csv', content: evil }));
  const csv = (await champion.get('/exports/key-results.csv')).text;
  for (const cell of csv.split(/[\r\n,]/)) assert.ok(!/^"?[=+@\t]/.test(cell) && !/^"?-[^0-9.]/.test(cell) && !/^"?-2\+3/.test(cell), cell);
});

test('five quarters of a real company come in by page and by command line, and can be checked in', async (t) => {
  const file = path.join(root, '../shared/data/company-okrs-by-quarter.csv');
  if (!existsSync(file)) return t.diagnostic('the data is not beside the project');
  const { champion } = w.clients;
  const made = await w.must(champion.post('/imports', { file_name: 'company.csv', content: readFileSync(file, 'utf8') }));
  assert.ok(made.created_key_results > 560, JSON.stringify(made));
  const tree = await champion.get('/search?q=influencers&types=key_result');
  const hit = tree.json.items[0];
  const checked = await champion.post(`/key-results/${hit.id}/checkins`, { value: 1, confidence: 9 });
  assert.equal(checked.status, 201, checked.text);
  const dry = cairn(['import', file, '--data', w.server.data, '--dry-run']);
  assert.match(dry, /already/);
});

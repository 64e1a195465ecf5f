// The access matrix: every route by every role, relation, visibility and token scope, against the table of the rules.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crowd, mark, marks_in } from '../support/crowd.mjs';
import { call_of, export_lists, foreign_things, sign_in_again } from '../support/matrix_calls.mjs';
import * as rights from '../support/rights.mjs';
import { each } from '../support/wire.mjs';

const { roles, visibilities } = rights;
const lines = readFileSync(new URL('./access_matrix.txt', import.meta.url), 'utf8').split('\n')
  .filter((line) => line.trim() && !line.startsWith('#'))
  .map((line) => line.trim().split(/\s+/)).map(([method, path, right, scope]) => ({ method, path, right, scope, name: `${method} ${path}` }));

const by_object = ['read_okr', 'edit_okr', 'transfer', 'copy_okr'];
const yes = 'allowed', forbidden = 403, hidden = 404;
const nobody = { role: 'nobody', relation: 'none' };

let w;
let checks = 0;
const problems = [];

before(async () => {
  w = await crowd();
  w.foreign = await foreign_things(w);
});
after(() => w.stop());

// What the table says: allowed, 401, 403, 404. `visibility` is of the objective, for routes about one.
function expected(line, actor, visibility, list) {
  const { role, relation } = actor;
  if (line.right === 'public') return yes;
  if (role === 'nobody') return 401;
  const read = rights.reads(role, relation, visibility);
  switch (line.right) {
    case 'signed_in': return yes;
    case 'admin': return role === 'admin' ? yes : forbidden;
    case 'champion': return rights.manages_teams(role) ? yes : forbidden;
    case 'okrs': return role === 'auditor' ? hidden : yes;
    case 'own': return hidden;
    case 'person': return rights.has_directory(role) ? yes : hidden;
    case 'team': return rights.sees_team(role, relation) ? yes : hidden;
    case 'edit_team': return rights.edits_team(role, relation) ? yes : rights.sees_team(role, relation) ? forbidden : hidden;
    case 'manage_teams':
      if (line.name === 'POST /teams') return rights.manages_teams(role) ? yes : forbidden;
      return rights.manages_teams(role) ? yes : rights.sees_team(role, relation) ? forbidden : hidden;
    case 'export':
      if (list === 'people' || list === 'teams') return rights.has_directory(role) ? yes : forbidden;
      return list === 'activity' ? (role === 'auditor' ? yes : forbidden) : yes;
    case 'read_okr': return read ? yes : hidden;
    case 'edit_okr': return rights.edits(role, relation, visibility) ? yes : read ? forbidden : hidden;
    case 'copy_okr': return !read ? hidden : rights.creates_for_team(role, relation, visibility) ? yes : forbidden;
    case 'create_okr': return rights.creates_for_team(role, relation) ? yes : forbidden;
    case 'transfer':
      if (!read || (!rights.has_directory(role) && relation !== 'owner')) return hidden;
      return rights.transfers(role, relation, visibility) ? yes : forbidden;
    default: throw new Error(`access_matrix.txt: no right is called ${line.right}`);
  }
}

const told = (answer) => `${answer.status} ${answer.json?.code ?? ''}`.trim();
const refused = ['unauthenticated', 'forbidden', 'scope_missing', 'csrf', 'two_credentials'];

// A public route may refuse what it was given, never who asks.
function fits(line, answer, wanted) {
  if (answer.status >= 500) return false;
  if (wanted !== yes) return answer.status === wanted && answer.json?.status === wanted;
  if (line.right === 'public') return !refused.includes(answer.json?.code);
  return ![401, 403, 404].includes(answer.status);
}

const nameless = (text) => text.replace(/"request_id":"[^"]*"/, '');

async function check(line, who, wanted, call, credentials) {
  const answer = await w.wire.send(call.method, call.path, { ...credentials, body: call.body, headers: { ...call.headers } });
  ++checks;
  const about = `${call.method} ${call.path} by ${who}`;
  if (!fits(line, answer, wanted)) problems.push(`${about}: ${told(answer)}, not ${wanted}`);
  if (wanted === hidden && answer.status === 404) {
    const missing = await w.wire.send(call.method, call.missing, { ...credentials, body: call.body_missing, headers: { ...call.headers } });
    ++checks;
    if (missing.status !== 404 || nameless(missing.text) !== nameless(answer.text)) {
      problems.push(`${about}: hidden and missing differ: ${answer.text} and ${missing.text}`);
    }
  }
  return answer;
}

// Texts of an objective that the asker may not read appear in no answer at all.
function check_shown(actor, about, text) {
  for (const role of roles) {
    for (const visibility of visibilities) {
      if (!text.includes(mark(role, visibility))) continue;
      const relation = role === actor.role ? actor.relation : 'none';
      ++checks;
      if (!rights.reads(actor.role, relation, visibility)) problems.push(`${about} shows ${mark(role, visibility)}`);
    }
  }
}

// What an allowed call of these changed is put back, or made beforehand.
async function around(line, actor, call, run) {
  const credentials = { cookie: actor.cookie };
  if (line.name === 'DELETE /links/{id}' && call.objective && rights.edits(actor.role, actor.relation, call.visibility)) {
    const made = await w.wire.send('POST', `/objectives/${call.objective.id}/links`, { ...credentials, body: { kind: 'supports', to: w.root.id } });
    if (made.status === 201) call.path = `/links/${made.json.id}`;
  }
  if (line.name === 'DELETE /session' && actor !== nobody) credentials.cookie = await sign_in_again(w, actor);
  const answer = await run(credentials);
  if (line.name === 'PUT /objectives/{id}/archive' && answer.status === 200) await w.wire.send('DELETE', call.path, { cookie: actor.cookie });
}

function calls_for(line, actor) {
  const set = w.sets[actor.role] ?? w.sets.member;
  const one = (visibility, list) => {
    const objective = set.objectives[visibility];
    return { visibility, list, call: { ...call_of(w, line, { ...actor, role: actor.role }, { ...set, role: actor.role in w.sets ? actor.role : 'member' }, objective, list), objective, visibility } };
  };
  if (by_object.includes(line.right)) return visibilities.map((visibility) => one(visibility));
  if (line.right === 'export') return export_lists.map((list) => one('organisation', list));
  return [one('organisation')];
}

// Who asks a route: everybody where relation can matter or answers show things, one of each role elsewhere.
function askers(line) {
  const one_of_each = ['public', 'admin', 'champion', 'own'].includes(line.right) || line.scope === 'session' || line.path === '/me';
  return one_of_each ? roles.map((role) => w.actor(role, 'none')) : w.actors;
}

test('each route of the document has its line, and each line its route', async () => {
  const document = (await w.wire.send('GET', '/openapi.json')).json;
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).filter((m) => ['get', 'post', 'put', 'patch', 'delete'].includes(m)).map((m) => `${m.toUpperCase()} ${path.replace('/api/v1', '')}`));
  assert.deepEqual(lines.map((line) => line.name).sort(), routes.sort());
});

test('every role, relation and visibility gets what the table says', async (t) => {
  const by_role = [...roles.map((role) => ({ role, actors: w.actors.filter((a) => a.role === role) })), { role: 'nobody', actors: [nobody] }];
  await each(by_role, by_role.length, async ({ actors }) => {
    for (const line of lines) {
      const asking = new Set([...askers(line), nobody]);
      for (const actor of actors.filter((a) => asking.has(a))) {
        for (const { call, visibility, list } of calls_for(line, actor)) {
          const who = `${actor.role} (${actor.relation}${by_object.includes(line.right) ? `, ${visibility}` : ''})`;
          await around(line, actor, call, async (credentials) => {
            const answer = await check(line, who, expected(line, actor, visibility, list), call, credentials);
            if (answer.status === 200 && actor !== nobody) check_shown(actor, `${call.method} ${call.path} by ${who}`, answer.text);
            return answer;
          });
        }
      }
    }
  });
  report(t);
});

test('lists show everything one may read and nothing else', async (t) => {
  const year = new Date().getUTCFullYear();
  const lists = [`/objectives?cycle=${w.cycle.id}&limit=200`, `/objectives?q=zq&limit=200`, `/tree?cycle=${w.cycle.id}`, '/exports/objectives.csv', '/exports/key-results.csv',
    `/exports/checkins.csv`, '/activity?limit=200&kind=checkin', `/cycles/${w.cycle.id}/overview`, '/attention', '/ownerless', '/search?q=zq&limit=50', `/explanations/cycle/${w.cycle.id}`, `/my-week?week=${year}-01-01`];
  const complete = /^\/(objectives|tree|exports|activity)/;
  await each(w.actors, 8, async (actor) => {
    for (const path of lists) {
      const answer = await w.wire.send('GET', path, { cookie: actor.cookie });
      ++checks;
      const about = `GET ${path} by ${actor.role} (${actor.relation})`;
      if (actor.role === 'auditor' && path.startsWith('/tree') && answer.status === 404) continue;
      if (answer.status !== 200) { problems.push(`${about}: ${told(answer)}`); continue; }
      check_shown(actor, about, answer.text);
      if (!complete.test(path)) continue;
      const shown = marks_in(answer.text);
      for (const role of roles) for (const visibility of visibilities) {
        ++checks;
        const may = rights.reads(actor.role, role === actor.role ? actor.relation : 'none', visibility);
        if (may && !shown.has(mark(role, visibility))) problems.push(`${about} lacks ${mark(role, visibility)}`);
      }
    }
  });
  report(t);
});

test('guests and auditors find no person, team or address anywhere', async (t) => {
  const paths = ['/people', '/people?q=Setter', '/teams', '/search?q=Setter', '/search?q=Team', '/activity?limit=200', '/exports/cycles.csv', '/attention', '/ownerless', '/me'];
  for (const role of ['guest', 'auditor']) {
    for (const path of paths) {
      const answer = await w.wire.send('GET', path, { cookie: w.actor(role, 'none').cookie });
      ++checks;
      if (answer.status >= 400) problems.push(`GET ${path} by ${role}: ${told(answer)}`);
      for (const word of ['Setter', 'setter@', 'Team member', 'Team guest', 'member.owner']) {
        if (answer.text.includes(word)) problems.push(`GET ${path} by ${role} shows ${word}`);
      }
    }
  }
  report(t);
});

test('company objectives are written by champions and admins, one\'s own by whoever writes', async (t) => {
  for (const role of roles) {
    const actor = w.actor(role, 'none');
    const company = { admin: yes, champion: yes }[role] ?? forbidden;
    const own = ['viewer', 'guest', 'auditor'].includes(role) ? forbidden : yes;
    for (const [level, wanted] of [['company', company], ['person', own]]) {
      const body = { title: 'New', kind: 'committed', level, cycle: w.cycle.id, contributes_to: [{ to: 'nowhere' }] };
      await check({ right: 'create_okr' }, `${role}, ${level}`, wanted, { method: 'POST', path: '/objectives', missing: '/objectives', body }, { cookie: actor.cookie });
    }
  }
  report(t);
});

test('a token never reaches further than its scope and its owner', async (t) => {
  const reach = { none: [], read: ['read', 'write', 'admin'], write: ['write', 'admin'], admin: ['admin'], session: [] };
  const owners = [w.actor('admin', 'none'), w.actor('champion', 'lead'), w.actor('member', 'owner'), w.actor('guest', 'listed')];
  await each(owners, owners.length, async (actor) => {
    for (const scope of ['read', 'write', 'admin']) {
      const made = await w.must(w.as(actor.cookie, 'POST', '/tokens', { name: scope, scopes: [scope], days: 1 }));
      for (const line of lines.filter((l) => l.right !== 'public')) {
        for (const { call, visibility, list } of calls_for(line, actor)) {
          if (line.name === 'DELETE /links/{id}' && rights.edits(actor.role, actor.relation, visibility)) call.path = '/links/L-99999999';
          const enough = reach[line.scope].includes(scope);
          let wanted = enough ? expected(line, actor, visibility, list) : forbidden;
          if (enough && call.path === '/links/L-99999999') wanted = hidden;
          const answer = await check(line, `${actor.role} with a ${scope} token`, wanted, call, { token: made.token });
          if (line.name === 'PUT /objectives/{id}/archive' && answer.status === 200) await w.wire.send('DELETE', call.path, { cookie: actor.cookie });
        }
      }
    }
  });
  report(t);
  t.diagnostic(`matrix: ${checks} checks`);
});

function report(t) {
  const found = problems.splice(0);
  for (const problem of found.slice(0, 40)) t.diagnostic(problem);
  assert.equal(found.length, 0, `${found.length} deviations, the first: ${found[0]}`);
}

// How the access matrix calls each route: the path's ids and a valid body, chosen so that an allowed call either changes
// nothing or fails on something that is looked at only after the right to do it.
import { Client, password } from './server.mjs';

const stale = { 'if-match': '"999999"' };
const far = '2999-01-01';

// Per kind of id: which thing of a set the path names, and one of that kind that does not exist.
const okr_ids = { objectives: ['id', 'O-99999999'], 'key-results': ['key_result', 'KR-99999999'], checkins: ['checkin', 'CI-99999999'], links: ['link', 'L-99999999'] };

// in: the world, an actor {role, relation, id}, the set of the actor's role, the objective (or none);
// out: {body, headers, query, id, person}
const calls = {
  'PATCH /checkins/{id}': () => ({ body: { confidence: 6 }, headers: stale }),
  'POST /cycles': () => ({ body: { name: 'Backwards', starts_on: '2031-01-02', ends_on: '2031-01-01' } }),
  'GET /cycles/{id}': (w) => ({ id: w.cycle.id }),
  'PATCH /cycles/{id}': (w) => ({ id: w.cycle.id, body: { name: 'Renamed' }, headers: stale }),
  'GET /cycles/{id}/overview': (w) => ({ id: w.cycle.id }),
  'PUT /cycles/{id}/policy': (w) => ({ id: w.cycle.id, body: { policy: 'no-such-policy' } }),
  'GET /explanations/cycle/{id}': (w) => ({ id: w.cycle.id }),
  'POST /imports': () => ({ body: { file_name: 'x.csv', content: 'Objective\n' } }),
  'POST /imports/preview': () => ({ body: { file_name: 'x.csv', content: 'Quarter,Objective,Key Result\n2004-Q1,A,B\n' } }),
  'DELETE /imports/{id}': (w) => ({ id: w.import.id }),
  'PATCH /key-results/{id}': () => ({ body: { title: 'Renamed' }, headers: stale }),
  'PUT /key-results/{id}/archive': (w, a, s, o) => ({ id: o.archived_key_result }),
  'POST /key-results/{id}/checkins': () => ({ body: { value: 1, confidence: 5, on: far } }),
  'PUT /key-results/{id}/position': () => ({ body: {} }),
  'POST /key-results/{id}/preview': () => ({ body: { value: 1 } }),
  'POST /key-results/{id}/targets': () => ({ body: { from: far, target: 50, why: 'To see who may' } }),
  'PATCH /links/{id}': () => ({ body: { weight: 2 }, headers: stale }),
  'PATCH /me': () => ({ body: { locale: 'en' } }),
  'PUT /me/password': () => ({ body: { current: 'not the present one', new: 'another long enough secret' } }),
  'DELETE /me/sessions/{id}': (w) => ({ id: w.foreign.session }),
  'PATCH /objectives/{id}': () => ({ body: { title: 'Renamed' }, headers: stale }),
  'PUT /objectives/{id}/closure': () => ({ body: { state: 'carried_over' } }),
  'POST /objectives/{id}/copies': (w) => ({ body: { cycle: w.closed.id } }),
  'POST /objectives/{id}/key-results': () => ({ body: { title: 'Flat', metric: { type: 'increase', start: 5, target: 5 } } }),
  'POST /objectives/{id}/links': (w, a, s, o) => ({ body: { kind: 'supports', to: o.id } }),
  'PUT /objectives/{id}/position': () => ({ body: {} }),
  'POST /objectives': (w, a, s) => ({ body: { title: 'New', kind: 'committed', level: 'team', team: s.team, cycle: w.cycle.id, contributes_to: [{ to: 'nowhere' }] } }),
  'POST /one-time-links/acceptance': () => ({ body: { token: 'no such token', password } }),
  'PATCH /organisation': () => ({ body: { name: 'Renamed' }, headers: stale }),
  'PUT /organisation/policy': () => ({ body: { policy: 'no-such-policy' } }),
  'POST /people': () => ({ body: { name: 'New', email: 'new@example.com', role: 'member', manager: 'P-99999999' } }),
  'GET /people/{id}': (w) => ({ id: w.setter.id }),
  'PATCH /people/{id}': (w) => ({ id: w.setter.id, body: { title: 'Renamed' }, headers: stale }),
  'PUT /people/{id}/deactivation': (w) => ({ id: w.gone.id }),
  'DELETE /people/{id}/deactivation': (w) => ({ id: w.setter.id }),
  'POST /people/{id}/invitation': (w) => ({ id: w.invited.id }),
  'GET /people/{id}/okrs': (w) => ({ id: w.setter.id }),
  'POST /people/{id}/transfer': (w, a, s, o) => ({ id: w.actor(s.role, 'owner').id, body: { to: w.actor(s.role, 'owner').id, objectives: [o.id] } }),
  'POST /saved-views': (w, a) => ({ body: { name: `View ${Math.random()}`, page: 'tree', query: 'q=1' } }),
  'DELETE /saved-views/{id}': (w) => ({ id: w.foreign.view }),
  'GET /search': (w, a, s) => ({ query: `q=zq${s.role.replace('_', '')}&limit=50` }),
  'POST /session': (w, a) => ({ body: { email: `nobody-${a.role}-${a.relation}@example.com`, password: 'wrong wrong wrong wrong' } }),
  'POST /setup': () => ({ body: { token: 'none', organisation: 'O', timezone: 'UTC', name: 'N', email: 'n@example.com', password } }),
  'POST /teams': () => ({ body: { name: 'New', parent: 'T-99999999' } }),
  'PATCH /teams/{id}': () => ({ body: { description: 'Changed' }, headers: stale }),
  'PUT /teams/{id}/members/{person}': (w, a, s) => ({ person: w.actor(s.role, 'owner').id }),
  'DELETE /teams/{id}/members/{person}': (w, a, s) => ({ person: w.actor(s.role, 'none').id }),
  'POST /tokens': () => ({ body: { name: 'T', scopes: ['read'], days: 1 } }),
  'DELETE /tokens/{id}': (w) => ({ id: w.foreign.token }),
};

export const export_lists = ['objectives', 'key-results', 'checkins', 'people', 'teams', 'cycles', 'activity'];

// out: {method, path, missing: the same call of a thing that does not exist, body, headers}
export function call_of(world, line, actor, set, objective, list) {
  const { method, path } = line;
  const call = calls[`${method} ${path}`]?.(world, actor, set, objective) ?? {};
  const kind = path.split('/')[1];
  let id = call.id, missing = id?.replace(/\d+$/, '99999999');
  if (okr_ids[kind]) [id, missing] = [call.id ?? objective?.[okr_ids[kind][0]], okr_ids[kind][1]];
  if (path.includes('/team/') || kind === 'teams') [id, missing] = [set.team, 'T-99999999'];
  const at = (one) => path.replace('{id}', one).replace('{person}', call.person).replace('{list}', `${list}.csv`) + (call.query ? `?${call.query}` : '');
  const body_missing = path.endsWith('/transfer') ? { ...call.body, objectives: ['O-99999999'] } : path.endsWith('/links') ? { ...call.body, to: 'O-99999999' } : call.body;
  return { method, path: at(id), missing: at(path.endsWith('/transfer') ? id : missing), body: call.body, body_missing, headers: call.headers };
}

// Things of the setter that nobody else may touch.
export async function foreign_things(w) {
  const setter = w.setter.cookie;
  const view = await w.must(w.as(setter, 'POST', '/saved-views', { name: 'Mine', page: 'tree', query: '' }));
  const token = await w.must(w.as(setter, 'POST', '/tokens', { name: 'Mine', scopes: ['read'], days: 1 }));
  const sessions = await w.must(w.as(setter, 'GET', '/me/sessions'));
  return { view: view.id, token: token.item.id, session: sessions.items[0].id };
}

export async function sign_in_again(w, actor) {
  const client = new Client(w.server.url);
  await client.sign_in(`${actor.name}@example.com`.toLowerCase());
  return client.cookie.split('; ').find((c) => c.startsWith('cairn='));
}

// A small organisation for API tests: people of every role, teams, cycles, and OKRs of every visibility.
import { serve, add_user, cairn, temporary, Client } from './server.mjs';

export const roles = ['admin', 'people_admin', 'champion', 'member', 'viewer', 'guest', 'auditor'];

async function must(promise, status = 201) {
  const answer = await promise;
  if (answer.status !== status) throw new Error(`expected ${status}: ${answer.status} ${answer.text}`);
  return answer.json;
}

// Starts a server with one person per role plus: owner, colleague (same team), lead, manager, contributor, listed.
export async function world(options = {}) {
  const where = options.database;
  const data = options.data ?? temporary();
  for (const role of roles) add_user(data, `${role}@example.com`, `Person ${role}`, role, where);
  for (const name of ['owner', 'colleague', 'lead', 'manager', 'contributor', 'listed']) {
    add_user(data, `${name}@example.com`, `Person ${name}`, 'member', where);
  }
  const server = await serve({ ...options, data });
  const clients = {};
  for (const name of [...roles, 'owner', 'colleague', 'lead', 'manager', 'contributor', 'listed']) {
    clients[name] = new Client(server.url);
    await clients[name].sign_in(`${name}@example.com`);
  }
  const nobody = new Client(server.url);
  const people = {};
  for (const p of (await must(clients.admin.get('/people?limit=200'), 200)).items) people[p.email.split('@')[0]] = p;
  const { admin, champion } = clients;
  await must(admin.patch(`/people/${people.owner.id}`, { manager: people.manager.id }, people.owner.version), 200);
  const team = await must(admin.post('/teams', { name: 'Alpha', lead: people.lead.id, members: [people.owner.id, people.colleague.id] }));
  const other_team = await must(admin.post('/teams', { name: 'Beta', members: [people.contributor.id] }));
  const year = new Date().getUTCFullYear();
  const cycle = await must(champion.post('/cycles', { name: `${year}`, starts_on: `${year}-01-01`, ends_on: `${year}-12-31`, check_in_weekday: 5, state: 'active' }));
  return { server, clients, nobody, people, team, other_team, cycle, must, stop: () => server.stop() };
}

export function key_result(title, metric = { type: 'increase', start: 0, target: 100 }, more = {}) {
  return { title, metric, unit: '%', ...more };
}

export { cairn };

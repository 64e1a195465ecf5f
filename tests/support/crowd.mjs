// The population of the access matrix: a person per role and relation, and per role a team with an objective of every
// visibility, each carrying a mark in its texts that tells in any answer what was shown.
import { serve, add_user, temporary, Client, password } from './server.mjs';
import { Wire, each } from './wire.mjs';
import { relations, roles, visibilities } from './rights.mjs';

export const mark = (role, visibility) => `zq${role.replace('_', '')}${visibility}zq`;
export const marks_in = (text) => new Set(text.match(/zq[a-z]+zq/g) ?? []);

class Crowd {
  constructor(server) {
    this.server = server;
    this.wire = new Wire(server.url, 16);
    this.actors = [];   // {role, relation, id, cookie}
    this.sets = {};     // role -> {team, objectives: {visibility -> {id, key_result, archived_key_result, checkin, link}}}
  }
  async must(answer, ...statuses) {
    const got = await answer;
    if (!(statuses.length ? statuses : [200, 201, 204]).includes(got.status)) throw new Error(`${got.status} ${got.text}`);
    return got.json;
  }
  actor(role, relation) { return this.actors.find((a) => a.role === role && a.relation === relation); }
  as(cookie, method, path, body, headers) { return this.wire.send(method, path, { cookie, body, headers }); }

  async invite(name, role, more = {}) {
    const made = await this.must(this.as(this.admin, 'POST', '/people', { name, email: `${name}@example.com`.toLowerCase(), role, ...more }));
    return { id: made.person.id, name, token: made.invitation_link.split('#')[1] };
  }
  // The invited person chooses a password and is signed in by that.
  async enter(person) {
    const answer = await this.wire.send('POST', '/one-time-links/acceptance', { body: { token: person.token, password } });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.headers['set-cookie'].map((c) => c.split(';')[0]).find((c) => c.startsWith('cairn='));
  }
  async populate() {
    const setter = await this.invite('Setter', 'champion');
    this.setter = { ...setter, cookie: await this.enter(setter) };
    const wanted = roles.flatMap((role) => relations.map((relation) => ({ role, relation })));
    await each(wanted, 4, async ({ role, relation }) => {
      const person = await this.invite(`${role}.${relation}`, role);
      this.actors.push({ role, relation, id: person.id, name: person.name, cookie: await this.enter(person) });
    });
    this.invited = await this.invite('Invited', 'member');
    this.gone = await this.invite('Gone', 'member');
    await this.must(this.as(this.admin, 'PUT', `/people/${this.gone.id}/deactivation`));
    const year = new Date().getUTCFullYear();
    const cycle = { name: `${year}`, starts_on: `${year}-01-01`, ends_on: `${year}-12-31`, state: 'active' };
    this.cycle = await this.must(this.as(this.setter.cookie, 'POST', '/cycles', cycle));
    this.closed = await this.must(this.as(this.setter.cookie, 'POST', '/cycles', { ...cycle, name: 'Long ago', starts_on: '2001-01-01', ends_on: '2001-12-31' }));
    for (const state of ['review', 'closed']) this.closed = await this.must(this.as(this.setter.cookie, 'PATCH', `/cycles/${this.closed.id}`, { state }, { 'if-match': `"${this.closed.version}"` }));
    this.root = await this.must(this.as(this.setter.cookie, 'POST', '/objectives', { title: 'Root', kind: 'committed', level: 'company', cycle: this.cycle.id, state: 'active' }));
    const file = { file_name: 'old.csv', content: 'Quarter,Objective,Key Result\n2003-Q1,Imported,Once\n' };
    this.import = await this.must(this.as(this.setter.cookie, 'POST', '/imports', file));
    await this.must(this.as(this.setter.cookie, 'DELETE', `/imports/${this.import.id}`));
    for (const role of roles) await this.make_set(role);
  }
  async make_set(role) {
    const id = (relation) => this.actor(role, relation).id;
    const admin = this.admin;
    const owner = await this.must(this.as(admin, 'GET', `/people/${id('owner')}`));
    await this.must(this.as(admin, 'PATCH', `/people/${owner.id}`, { manager: id('manager') }, { 'if-match': `"${owner.version}"` }));
    const team = await this.must(this.as(admin, 'POST', '/teams', { name: `Team ${role}`, lead: id('lead'), members: [id('owner'), id('colleague')] }));
    await this.must(this.as(admin, 'POST', '/teams', { name: `Below ${role}`, parent: team.id }));
    const set = this.sets[role] = { team: team.id, objectives: {} };
    await each(visibilities, 3, async (visibility) => { set.objectives[visibility] = await this.make_objective(role, visibility, team.id, id); });
  }
  async make_objective(role, visibility, team, id) {
    const token = mark(role, visibility);
    const setter = this.setter.cookie;
    const made = await this.must(this.as(setter, 'POST', '/objectives', {
      title: `Objective ${token}`, description: `About ${token}`, kind: 'committed', level: 'team', cycle: this.cycle.id, team, owner: id('owner'),
      contributors: [id('contributor'), this.setter.id], viewers: [id('listed')], visibility: visibility === 'draft' ? 'organisation' : visibility,
      state: visibility === 'draft' ? 'draft' : 'active', contributes_to: [{ to: this.root.id, weight: 1 }],
      key_results: ['First', 'Second'].map((word) => ({ title: `${word} ${token}`, metric: { type: 'increase', start: 0, target: 100 }, unit: '%' })) }));
    const [first, second] = made.key_results;
    const posted = await this.must(this.as(setter, 'POST', `/key-results/${first.id}/checkins`, { value: 10, confidence: 5, happened: `It was ${token}` }));
    await this.must(this.as(setter, 'PUT', `/key-results/${second.id}/archive`));
    const now = await this.must(this.as(setter, 'GET', `/objectives/${made.id}`));
    await this.must(this.as(setter, 'PATCH', `/objectives/${made.id}`, { contributors: [id('contributor')] }, { 'if-match': `"${now.version}"` }));
    return { id: made.id, key_result: first.id, archived_key_result: second.id, checkin: posted.checkin.id, link: made.contributes_to[0].id };
  }
  async stop() {
    this.wire.close();
    const code = await this.server.stop();
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${this.server.output()}`);
  }
}

export async function crowd() {
  const data = temporary();
  add_user(data, 'first@example.com', 'First', 'admin');
  const server = await serve({ data });
  const client = new Client(server.url);
  await client.sign_in('first@example.com');
  const made = new Crowd(server);
  made.admin = client.cookie;
  await made.populate();
  return made;
}

// An empty server: the one-time link, the first administrator, and what comes after by invitation.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import https from 'node:https';
import path from 'node:path';
import { serve, temporary, Client, password } from '../support/server.mjs';
import { eventually } from '../support/live.mjs';

let server, token;
before(async () => {
  server = await serve();
  token = await eventually(() => server.output().match(/\/setup#(\S+)/)?.[1], (found) => found);
});
after(() => server.stop());

const first = { organisation: 'Meridian', timezone: 'Europe/Zurich', name: 'Ada', email: 'ada@example.com', password };

test('an empty server says that it waits, and lets nobody in', async () => {
  const client = new Client(server.url);
  assert.deepEqual((await client.get('/setup')).json, { open: true });
  assert.equal((await client.get('/me')).status, 401);
  assert.equal((await client.post('/session', { email: 'ada@example.com', password })).status, 401);
});

test('the link asks for its secret, a sound time zone and a sound password', async () => {
  const client = new Client(server.url);
  assert.equal((await client.post('/setup', { ...first, token: 'guess' })).status, 404);
  assert.equal((await client.post('/setup', { ...first, token, timezone: 'Mars/Olympus' })).status, 422);
  assert.equal((await client.post('/setup', { ...first, token, password: 'short' })).status, 422);
  assert.equal((await client.post('/setup', { ...first, token, email: 'nobody' })).status, 422);
  assert.deepEqual((await client.get('/setup')).json, { open: true });
});

test('the first administrator is made once, however many try at once', async () => {
  const clients = Array.from({ length: 4 }, () => new Client(server.url));
  const answers = await Promise.all(clients.map((c, i) => c.post('/setup', { ...first, token, email: `ada${i}@example.com` })));
  assert.deepEqual(answers.map((a) => a.status).sort(), [201, 409, 409, 409]);
  const winner = clients[answers.findIndex((a) => a.status === 201)];
  const me = (await winner.get('/me')).json;
  assert.equal(me.person.role, 'admin');
  assert.equal(me.organisation.timezone, 'Europe/Zurich');
  assert.deepEqual((await winner.get('/setup')).json, { open: false });
  assert.equal((await new Client(server.url).post('/setup', { ...first, token })).status, 409);
  assert.equal((await winner.get('/people')).json.items.length, 1);

  const made = await winner.post('/people', { name: 'Ben', email: 'BEN@Example.com', role: 'member' });
  assert.equal(made.status, 201, made.text);
  const link = made.json.invitation_link;
  assert.match(link, /\/welcome#/);
  const ben = new Client(server.url);
  const accept = (secret, text = link) => ben.post('/one-time-links/acceptance', { token: text.split('#')[1], password: secret });
  assert.equal((await accept('short')).status, 422);
  assert.equal((await accept(password)).status, 200);
  assert.equal((await ben.get('/me')).json.person.state, 'active');
  assert.equal((await accept('another long password')).status, 404);
  assert.equal((await winner.post('/people', { name: 'Ben again', email: 'ben@example.com', role: 'member' })).status, 409);

  const [one, two] = [await winner.post(`/people/${made.json.person.id}/invitation`), await winner.post(`/people/${made.json.person.id}/invitation`)];
  assert.equal((await accept('another long password', one.json.link)).status, 404, 'a newer link replaces the older');
  assert.equal((await accept('another long password', two.json.link)).status, 200);
  assert.equal((await new Client(server.url).post('/session', { email: 'ben@example.com', password })).status, 401);
});

test('over TLS the cookie carries the host prefix and is secure', async () => {
  const dir = temporary();
  const [key, cert] = [path.join(dir, 'key.pem'), path.join(dir, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=localhost'], { stdio: 'ignore' });
  const secure = await serve({ args: ['--tls-cert', cert, '--tls-key', key] });
  const secret = await eventually(() => secure.output().match(/\/setup#(\S+)/)?.[1], (found) => found);
  const at = new URL(secure.url.replace('http:', 'https:'));
  const answer = await new Promise((resolve, reject) => {
    const body = JSON.stringify({ ...first, token: secret });
    const headers = { 'content-type': 'application/json', 'x-cairn': '1', origin: at.origin };
    https.request({ host: at.hostname, port: at.port, path: '/api/v1/setup', method: 'POST', headers, rejectUnauthorized: false },
      (r) => { r.resume(); resolve(r); }).on('error', reject).end(body);
  });
  assert.equal(answer.statusCode, 201);
  assert.match(answer.headers['set-cookie'][0], /^__Host-cairn=.*Secure/);
  assert.ok(answer.headers['set-cookie'][0].includes('HttpOnly'));
  await secure.stop();
});

test('without TLS or a named proxy the server stays on the loopback', async () => {
  for (const listen of ['0.0.0.0:0', '[::]:0']) {
    await assert.rejects(serve({ args: ['--listen', listen] }), /ended with/);
  }
});

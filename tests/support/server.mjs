// A real server for the tests: the release binary on a free port of the loopback, with a data directory of its own.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = process.env.CAIRN_BINARY ?? path.join(root, 'build/release/cairn');
export const password = 'nine herons over the lake';

process.setMaxListeners(0);  // each server and directory puts itself away at the end

export function temporary(prefix = 'cairn-test-') {
  const dir = mkdtempSync(path.join(tmpdir(), prefix));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

// Runs a command of the binary. in: arguments, text for standard input; out: standard output; throws on a bad exit
export function cairn(args, input = '') {
  return execFileSync(binary, args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
}

// Starts `cairn serve`. in: {data, database, demo, limits (rates), args, env}; out: {url, data, stop(), kill(), output()}
export async function serve(options = {}) {
  const data = options.data ?? temporary();
  const args = ['serve', '--listen', '127.0.0.1:0', '--data', data, '--no-request-log'];
  if (!options.limits) args.push('--no-rate-limits');
  if (options.database) args.push('--database', options.database);
  if (options.demo) args.push('--demo');
  const child = spawn(binary, [...args, ...(options.args ?? [])], { env: { ...process.env, ...options.env } });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const found = output.match(/listening on (https?:\/\/\S+)/);
      if (found) resolve(found[1]);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  process.on('exit', () => child.kill('SIGKILL'));
  return {
    url, data, pid: child.pid, output: () => output,
    stop: () => (child.kill('SIGTERM'), ended),
    kill: () => (child.kill('SIGKILL'), ended),
  };
}

export function add_user(data, email, name, role = 'member', database = undefined) {
  const where = database ? ['--database', database] : ['--data', data];
  cairn(['user', 'add', ...where, '--email', email, '--name', name, '--role', role, '--password-stdin'], password);
}

// A client that remembers its cookie, as a browser would.
export class Client {
  constructor(url, token = undefined) {
    this.url = url;
    this.token = token;
    this.cookie = '';
  }
  async send(method, route, body, headers = {}) {
    const all = { 'X-Cairn': '1', Origin: this.url, ...headers };
    if (this.token) all.Authorization = `Bearer ${this.token}`;
    if (this.cookie) all.Cookie = this.cookie;
    if (body !== undefined && !all['Content-Type']) all['Content-Type'] = 'application/json';
    const text = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await fetch(route.startsWith('http') ? route : `${this.url}${route.startsWith('/api') || route.startsWith('/healthz') || route.startsWith('/readyz') || route.startsWith('/metrics') ? '' : '/api/v1'}${route}`,
      { method, headers: all, body: text, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const [name] = pair.split('=');
      const others = this.cookie.split('; ').filter((c) => c && !c.startsWith(`${name}=`));
      this.cookie = [...others, ...(pair.endsWith('=') ? [] : [pair])].join('; ');
    }
    const raw = await response.text();
    let json;
    try { json = JSON.parse(raw); } catch { json = undefined; }
    return { status: response.status, headers: response.headers, text: raw, json, etag: response.headers.get('etag') };
  }
  get(route, headers) { return this.send('GET', route, undefined, headers); }
  post(route, body, headers) { return this.send('POST', route, body, headers); }
  patch(route, body, version) { return this.send('PATCH', route, body, version === undefined ? {} : { 'If-Match': `"${version}"` }); }
  put(route, body, headers) { return this.send('PUT', route, body, headers); }
  delete(route, headers) { return this.send('DELETE', route, undefined, headers); }
  async sign_in(email, secret = password) {
    const answer = await this.post('/session', { email, password: secret });
    if (answer.status !== 200) throw new Error(`sign-in of ${email}: ${answer.status} ${answer.text}`);
    return answer.json;
  }
}

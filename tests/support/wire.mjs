// A quick HTTP client for tests that ask thousands of questions: kept-alive connections, no decoding, every byte as sent.
import http from 'node:http';

export class Wire {
  constructor(url, connections = 8) {
    this.url = new URL(url);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }
  // in: method, path under /api/v1 (or from the root, with a leading "//"), {cookie, token, body, headers};
  // out: {status, headers, text, json}. An event stream answers with its head alone.
  send(method, path, { cookie, token, body, headers = {} } = {}) {
    const all = { ...headers };
    if (token) all.authorization = `Bearer ${token}`;
    else if (method !== 'GET' && method !== 'HEAD') Object.assign(all, { 'x-cairn': '1', origin: this.url.origin, ...headers });
    if (cookie) all.cookie = cookie;
    const text = body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    if (text !== undefined) {
      all['content-type'] ??= 'application/json';
      all['content-length'] = Buffer.byteLength(text);
    }
    const options = { method, host: this.url.hostname, port: this.url.port, agent: this.agent, headers: all,
      path: path.startsWith('//') ? path.slice(1) : `/api/v1${path}` };
    return new Promise((resolve, reject) => {
      const request = http.request(options, (response) => {
        const chunks = [];
        const answer = () => {
          const raw = Buffer.concat(chunks).toString('utf8');
          let json;
          try { json = JSON.parse(raw); } catch { json = undefined; }
          return { status: response.statusCode, headers: response.headers, text: raw, json };
        };
        if ((response.headers['content-type'] ?? '').startsWith('text/event-stream')) {
          resolve(answer());
          request.destroy();
          return;
        }
        response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(answer())).on('error', reject);
      });
      request.on('error', (error) => reject(Object.assign(error, { message: `${method} ${path}: ${error.message}` })));
      request.end(text);
    });
  }
  close() { this.agent.destroy(); }
}

// Runs work for every item, a few at a time, in order of the items.
export async function each(items, at_once, work) {
  const queue = items[Symbol.iterator]();
  const run = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: at_once }, run));
}

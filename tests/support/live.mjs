// A client of the event stream that keeps what it was told and waits for what is to come, without sleeping.
import http from 'node:http';

// in: the server's address, a cookie or token, the number to resume after; out: {events, hello, until(), ended, close()}
export function live(url, { cookie, token, after, last_event_id } = {}) {
  const headers = { accept: 'text/event-stream' };
  if (cookie) headers.cookie = cookie;
  if (token) headers.authorization = `Bearer ${token}`;
  if (last_event_id !== undefined) headers['last-event-id'] = String(last_event_id);
  const stream = { events: [], raw: '', status: 0, over: false };
  const waiting = new Set();
  const look = () => { for (const one of waiting) one(); };
  const request = http.get(`${url}/api/v1/live${after === undefined ? '' : `?after=${after}`}`, { headers, agent: false }, (response) => {
    stream.status = response.statusCode;
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => {
      stream.raw += chunk;
      rest += chunk;
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        take(rest.slice(0, end));
        rest = rest.slice(end + 2);
      }
      look();
    });
    const ended = () => { stream.over = true; look(); };
    response.on('end', ended).on('close', ended).on('error', ended);
    look();
  });
  request.on('error', () => { stream.over = true; look(); });
  function take(frame) {
    const event = { type: 'message', id: undefined, text: '' };
    for (const line of frame.split('\n')) {
      if (line.startsWith('event:')) event.type = line.slice(6).trim();
      if (line.startsWith('id:')) event.id = Number(line.slice(3).trim());
      if (line.startsWith('data:')) event.text += line.slice(5).trim();
    }
    if (!event.text) return;
    event.data = JSON.parse(event.text);
    stream.events.push(event);
  }
  // Waits until `wanted(stream)` is true; fails after some seconds with what was told so far.
  stream.until = (wanted, ms = 5000) => new Promise((resolve, reject) => {
    const late = setTimeout(() => { waiting.delete(one); reject(new Error(`not told in ${ms} ms; the stream so far: ${stream.raw}`)); }, ms);
    const one = () => {
      const found = wanted(stream);
      if (!found) return;
      clearTimeout(late);
      waiting.delete(one);
      resolve(found);
    };
    waiting.add(one);
    one();
  });
  stream.message = (wanted, ms) => stream.until((s) => s.events.find((e) => e.type === 'message' && wanted(e.data)), ms);
  stream.opened = (ms) => stream.until((s) => s.events.find((e) => e.type === 'hello'), ms);
  stream.ended = (ms) => stream.until((s) => s.over, ms);
  stream.close = () => request.destroy();
  return stream;
}

// Asks again and again until the answer is as wanted: for what becomes true by itself a little later.
export async function eventually(ask, wanted, ms = 5000) {
  const end = Date.now() + ms;
  for (;;) {
    const got = await ask();
    if (wanted(got)) return got;
    if (Date.now() > end) throw new Error(`not so after ${ms} ms: ${JSON.stringify(got)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

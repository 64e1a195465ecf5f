// One way to call the server: JSON over fetch, with the custom header that unsafe methods
// need, If-Match for edits, an Idempotency-Key for posts, and problem details as errors.
import type { FieldProblem, Problem } from '../api/types';

export const base = '/api/v1';

/** A refused request: what the server said, or `offline` when it could not be reached. */
export class ApiError extends Error {
  readonly problem: Problem;
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
  get code(): string {
    return this.problem.code;
  }
  get status(): number {
    return this.problem.status;
  }
  get fields(): FieldProblem[] {
    return this.problem.fields ?? [];
  }
}

export interface Answer<T> {
  value: T;
  etag: string | null;
  notModified: boolean;
}
export interface Sending {
  method?: string;
  body?: unknown;
  version?: number;
  /** Repeating a POST with the same key has the effect of sending it once. */
  key?: string;
  etag?: string | null;
  signal?: AbortSignal;
}

type Listener = (error: ApiError) => void;
const unauthorised = new Set<Listener>();

/** Tells `listener` whenever a request was refused because the session is over. */
export function onSignedOut(listener: Listener): () => void {
  unauthorised.add(listener);
  return () => unauthorised.delete(listener);
}

export function newKey(): string {
  return crypto.randomUUID();
}

function headersFor(sending: Sending, method: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Cairn'] = '1';
  if (sending.body !== undefined) headers['Content-Type'] = 'application/json';
  if (sending.version !== undefined) headers['If-Match'] = `"${sending.version}"`;
  if (sending.etag) headers['If-None-Match'] = sending.etag;
  if (method === 'POST') headers['Idempotency-Key'] = sending.key ?? newKey();
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Problem;
    if (body && typeof body.code === 'string') return { ...body, status: response.status };
  } catch {
    // not a problem document: a proxy's page, or nothing at all
  }
  return { title: response.statusText || 'Error', status: response.status, code: `http_${response.status}` };
}

export async function call<T>(path: string, sending: Sending = {}): Promise<Answer<T>> {
  const method = sending.method ?? 'GET';
  let response: Response;
  try {
    response = await fetch(base + path, {
      method,
      headers: headersFor(sending, method),
      body: sending.body === undefined ? undefined : JSON.stringify(sending.body),
      credentials: 'same-origin',
      signal: sending.signal,
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError({ title: 'The server cannot be reached.', status: 0, code: 'offline' });
  }
  const etag = response.headers.get('ETag');
  if (response.status === 304) return { value: undefined as T, etag, notModified: true };
  if (!response.ok) {
    const after = Number(response.headers.get('Retry-After'));
    const error = new ApiError(await problemOf(response), Number.isFinite(after) && after > 0 ? after : null);
    if (response.status === 401 && path !== '/session') unauthorised.forEach((tell) => tell(error));
    throw error;
  }
  const value = response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  return { value, etag, notModified: false };
}

const send =
  (method: string) =>
  async <T>(path: string, body?: unknown, more: Omit<Sending, 'method' | 'body'> = {}): Promise<T> =>
    (await call<T>(path, { ...more, method, body })).value;

export const api = {
  get: async <T>(path: string, more: Sending = {}): Promise<T> => (await call<T>(path, more)).value,
  post: send('POST'),
  patch: send('PATCH'),
  put: send('PUT'),
  delete: send('DELETE'),
};

/** Builds `/path?a=1&b=2`, leaving out what is empty; keys are sorted so equal queries are equal keys. */
export function withQuery(
  path: string,
  query: Record<string, string | number | boolean | null | undefined>,
): string {
  const parts = Object.keys(query)
    .sort()
    .filter((name) => query[name] !== undefined && query[name] !== null && query[name] !== '')
    .map((name) => `${name}=${encodeURIComponent(String(query[name]))}`);
  return parts.length ? `${path}?${parts.join('&')}` : path;
}

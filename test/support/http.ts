import { request as httpRequest } from 'node:http';

/** An answer, read once. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON body; undefined where there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into bodies of every shape
  readonly body: any;
}

/** Sends one request; redirects are not followed. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text ? JSON.parse(text) : undefined,
  };
}

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** Posts a form. */
export const postForm = (
  url: string,
  form: Record<string, string> | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Answer> => send(url, { method: 'POST', body: new URLSearchParams(form), headers });

/** Calls the API with a token. */
export function call(
  url: string,
  token: string,
  options: { method?: string; json?: unknown; company?: number; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { method = 'GET', json, company, headers } = options;
  return send(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(company !== undefined && { 'Procore-Company-Id': String(company) }),
      ...(json !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
}

export interface RawOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Sends the request target as it is: `fetch` would tidy it. */
export function sendRaw(origin: string, target: string, options: RawOptions = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const { method = 'GET', headers, body } = options;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path: target, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const received = new Headers(response.headers as Record<string, string>);
        const isJson = received.get('content-type')?.includes('json') ?? false;
        resolve({
          status: response.statusCode ?? 0,
          headers: received,
          text,
          body: isJson && text ? JSON.parse(text) : undefined,
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

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
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
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

import { type Api, expectStatus } from '../apps/api.js';

/** A line of a report. */
export interface Figures {
  readonly day?: string;
  readonly app?: { readonly id: number; readonly name: string } | null;
  readonly client_id?: string;
  readonly principal?: { readonly id: number; readonly name: string; readonly kind: string } | null;
  readonly project?: { readonly id: number; readonly name: string } | null;
  readonly route?: string;
  readonly status?: number;
  readonly calls: number;
  readonly errors: number;
}

export const LIST_OF_RFIS = 'GET /rest/v1.0/projects/{projectId}/rfis';

/** What a company is told of the usage of its apps. */
export async function usageOf(api: Api, companyId: number, query = ''): Promise<Figures[]> {
  return expectStatus(await api.get(`/companies/${companyId}/app_usage${query}`), 200).body as Figures[];
}

/** All calls of a client in a company, added up by one line. */
export async function callsOf(api: Api, companyId: number, clientId: string, query = ''): Promise<number> {
  const figures = await usageOf(api, companyId, `?group_by=client&client_id=${clientId}${query}`);
  return figures.reduce((sum, { calls }) => sum + calls, 0);
}

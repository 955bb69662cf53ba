/** The names under which changes are published and cached facts are kept. */
export const Entry = {
  client: (clientId: string): string => `client:${clientId}`,
  principal: (principalId: number): string => `principal:${principalId}`,
  grant: (grantId: string): string => `grant:${grantId}`,
  company: (companyId: number): string => `company:${companyId}`,
  project: (projectId: number): string => `project:${projectId}`,
  member: (companyId: number, principalId: number): string => `member:${companyId}:${principalId}`,
  installation: (companyId: number, appId: number): string => `installation:${companyId}:${appId}`,
  revocation: (kind: string, ref: string): string => `revocation:${kind}:${ref}`,
  origins: 'origins',
  keys: 'keys',
} as const;

/** What a member finds of a company under their own account. */
export type MemberSection = 'apps' | 'requests';

const MEMBER_COMPANIES = '/account/companies';

/** The address of a member's pages in a company. */
export const memberPath = (companyId: number, section: MemberSection): string =>
  `${MEMBER_COMPANIES}/${companyId}/${section}`;

/** The two lists of a member, for the links above them. */
export interface MemberPlace {
  readonly company: string;
  readonly apps: string;
  readonly requests: string;
}

export const memberPlace = ({ id, name }: { readonly id: number; readonly name: string }): MemberPlace => ({
  company: name,
  apps: memberPath(id, 'apps'),
  requests: memberPath(id, 'requests'),
});

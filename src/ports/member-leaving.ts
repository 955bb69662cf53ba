import { Injectable } from '@nestjs/common';
import { MemberLeaving } from '../directory/index.js';
import { Grants } from '../tokens/index.js';

/** Whoever leaves a company takes it out of all their grants; other companies notice nothing. */
@Injectable()
export class GrantsOfLeavingMember extends MemberLeaving {
  constructor(private readonly grants: Grants) {
    super();
  }

  memberLeft(companyId: number, principalId: number): Promise<void> {
    return this.grants.withdrawCompany(principalId, companyId);
  }
}

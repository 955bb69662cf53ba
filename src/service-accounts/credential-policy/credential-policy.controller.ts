import { Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, Returns } from '../../shared/index.js';
import { CredentialPolicies } from './credential-policies.js';
import {
  type CredentialPolicyBody,
  credentialPolicyBody,
  CredentialPolicyShape,
  SetCredentialPolicyBody,
} from './credential-policy.schemas.js';

const WHO = 'Scope `service_accounts:manage`; company administrators (`admin`).';

/** What a company demands of the credentials of its service accounts. */
@ApiTags('Oversight')
@Controller('companies/:companyId/credential_policy')
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
export class CredentialPolicyController {
  constructor(private readonly policies: CredentialPolicies) {}

  @Get()
  @ApiOperation({
    summary: 'Show the credential policy',
    description: `With how the secrets of all service accounts stand. ${WHO}`,
  })
  @Returns(CredentialPolicyShape)
  async show(@CurrentAccess() access: Access): Promise<CredentialPolicyBody> {
    return credentialPolicyBody(await this.policies.get(access.companyId));
  }

  @Put()
  @ApiOperation({
    summary: 'Set the credential policy',
    description:
      'New secrets end within the limit, whether or not that is asked for. Those that would outlast it get an earlier ' +
      `end, after the grace at the earliest; a wider limit gives nobody a later one. ${WHO}`,
  })
  @Accepts(SetCredentialPolicyBody)
  @Returns(CredentialPolicyShape)
  async set(
    @BodyOf(SetCredentialPolicyBody) body: SetCredentialPolicyBody,
    @CurrentAccess() access: Access,
  ): Promise<CredentialPolicyBody> {
    const { companyId, principalId } = access;
    const demand = { maxSecretAgeDays: body.max_secret_age_days, allowSecrets: body.allow_secrets };
    return credentialPolicyBody(await this.policies.set(companyId, principalId, demand, body.grace_days));
  }
}

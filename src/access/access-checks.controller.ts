import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Accepts, BodyOf, Returns } from '../shared/index.js';
import type { Access } from './access.js';
import { AccessExplanation, AccessQuestion } from './access-checks.schemas.js';
import { AccessChecks } from './access-checks.js';
import { CurrentAccess, RequireCompanyRole } from './decorators.js';

/** Why somebody may or may not do something: the answer for support, before anybody changes permissions. */
@ApiTags('Oversight')
@Controller('companies/:companyId/access_checks')
export class AccessChecksController {
  constructor(private readonly checks: AccessChecks) {}

  @Post()
  @HttpCode(200)
  @RequireCompanyRole('member')
  @ApiOperation({
    summary: 'Explain an access decision',
    description:
      'Runs the same decision as a call would, for any principal, app, project, tool and level of this company, and ' +
      'returns each row with its outcome and who could change it. Answers 200 also where access is denied. Any valid ' +
      'token that covers the company will do. Only company administrators may ask about others (else ' +
      '`insufficient_role`), and not through an app (`first_party_only`).',
  })
  @Accepts(AccessQuestion)
  @Returns(AccessExplanation)
  explain(
    @CurrentAccess() access: Access,
    @BodyOf(AccessQuestion) question: AccessQuestion,
  ): Promise<AccessExplanation> {
    return this.checks.answer(access, question);
  }
}

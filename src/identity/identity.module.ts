import { Global, Module } from '@nestjs/common';
import { PagesModule } from '../shared/index.js';
import { AccountSafety } from './account-safety.js';
import { AssetsController } from './assets.controller.js';
import { BrowserCookies } from './browser-cookies.js';
import { BrowserForms } from './browser-forms.js';
import { BrowserPeople } from './browser-people.js';
import { BrowserSessions } from './browser-sessions.js';
import { EmailConfirmationController } from './confirmation/email-confirmation.controller.js';
import { EmailConfirmationLinks } from './confirmation/email-confirmation-links.js';
import { ConfirmationNews } from './confirmation/confirmation-news.js';
import { EmailConfirmations } from './confirmation/email-confirmations.js';
import { CsrfTokens } from './csrf.js';
import { DeviceCookies } from './device-cookie.js';
import { Enrolment } from './factors/enrolment.js';
import { FactorAttempts } from './factors/factor-attempts.js';
import { FactorMail } from './factors/factor-mail.js';
import { FactorProofs } from './factors/factor-proofs.js';
import { AccountClosure } from './closing/account-closure.js';
import { ClosingController } from './closing/closing.controller.js';
import { ClosingMail } from './closing/closing-mail.js';
import { FactorReset } from './factors/factor-reset.js';
import { OwnPasswordController } from './factors/own-password.controller.js';
import { OwnPassword } from './factors/own-password.js';
import { PasskeyCeremonies } from './factors/passkey-ceremonies.js';
import { PasskeyChallenges } from './factors/passkey-challenges.js';
import { PasskeyEnrolmentController } from './factors/passkey-enrolment.controller.js';
import { PasskeyEnrolment } from './factors/passkey-enrolment.js';
import { PasskeySignInController } from './factors/passkey-sign-in.controller.js';
import { PasskeySignIn } from './factors/passkey-sign-in.js';
import { Passkeys } from './factors/passkeys.js';
import { PendingSignIns } from './factors/pending-sign-ins.js';
import { RecoveryCodesController } from './factors/recovery-codes.controller.js';
import { RecoveryCodes } from './factors/recovery-codes.js';
import { RecoveryRenewal } from './factors/recovery-renewal.js';
import { SealedDrafts } from './factors/sealed-drafts.js';
import { SecondFactorSignIn } from './factors/second-factor-sign-in.js';
import { SecondFactors } from './factors/second-factors.js';
import { SecurityDesk } from './factors/security-desk.js';
import { SecurityController } from './factors/security.controller.js';
import { SignInCompletion } from './factors/sign-in-completion.js';
import { StepUp } from './factors/step-up.js';
import { UntimedSessions } from './factors/untimed-sessions.js';
import { TotpEnrolmentController } from './factors/totp-enrolment.controller.js';
import { TotpEnrolment } from './factors/totp-enrolment.js';
import { TotpFactors } from './factors/totp-factors.js';
import { VerifyController } from './factors/verify.controller.js';
import { VerifyPages } from './factors/verify-pages.js';
import { VerifyPasskeys } from './factors/verify-passkeys.js';
import { GuessingAlarm } from './guessing-alarm.js';
import { HomeController } from './home.controller.js';
import { MeSessionsController } from './me-sessions.controller.js';
import { MeSessions } from './me-sessions.js';
import { OpenLinks } from './open-links.js';
import { NewPasswordController } from './new-password.controller.js';
import { PasswordAccounts } from './password-accounts.js';
import { PasswordMail } from './password-mail.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResetLinks } from './password-reset-links.js';
import { PasswordResets } from './password-resets.js';
import { Passwords } from './passwords.js';
import { Principals } from './principals.js';
import { ResetRequests } from './reset-requests.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { SignInController } from './sign-in.controller.js';
import { SignOutController } from './sign-out.controller.js';
import { Users } from './users.js';
import { Visitors } from './visitor.js';

const DOOR = [
  AccountClosure,
  BrowserCookies,
  BrowserForms,
  BrowserPeople,
  BrowserSessions,
  CsrfTokens,
  FactorReset,
  MeSessions,
  Principals,
  Sessions,
  SignIn,
  SignInCompletion,
  StepUp,
  Users,
  Visitors,
];

/** Second factors: what they are, the second half of signing in, and the pages where people change them. */
const FACTORS = [
  Enrolment,
  FactorAttempts,
  FactorMail,
  FactorProofs,
  OwnPassword,
  PasskeyCeremonies,
  PasskeyChallenges,
  PasskeyEnrolment,
  Passkeys,
  PasskeySignIn,
  PendingSignIns,
  RecoveryCodes,
  RecoveryRenewal,
  SealedDrafts,
  SecondFactorSignIn,
  SecondFactors,
  UntimedSessions,
  SecurityDesk,
  TotpEnrolment,
  TotpFactors,
  VerifyPages,
  VerifyPasskeys,
];

/** Who people are: logins, sessions, and the pages where they sign in and out. */
@Global()
@Module({
  imports: [PagesModule],
  controllers: [
    HomeController,
    SignInController,
    SignOutController,
    VerifyController,
    SecurityController,
    TotpEnrolmentController,
    RecoveryCodesController,
    PasskeyEnrolmentController,
    PasskeySignInController,
    OwnPasswordController,
    EmailConfirmationController,
    ClosingController,
    PasswordResetController,
    NewPasswordController,
    AssetsController,
    MeSessionsController,
  ],
  providers: [
    ...DOOR,
    ...FACTORS,
    AccountSafety,
    ClosingMail,
    ConfirmationNews,
    DeviceCookies,
    EmailConfirmationLinks,
    EmailConfirmations,
    GuessingAlarm,
    OpenLinks,
    PasswordAccounts,
    PasswordMail,
    PasswordResetLinks,
    PasswordResets,
    Passwords,
    ResetRequests,
  ],
  exports: DOOR,
})
export class IdentityModule {}

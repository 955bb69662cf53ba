import { Global, Module } from '@nestjs/common';
import { PagesModule } from '../shared/index.js';
import { AccountSafety } from './account-safety.js';
import { AssetsController } from './assets.controller.js';
import { BrowserCookies } from './browser-cookies.js';
import { BrowserForms } from './browser-forms.js';
import { BrowserPeople } from './browser-people.js';
import { BrowserSessions } from './browser-sessions.js';
import { CsrfTokens } from './csrf.js';
import { DeviceCookies } from './device-cookie.js';
import { GuessingAlarm } from './guessing-alarm.js';
import { HomeController } from './home.controller.js';
import { MeSessionsController } from './me-sessions.controller.js';
import { MeSessions } from './me-sessions.js';
import { NewPasswordController } from './new-password.controller.js';
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
  BrowserCookies,
  BrowserForms,
  BrowserPeople,
  BrowserSessions,
  CsrfTokens,
  MeSessions,
  Principals,
  Sessions,
  SignIn,
  Users,
  Visitors,
];

/** Who people are: logins, sessions, and the pages where they sign in and out. */
@Global()
@Module({
  imports: [PagesModule],
  controllers: [
    HomeController,
    SignInController,
    SignOutController,
    PasswordResetController,
    NewPasswordController,
    AssetsController,
    MeSessionsController,
  ],
  providers: [
    ...DOOR,
    AccountSafety,
    DeviceCookies,
    GuessingAlarm,
    PasswordMail,
    PasswordResetLinks,
    PasswordResets,
    Passwords,
    ResetRequests,
  ],
  exports: DOOR,
})
export class IdentityModule {}

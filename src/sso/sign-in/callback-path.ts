/** The one redirect URI for all providers: each answer is told apart by its state. */
export const CALLBACK_PATH = '/sign-in/sso/callback';

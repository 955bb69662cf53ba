/** What the CSRF tokens of the sign-in page are for: all ways of signing in that it offers. */
export const SIGN_IN_FORM = 'sign-in';

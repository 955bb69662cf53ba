/** protocol.md, Rules: limits on every input, in bytes. */
export const MAX_BODY = 64 * 1024;
export const MAX_PARAMETER = 8 * 1024;

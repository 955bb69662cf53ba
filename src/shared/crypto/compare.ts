import { timingSafeEqual } from 'node:crypto';

/** Whether two strings are equal, in time that tells nothing but their lengths. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

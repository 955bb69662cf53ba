import { Injectable } from '@nestjs/common';
import { KeyRing } from '../keys/index.js';
import { randomId } from '../shared/index.js';

const COOKIE = /^([0-9A-Za-z]{22})\.([A-Za-z0-9_-]{43})$/;

/**
 * Marks browsers in which an account signed in before, so that guessing from elsewhere cannot lock its owner out
 * (OWASP: slow down online guessing attacks with device cookies).
 */
@Injectable()
export class DeviceCookies {
  constructor(private readonly keys: KeyRing) {}

  /** A cookie for the browser that has just signed in as the account with this e-mail key. */
  issue(account: string): string {
    const device = randomId();
    return `${device}.${this.keys.mac('csrf', textOf(account, device))}`;
  }

  /** The device's id if the cookie is genuine and of this account. */
  deviceOf(account: string, cookie: string | undefined): string | undefined {
    const [, device, mac] = COOKIE.exec(cookie ?? '') ?? [];
    return device !== undefined && this.keys.verifiesMac('csrf', textOf(account, device), mac) ? device : undefined;
  }
}

const textOf = (account: string, device: string): string => `device\n${device}\n${account}`;

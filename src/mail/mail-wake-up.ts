import { Injectable } from '@nestjs/common';
import { WakeUp } from '../database/index.js';

/** Rings for the postman of this process. */
@Injectable()
export class MailWakeUp extends WakeUp {}

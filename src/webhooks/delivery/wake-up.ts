import { Injectable } from '@nestjs/common';
import { WakeUp } from '../../database/index.js';

/** Rings for the dispatcher of this process. */
@Injectable()
export class WebhookWakeUp extends WakeUp {}

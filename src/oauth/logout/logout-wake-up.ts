import { Injectable } from '@nestjs/common';
import { WakeUp } from '../../database/index.js';

/** Rings for who tells clients of ended sessions in this process. */
@Injectable()
export class LogoutWakeUp extends WakeUp {}

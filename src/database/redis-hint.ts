import { Redis } from 'ioredis';
import type { FeedHint } from './change-feed.js';

const CHANNEL = 'gatehouse:change-feed';

/** Spreads the news that there is news. Redis down means slower by one poll, so its errors are let go. */
export class RedisHint implements FeedHint {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor(url: string) {
    const options = { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: true };
    this.publisher = new Redis(url, options);
    this.subscriber = new Redis(url, { ...options, autoResubscribe: true });
    for (const connection of [this.publisher, this.subscriber]) connection.on('error', () => undefined);
  }

  async connect(): Promise<void> {
    this.subscriber.on('ready', () => void this.subscriber.subscribe(CHANNEL).catch(() => undefined));
    await Promise.allSettled([this.publisher.connect(), this.subscriber.connect()]);
  }

  publish(): void {
    void this.publisher.publish(CHANNEL, '1').catch(() => undefined);
  }

  onHint(poll: () => void): void {
    this.subscriber.on('message', poll);
  }

  disconnect(): void {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }
}

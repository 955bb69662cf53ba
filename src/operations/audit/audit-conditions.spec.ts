import { describe, expect, it } from '@jest/globals';
import { conditionsOf } from './audit-conditions.js';

describe('conditionsOf', () => {
  it('always names the company', () => {
    expect(conditionsOf(7, {})).toEqual({ sql: 'company_id = ?', parameters: [7] });
  });

  it('asks for everything that is given, with its value as a parameter', () => {
    const filter = { actor_id: 3, client_id: "x' OR 1=1 --", subject_type: 'app', subject_id: '5', request_id: 'r' };
    const { sql, parameters } = conditionsOf(7, { ...filter, from: 10, to: 20 });
    expect(sql).toBe(
      'company_id = ? AND actor_id = ? AND client_id = ? AND subject_id = ? AND request_id = ?' +
        " AND COALESCE(subject_type, '') = ? AND created_at >= ? AND created_at <= ?",
    );
    expect(parameters).toEqual([7, 3, "x' OR 1=1 --", '5', 'r', 'app', 10, 20]);
  });

  it('lets the index of types serve a type alone', () => {
    expect(conditionsOf(7, { subject_type: 'app' }).sql).toBe('company_id = ? AND subject_type = ?');
  });

  it('takes an action as it is, and the beginning of one for all that begin so', () => {
    expect(conditionsOf(7, { action: 'app_client.changed' })).toEqual({
      sql: 'company_id = ? AND action = ?',
      parameters: [7, 'app_client.changed'],
    });
    const { parameters } = conditionsOf(7, { action: 'app_client.' });
    expect(parameters).toEqual([7, 'app_client.', 'app_client/']);
    const [, from, to] = parameters as [number, string, string];
    const isWithin = (action: string): boolean => action >= from && action < to;
    expect(['app_client.changed', 'app_client.z'].every(isWithin)).toBe(true);
    expect(['app_client', 'app_client_x.made', 'appXclient.made', 'app.made', 'client.made'].some(isWithin)).toBe(
      false,
    );
  });
});

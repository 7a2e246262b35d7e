import { describe, expect, it } from 'vitest';
import { statusMessage } from '../../../../core/approval/notice/status-message.ts';
import { incident } from '../../../support/incident.ts';

const lines = (detail: 'minimal' | 'full') => {
  const step = { to: 'resolved' as const };
  return JSON.stringify(
    statusMessage({ incident: incident({ spoke: '210987654321' }), step, detail, baseUrl: '' }).lines,
  );
};

describe('a notice about an incident of a spoke account', () => {
  it('says the account with the place, in full detail only', () => {
    expect(lines('full')).toContain('210987654321/Deployment/checkout/payments-api');
    expect(lines('minimal')).not.toContain('210987654321');
  });
});

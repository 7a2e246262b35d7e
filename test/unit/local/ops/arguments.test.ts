import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../local/ops/arguments.ts';

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
const run = (text: string, ...more: string[]) => {
  const parsed = parseArguments([...words(text), ...more]);
  if (parsed.kind !== 'run') throw new Error(`expected a command, found ${JSON.stringify(parsed)}`);
  return parsed;
};
const decision = { rollback: true, breakGlass: false };

describe('the commands of npm run ops', () => {
  it.each<[string, object]>([
    ['incidents list', { kind: 'list' }],
    ['incidents list --status open', { kind: 'list', status: 'open' }],
    ['incidents list --status rollback_failed', { kind: 'list', status: 'rollback_failed' }],
    ['incidents show', { kind: 'show' }],
    ['incidents show inc-1', { kind: 'show', incident: 'inc-1' }],
    ['incidents watch --once', { kind: 'watch', once: true }],
    ['incidents watch d276', { kind: 'watch', incident: 'd276', once: false }],
    ['incidents close inc-1 --reason done', { kind: 'close', incident: 'inc-1', reason: 'done' }],
    ['incidents review --reason seen', { kind: 'review', reason: 'seen' }],
    ['journal inc-1', { kind: 'journal', incident: 'inc-1' }],
    ['approve', { kind: 'decide', what: 'approve', ...decision }],
    ['approve inc-1 --choice 2', { kind: 'decide', what: 'approve', incident: 'inc-1', choice: 2, ...decision }],
    [
      'approve --digest adbf5d3a --no-rollback --break-glass --reason fire',
      { kind: 'decide', what: 'approve', digest: 'adbf5d3a', reason: 'fire', rollback: false, breakGlass: true },
    ],
    ['reject --reason no', { kind: 'decide', what: 'reject', reason: 'no', ...decision }],
    ['rollback --digest adbf5d3a', { kind: 'decide', what: 'rollback', digest: 'adbf5d3a', ...decision }],
    ['circuit show', { kind: 'circuit-show' }],
    ['circuit close --reason ok', { kind: 'circuit-close', scopes: [], all: false, reason: 'ok' }],
    ['circuit close global --reason ok', { kind: 'circuit-close', scopes: ['global'], all: false, reason: 'ok' }],
    ['circuit close --all --reason ok', { kind: 'circuit-close', scopes: [], all: true, reason: 'ok' }],
    ['execution show', { kind: 'switch', name: 'execution' }],
    ['execution enable', { kind: 'switch', name: 'execution', to: 'enabled' }],
    ['execution disable', { kind: 'switch', name: 'execution', to: 'disabled' }],
    ['emergency-stop show', { kind: 'switch', name: 'emergency-stop' }],
    ['emergency-stop set', { kind: 'switch', name: 'emergency-stop', to: 'set' }],
    ['emergency-stop clear', { kind: 'switch', name: 'emergency-stop', to: 'clear' }],
    ['weekly', { kind: 'weekly' }],
    ['weekly --week 2026-11-23', { kind: 'weekly', week: '2026-11-23' }],
    ['mode show', { kind: 'switch', name: 'mode' }],
    ['mode set propose', { kind: 'switch', name: 'mode', to: 'propose' }],
  ])('reads %s', (text, expected) => {
    expect(run(text)).toEqual({ kind: 'run', command: expected, where: {}, json: false });
  });

  it.each([
    ['--stack sovereign-ops --region eu-central-1', { stack: 'sovereign-ops', region: 'eu-central-1' }],
    ['--url https://a.example/live', { url: 'https://a.example/live' }],
    ['--as bob', { as: 'bob' }],
  ])('reads where: %s', (text, where) => {
    expect(run(`incidents list ${text}`).where).toEqual(where);
  });

  it('keeps a reason whole', () => {
    expect(run('incidents close', '--reason', ' restored by hand ').command).toMatchObject({
      reason: 'restored by hand',
    });
  });

  it.each(['--help', '-h', 'incidents --help', 'approve inc-1 -h'])('explains itself: %s', (text) => {
    expect(parseArguments(words(text))).toEqual({ kind: 'help' });
  });

  it.each([
    ['', 'expected a command, found none'],
    ['incident list', 'expected a command, one of incidents, figures, weekly, approve'],
    ['incidents', 'incidents: expected one of list, show, report, watch, close, review, found nothing'],
    ['incidents drop', 'found drop'],
    ['constructor', 'found constructor'],
    ['incidents list inc-1', 'expected nothing after it, found inc-1'],
    ['incidents show a b', 'expected at most one incident'],
    ['incidents list --reason x', 'incidents list takes no --reason'],
    ['incidents list --status lost', '--status must be open or a status, found lost'],
    ['incidents close inc-1', '--reason is needed'],
    [`incidents close --reason ${'x'.repeat(501)}`, '1 to 500 characters'],
    ['weekly --week 2026-11-24', '--week must be the date of a Monday, as 2026-11-23, found 2026-11-24'],
    ['weekly --week last', 'found last'],
    ['weekly --days 3', 'weekly takes no --days'],
    ['approve --choice 0', '--choice must be a number from 1, found 0'],
    ['approve --choice 1 --digest adbf5d3a', 'exclude each other'],
    ['approve --digest adbf', 'at least 8'],
    ['approve --digest ADBF5D3A', 'at least 8'],
    ['approve --yes', "Unknown option '--yes'"],
    ['reject --no-rollback', 'reject takes no --no-rollback'],
    ['circuit close', '--reason is needed'],
    ['circuit close global --all --reason x', 'name none'],
    ['execution on', 'execution: expected one of show, enable, disable, found on'],
    ['mode set fast', 'mode set: expected observe, propose, execute, found fast'],
    ['incidents list --stack a --url b', '--stack and --url exclude each other'],
    ['incidents list --stack a --as bob', '--as is for the stack on this machine'],
    ['incidents list --region eu-central-1', '--region needs --stack or --url'],
    ['incidents list --stack a_b', '--stack must be the name'],
  ])('refuses %s in one line', (text, message) => {
    const parsed = parseArguments(words(text));
    expect(parsed).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
    expect(JSON.stringify(parsed)).not.toContain('\\n');
  });
});

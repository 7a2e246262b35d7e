/** Not an alarm: delivering it again cannot help, so it ends in the dead-letter queue for a person to see. */
export class UnknownAlarmEvent extends Error {
  override readonly name = 'UnknownAlarmEvent';
  readonly retryable = false;
}

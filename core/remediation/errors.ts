/** What a provider's answer means for the journal; adapters translate every SDK or HTTP error into one of these. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  readonly retryable = false;
}
export class NotPermitted extends Error {
  override readonly name = 'NotPermitted';
  readonly retryable = false;
}
/** The call may or may not have happened: inspect, never repeat. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
  readonly retryable = true;
}

/** A request as it came in over HTTP; header names in lower case. */
export type Incoming = {
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** What API Gateway tells a function about whoever signed a request. Nothing a client sends ends up here. */
export type SignedBy = { userArn: string; accessKey: string };

export type Answer = { statusCode: number; headers: Record<string, string>; body: string };

/** What stands before a function: it lets a request through, with or without an identity, or answers by itself. */
export type Front = (
  request: Incoming,
) => Promise<{ kind: 'through'; signedBy?: SignedBy } | { kind: 'answered'; answer: Answer }>;

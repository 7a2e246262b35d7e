/** The world of one command: a terminal or a script around it. */
export type Io = {
  argv: readonly string[];
  out(text: string): void;
  err(text: string): void;
  /** A person can be asked. */
  isTerminal: boolean;
  /** One line that a person typed, or undefined when they went away. */
  ask(question: string): Promise<string | undefined>;
  /** Where `npm start` says where it is. */
  stackFile: string;
  now(): Date;
  /** Resolves after these milliseconds, or as soon as the command is interrupted. */
  wait(ms: number): Promise<void>;
  /** Somebody pressed Ctrl-C. */
  interrupted: AbortSignal;
};
export type ExitCode = 0 | 1 | 2;

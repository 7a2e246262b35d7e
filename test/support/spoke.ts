const none = async (): Promise<never> => {
  throw new Error('this test reads no spoke account');
};

/** The ports of spoke accounts where nothing may go to one. */
export const noSpokes = {
  spokeEvidence: none,
  spokeReaders: () => none,
  spokeSignals: none,
  spokeAlarms: none,
};

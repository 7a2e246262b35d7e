/** Ways to write a change down, in the order in which they are shown. */
export const codeForms = ['kubectl', 'hcl', 'cloudformation'] as const;
export type CodeForm = (typeof codeForms)[number];

/** A change as its language has it, of the changed fields and of what names the resource, and of nothing else. */
export type CodePatch = { form: CodeForm; text: string };

/** How the code that describes a resource must change, so that its next deployment does not take a change back. */
export type AsCode = {
  patches: CodePatch[];
  /** What a person must know beside them; where there are no patches, why there are none. */
  note?: string;
};

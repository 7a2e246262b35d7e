/**
 * What Converse takes as a model that this system can be permitted to ask: a foundation model, an inference profile, or
 * the ARN of either. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export const modelIdForm =
  /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)*(?::\d+[a-z])?|arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{0,12}:(?:foundation-model|inference-profile|application-inference-profile|provisioned-model|custom-model-deployment)\/[A-Za-z0-9.:-]+)$/;

/**
 * Where a profile across regions may send a request: `eu`, `us`, `apac`, `global` ... in front of the id of a model, whose
 * makers all have longer names or a digit in them. Undefined for a model, and for an ARN that does not tell.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
export const regionsOf = (modelId: string): string | undefined =>
  /^(?:arn:.*\/)?(global|apac|us-gov|[a-z]{2})\./.exec(modelId)?.[1];

/**
 * One line where evidence may leave the region of this installation, else undefined. The id of an application inference
 * profile does not tell what is behind it, so it is said that it may.
 */
export const leavesRegion = (modelId: string): string | undefined => {
  const regions = regionsOf(modelId);
  if (regions === 'global')
    return 'this model is asked through a profile of all regions: evidence may leave the region';
  if (regions !== undefined)
    return `this model is asked through a profile across the regions of ${regions}: evidence may leave the region`;
  return modelId.includes(':application-inference-profile/')
    ? 'this model is asked through a profile that may be across regions: evidence may leave the region'
    : undefined;
};

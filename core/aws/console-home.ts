/** The address of CloudWatch in the console of this region. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const consoleHome = (region: string): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;

import { isPublic } from '../public-address.ts';
import { inContainer, type Rule } from '../rule.ts';

/** A container connects to an address outside private networks. */
export const egress: Rule = (event) => {
  const { happened } = event;
  if (happened.kind !== 'connect' || !inContainer(event) || !isPublic(happened.address)) return undefined;
  const object = `${happened.address}:${happened.port}`;
  return { rule: 'public_egress', object, says: `connects to ${object}, which is no private address` };
};

/** A network policy refused what a pod wanted to send. */
export const deniedFlow: Rule = ({ happened }) => {
  if (happened.kind !== 'denied') return undefined;
  const object = happened.port === undefined ? happened.to : `${happened.to}:${happened.port}`;
  return { rule: 'denied_flow', object, says: `is refused by a network policy on the way to ${object}` };
};

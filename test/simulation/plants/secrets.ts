import { keys } from '../../../core/incident/keys.ts';
import type { Plant } from '../plant.ts';

/** Every link that is made is written down where it does not belong. */
export const leaking = (where: 'log' | 'table'): Plant => ({
  ports: (ports) => ({
    ...ports,
    linkGenerator: {
      generate: async (message) => {
        const mac = await ports.linkGenerator.generate(message);
        const link = Buffer.from(mac).toString('base64url');
        const at = ports.now().toISOString();
        const fact = { ...keys.audit(at.slice(0, 13), link.slice(0, 8)), fact: 'link_made', by: 'notifier', at, link };
        if (where === 'log') ports.log.info('made a link', { link });
        else await ports.table.transact([{ kind: 'create', item: fact }]);
        return mac;
      },
    },
  }),
});

/** A prompt into which somebody wrote the password of a database. */
export const prompting: Plant = {
  ports: (ports) => ({
    ...ports,
    policy: {
      ...ports.policy,
      prompts: { ...ports.policy.prompts, diagnosis: `${ports.policy.prompts['diagnosis']} hunter2-Kx9mQ4vTz7Lw2RbN8` },
    },
  }),
};

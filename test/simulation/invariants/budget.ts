import * as z from 'zod';
import type { MakeInvariant, Scene } from './invariant.ts';

const Item = z.looseObject({
  inHour: z.number().optional(),
  inDay: z.number().optional(),
  inIncident: z.number().optional(),
});

/** The model's budgets, counted in the table in millionths of a dollar, are never above what the policy layer allows. */
export const budget: MakeInvariant = (scene: Scene) => ({
  transaction: ({ written }) =>
    written
      .filter(({ key }) => key.pk === 'BUDGET#MODEL')
      .flatMap(({ key, item }) => {
        const { models } = scene.ports().policy;
        const { inHour = 0, inDay = 0, inIncident = 0 } = Item.parse(item ?? {});
        const over = [
          ['hour', inHour, models.usdPerHour],
          ['day', inDay, models.usdPerDay],
          ['incident', inIncident, models.usdPerIncident],
        ] as const;
        return over
          .filter(([, spent, allowed]) => spent > Math.round(allowed * 1_000_000))
          .map(
            ([name, spent, allowed]) =>
              `${key.sk}: ${spent} micro dollars in the ${name}, ${allowed} dollars are allowed`,
          );
      }),
});

import { describe, expect, it } from 'vitest';
import { indexes } from '../../core/incident/table.ts';
import { model, resource } from './template.ts';

describe('the table', () => {
  const { Properties, DeletionPolicy } = resource('Table');

  it('has the keys and indexes that the code asks for', () => {
    const keySchema = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    expect(model.table.KeySchema).toEqual(keySchema('pk', 'sk'));
    expect(model.table.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema }) => [IndexName, KeySchema])).toEqual(
      Object.values(indexes).map(({ name, partition, sort }) => [name, keySchema(partition, sort)]),
    );
  });

  it('is kept when the stack goes, and forgets content by itself', () => {
    expect(DeletionPolicy).toBe('Retain');
    expect(Properties).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'purgeAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    });
  });
});

import { memoryTable } from '../../local/engine/memory-table.ts';
import { tableContract } from './table.contract.ts';

tableContract('the table in memory', async () => memoryTable(() => new Date('2026-11-20T10:00:00Z')));

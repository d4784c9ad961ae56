import { describe } from 'vitest';
import { MemoryUnitOfWork } from '../adapters/memory/unit-of-work.ts';
import { storeContract } from './contract/index.ts';

describe('the use cases in memory', () => {
  storeContract(async () => {
    const memory = new MemoryUnitOfWork();
    return { work: memory, mail: memory };
  });
});

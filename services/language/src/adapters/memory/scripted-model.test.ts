import { DomainError } from '@karna/common/errors';
import { languageModelContract } from '../openai/contract.ts';
import { ScriptedModel } from './scripted-model.ts';

languageModelContract(async () => {
  const model = new ScriptedModel();
  return {
    model,
    answer: (pieces) => void model.next({ pieces }),
    fail: (code) => void model.next({ fails: new DomainError(code, 'as told') }),
    neverEnd: () => void model.next({ forEver: { is: 'said', text: 'and ' } }),
    [Symbol.asyncDispose]: async () => {},
  };
});

import { checkText } from '@karna/client';
import { Check, SkillStep } from '@karna/proto/gen/skill/v1/skill';
import { TargetQuery } from '@karna/proto/gen/target/v1/target';
import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { t } from '../../strings.en.ts';
import { Choice } from '../choice.tsx';
import type { EditProps } from './change.ts';

/** What has to be seen after a step, and what is waited for before the next one. */
export function Afterwards({ step, isBusy, change }: EditProps & { readonly step: SkillStep }) {
  const [text, setText] = useState('');
  const [how, setHow] = useState<'appears' | 'gone'>('appears');
  const stepId = step.id;
  const value = TargetQuery.create({ text: text.trim() });
  const setChecks = (checks: readonly Check[]) => change({ $case: 'checks', value: { stepId, checks: [...checks] } });
  const addCheck = () => setChecks([...step.checks, Check.create({ what: { $case: how, value } })]);
  const insertWait = () => {
    const wait = { target: value, gone: how === 'gone', limitMs: 0 };
    const added = SkillStep.fromPartial({ action: { verb: { $case: 'waitFor', value: wait } } });
    change({ $case: 'insert', value: { afterStepId: stepId, step: added } });
  };
  const isEmpty = text.trim() === '';
  return (
    <>
      {step.checks.map((check, index) => (
        <p key={checkText(check)} className="row muted">
          {t.teach.afterwards} {checkText(check)}
          <Button
            className="quiet"
            isDisabled={isBusy}
            aria-label={`${t.teach.removeCheck}: ${checkText(check)}`}
            onPress={() => setChecks(step.checks.toSpliced(index, 1))}
          >
            ✕
          </Button>
        </p>
      ))}
      <details>
        <summary>{t.teach.seeing}</summary>
        <div className="row filters">
          <TextField className="grow" value={text} onChange={setText} autoComplete="off">
            <Label>{t.teach.seen}</Label>
            <Input />
          </TextField>
          <Choice
            label={t.teach.seenHow}
            value={how}
            options={[
              ['appears', t.teach.appears],
              ['gone', t.teach.gone],
            ]}
            onChange={setHow}
          />
          <Button isDisabled={isBusy || isEmpty} onPress={addCheck}>
            {t.teach.addCheck}
          </Button>
          <Button isDisabled={isBusy || isEmpty} onPress={insertWait}>
            {t.teach.insertWait}
          </Button>
        </div>
      </details>
    </>
  );
}

import type { Skill } from '@karna/proto/gen/skill/v1/skill';
import { useState } from 'react';
import { Button, Form, Switch } from 'react-aria-components';
import { useLive } from '../live/live.tsx';
import { goTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';
import { ErrorNote } from './error-note.tsx';
import { SlotField } from './slot-field.tsx';
import { useWork } from './use-work.ts';
import { Waiting } from './waiting.tsx';

/** A form made from a skill's slots. */
export function RunSkill({ skill }: { readonly skill: Skill }) {
  const client = useClient();
  const { desktop, tasks } = useLive();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [dryRun, setDryRun] = useState(false);
  const work = useWork();
  const set = (name: string, value: string) => setValues((before) => ({ ...before, [name]: value }));
  const run = () =>
    void work.start(async (signal) => {
      const slots = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      const desktopId = desktop?.desktop?.id ?? '';
      tasks.take([await client.run(skill.name, { desktop: desktopId, skill: skill.id, slots, dryRun, signal })]);
      goTo('desk');
    });
  return (
    <Form
      className="panel stack"
      aria-label={t.skills.runTitle(skill.name)}
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      {skill.slots.map((slot) => (
        <SlotField
          key={slot.name}
          slot={slot}
          value={values[slot.name] ?? ''}
          onChange={(value) => set(slot.name, value)}
        />
      ))}
      <Switch isSelected={dryRun} onChange={setDryRun} className="switch">
        <span className="track" />
        <span title={t.desk.dryRunHint}>{t.desk.dryRun}</span>
      </Switch>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {work.isBusy ? (
        <Waiting words={t.desk.working} onCancel={work.cancel} />
      ) : (
        <div className="row">
          <Button type="submit" className="primary">
            {t.skills.run}
          </Button>
        </div>
      )}
    </Form>
  );
}

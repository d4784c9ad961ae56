import { lineDiff, readSkills, skillLines, writeSkills } from '@karna/client';
import type { Skill, StepProposal } from '@karna/proto/gen/skill/v1/skill';
import { useEffect, useState } from 'react';
import { Button, Input, Label, SearchField, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { runsOf } from '../domain/skill-runs.ts';
import { useTasks } from '../live/live.tsx';
import { Ago } from '../parts/ago.tsx';
import { Choice } from '../parts/choice.tsx';
import { Confirm } from '../parts/dialog.tsx';
import { download, fileName } from '../parts/download.ts';
import { ErrorNote } from '../parts/error-note.tsx';
import { Phrase } from '../parts/phrase.tsx';
import { RunSkill } from '../parts/run-skill.tsx';
import { RunTable } from '../parts/run-table.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { useWork } from '../parts/use-work.ts';
import { Waiting } from '../parts/waiting.tsx';
import { goTo, linkTo } from '../route.ts';
import { useClient } from '../session/connection.tsx';
import { t } from '../strings.en.ts';

export const Skills = ({ id }: { readonly id: string }) => (id === '' ? <SkillList /> : <OneSkill key={id} id={id} />);

function SkillList() {
  const client = useClient();
  const tasks = useTasks();
  const skills = useLoaded((signal) => client.skills({ signal }), 'skills');
  const [words, setWords] = useState('');
  const [said, setSaid] = useState('');
  const work = useWork();
  const wanted = words.trim().toLowerCase();
  const shown = (skills.value ?? []).filter(({ name, phrases, domain }) =>
    [name, domain, ...phrases].some((text) => text.toLowerCase().includes(wanted)),
  );
  const exportAll = () =>
    void work.start(async (signal) => {
      const whole: Skill[] = [];
      for (const { id } of skills.value ?? []) whole.push(await client.skill(id, 0, { signal }));
      download('skills.karna.json', await writeSkills(whole), 'application/json');
    });
  const importFrom = (file: File) =>
    void work.start(async (signal) => {
      const read = await readSkills(await file.text());
      const here = new Map((await client.skills({ signal })).map((skill) => [skill.id, skill.version]));
      for (const skill of read) {
        await client.saveSkill({ ...skill, version: here.get(skill.id) ?? 0, change: 'Imported' }, { signal });
      }
      setSaid(t.skills.imported(read.length));
      skills.reload();
    });
  return (
    <div className="stack">
      <p className="muted">{t.skills.lead}</p>
      <div className="row filters">
        <SearchField value={words} onChange={setWords} className="grow">
          <Label>{t.skills.search}</Label>
          <Input />
        </SearchField>
        <Button onPress={exportAll} isDisabled={work.isBusy || !skills.value?.length}>
          {t.skills.exportAll}
        </Button>
        <label className="button file">
          {t.skills.import}
          <input
            type="file"
            accept=".json,application/json"
            className="unseen"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              if (file) importFrom(file);
              target.value = '';
            }}
          />
        </label>
      </div>
      {work.isBusy && <Waiting words={t.loading} onCancel={work.cancel} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {said && (
        <p className="note good" role="status">
          {said}
        </p>
      )}
      {skills.error !== undefined && <ErrorNote error={skills.error} />}
      {skills.isLoading && !skills.value && <Waiting words={t.loading} />}
      {skills.value && shown.length === 0 && (
        <p className="panel">{skills.value.length === 0 ? t.skills.empty : t.skills.noMatch}</p>
      )}
      <ul className="rows">
        {shown.map((skill) => {
          const { completed, all, lastStop } = runsOf(skill.id, tasks);
          return (
            <li key={skill.id} className="panel stack">
              <div className="row between">
                <a href={linkTo('skills', skill.id)} className="command">
                  {skill.name}
                </a>
                <span className="muted">
                  {t.skills.steps(skill.stepCount)} · {t.skills.version(skill.version)} · <Ago at={skill.updatedAt} />
                </span>
              </div>
              {skill.phrases.map((phrase) => (
                <Phrase key={phrase} text={phrase} />
              ))}
              <p className="muted">
                {all === 0 ? t.skills.noRuns : t.skills.runs(completed, all)}
                {lastStop && (
                  <>
                    {' · '}
                    {t.skills.lastHalt}{' '}
                    <a href={linkTo('history', lastStop.id)}>{lastStop.fault?.message ?? lastStop.sentence}</a>
                  </>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function OneSkill({ id }: { readonly id: string }) {
  const client = useClient();
  const loaded = useLoaded((signal) => client.skill(id, 0, { signal }), id);
  const [isRemoving, setRemoving] = useState(false);
  const work = useWork();
  const skill = loaded.value;
  if (loaded.error !== undefined && !skill) return <ErrorNote error={loaded.error} />;
  if (!skill) return <Waiting words={t.loading} />;
  const save = () =>
    void work.start(async () =>
      download(`${fileName(skill.name)}.karna.json`, await writeSkills([skill]), 'application/json'),
    );
  const revise = () =>
    void work.start(async (signal) => goTo('teach', (await client.teaching.revise(id, { signal })).id));
  const remove = () =>
    void work.start(async (signal) => {
      await client.removeSkill(id, { signal });
      goTo('skills');
    });
  return (
    <div className="stack">
      <div className="row between">
        <a href={linkTo('skills')}>← {t.pages.skills}</a>
        <div className="row">
          <Button onPress={revise} isDisabled={work.isBusy}>
            <span title={t.skills.editHint}>{t.skills.edit}</span>
          </Button>
          <Button onPress={save} isDisabled={work.isBusy}>
            {t.skills.export}
          </Button>
          <Button className="danger" onPress={() => setRemoving(true)} isDisabled={work.isBusy}>
            {t.remove}
          </Button>
        </div>
      </div>
      <h2>{skill.name}</h2>
      {skill.phrases.map((phrase) => (
        <Phrase key={phrase} text={phrase} />
      ))}
      {work.isBusy && <Waiting words={t.loading} onCancel={work.cancel} />}
      {work.error !== undefined && <ErrorNote error={work.error} />}
      <Tabs>
        <TabList aria-label={skill.name}>
          <Tab id="run">{t.skills.run}</Tab>
          <Tab id="table">{t.skills.table}</Tab>
          <Tab id="detail">{t.skills.detail}</Tab>
          <Tab id="versions">{t.skills.versions}</Tab>
          <Tab id="proposals">{t.skills.proposals}</Tab>
        </TabList>
        <TabPanel id="run">
          <RunSkill skill={skill} />
        </TabPanel>
        <TabPanel id="table">
          <RunTable skill={skill} />
        </TabPanel>
        <TabPanel id="detail">
          <pre className="panel diff">{skillLines(skill).join('\n')}</pre>
        </TabPanel>
        <TabPanel id="versions">
          <Versions skill={skill} onRestored={loaded.reload} />
        </TabPanel>
        <TabPanel id="proposals">
          <Proposals skill={skill} onDecided={loaded.reload} />
        </TabPanel>
      </Tabs>
      <Confirm
        title={t.skills.removeTitle(skill.name)}
        note={t.skills.removeNote}
        verb={t.remove}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
      />
    </div>
  );
}

function Versions({ skill, onRestored }: { readonly skill: Skill; readonly onRestored: () => void }) {
  const client = useClient();
  const versions = useLoaded((signal) => client.skillVersions(skill.id, { signal }), `${skill.id} ${skill.version}`);
  const older = (versions.value ?? []).filter(({ version }) => version !== skill.version);
  const [chosen, setChosen] = useState(0);
  const version = older.some((one) => one.version === chosen) ? chosen : (older[0]?.version ?? 0);
  const before = useLoaded(
    async (signal) => (version === 0 ? undefined : client.skill(skill.id, version, { signal })),
    `${skill.id} ${version}`,
  );
  const work = useWork();
  if (versions.error !== undefined) return <ErrorNote error={versions.error} />;
  if (!versions.value) return <Waiting words={t.loading} />;
  if (older.length === 0) return <p className="panel">{t.skills.noneToCompare}</p>;
  const restore = () =>
    void work.start(async (signal) => {
      await client.restoreSkill(skill.id, version, { signal });
      onRestored();
    });
  return (
    <div className="panel stack">
      <div className="row filters">
        <Choice
          label={t.skills.versions}
          value={String(version)}
          options={older.map(
            (one) => [String(one.version), `${one.version}${one.change ? `: ${one.change}` : ''}`] as const,
          )}
          onChange={(next) => setChosen(Number(next))}
        />
        <Button onPress={restore} isDisabled={work.isBusy}>
          {t.skills.restore}
        </Button>
      </div>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {before.error !== undefined && <ErrorNote error={before.error} />}
      <h3>
        {t.skills.changed}: {version} → {skill.version}
      </h3>
      {before.value ? <Difference before={before.value} after={skill} /> : <Waiting words={t.loading} />}
    </div>
  );
}

const kinds: Readonly<Record<string, string>> = { '+': 'new', '-': 'gone' };

function Difference({ before, after }: { readonly before: Skill; readonly after: Skill }) {
  return (
    <div className="diff">
      {lineDiff(skillLines(before), skillLines(after)).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one difference have no other name
        <div key={index} className={kinds[line[0] ?? '']}>
          {line}
        </div>
      ))}
    </div>
  );
}

function Proposals({ skill, onDecided }: { readonly skill: Skill; readonly onDecided: () => void }) {
  const client = useClient();
  const proposals = useLoaded((signal) => client.stepProposals(skill.id, { signal }), skill.id);
  const work = useWork();
  const decide = ({ id }: StepProposal, isAccepted: boolean) =>
    void work.start(async (signal) => {
      if (isAccepted) await client.acceptProposal(id, { signal });
      else await client.dismissProposal(id, { signal });
      proposals.reload();
      onDecided();
    });
  if (proposals.error !== undefined) return <ErrorNote error={proposals.error} />;
  if (!proposals.value) return <Waiting words={t.loading} />;
  return (
    <div className="stack">
      <p className="muted">{t.skills.proposalsNote}</p>
      {work.error !== undefined && <ErrorNote error={work.error} />}
      {proposals.value.length === 0 && <p className="panel">{t.skills.noProposals}</p>}
      <ul className="rows">
        {proposals.value.map((one) => (
          <li key={one.id} className="panel stack">
            <strong>{skill.steps.find(({ id }) => id === one.stepId)?.sentence ?? one.stepId}</strong>
            <p>{one.because}</p>
            {one.target && <Patch data={one.target.patch} />}
            <p className="muted">
              {t.task.byWhom(one.proposedBy)} · <Ago at={one.proposedAt} />
            </p>
            <div className="row">
              <Button className="primary" isDisabled={work.isBusy} onPress={() => decide(one, true)}>
                {t.skills.accept}
              </Button>
              <Button isDisabled={work.isBusy} onPress={() => decide(one, false)}>
                {t.skills.dismiss}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How an element looks, from what is remembered of it. */
function Patch({ data }: { readonly data: Uint8Array }) {
  const [address, setAddress] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(data)], { type: 'image/png' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return data.length > 0 && address ? <img className="patch" src={address} alt={t.skills.known} /> : null;
}

import { KarnaError } from '@karna/client';
import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { ErrorNote } from '../parts/error-note.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { t } from '../strings.en.ts';
import { tokenIn } from './token.ts';

export interface SignInProps {
  readonly isWorking: boolean;
  readonly why: unknown;
  readonly onToken: (token: string) => void;
}

export function SignIn({ isWorking, why, onToken }: SignInProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const submit = () => {
    const token = tokenIn(text);
    setText('');
    if (token) onToken(token);
    setProblem(token ? undefined : new KarnaError('auth.missing', 'That is no address with a token, and no token.'));
  };
  const shown = problem ?? why;
  return (
    <main className="lone">
      <h1>{t.name}</h1>
      {isWorking ? (
        <Waiting words={t.signIn.working} />
      ) : (
        <Form
          className="panel stack"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <h2>{t.signIn.title}</h2>
          <p>{t.signIn.lead}</p>
          <TextField value={text} onChange={setText} type="password" autoFocus isRequired autoComplete="off">
            <Label>{t.signIn.label}</Label>
            <Input />
          </TextField>
          <Button type="submit" className="primary">
            {t.signIn.button}
          </Button>
          {shown !== undefined && <ErrorNote error={shown} />}
        </Form>
      )}
    </main>
  );
}

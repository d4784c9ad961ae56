import { exchangeToken, KarnaClient, KarnaError, whoAmI } from '@karna/client';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { ErrorNote } from '../parts/error-note.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { t } from '../strings.en.ts';
import { SignIn } from './sign-in.tsx';
import { forgetToken, keepToken, keptToken, takeTokenFromAddress } from './token.ts';

export interface Connection {
  readonly client: KarnaClient;
  /** For what has a channel of its own. */
  readonly token: string;
  /** Ends the session in this browser; with a reason when it was not asked for. */
  readonly signOut: (why?: KarnaError) => void;
}

const ConnectionContext = createContext<Connection | undefined>(undefined);

export function useConnection(): Connection {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error('used outside of a connection');
  return connection;
}

export const useClient = (): KarnaClient => useConnection().client;

/** How long the gateway is left alone before it is tried again (ms). */
const againMs = 2_000;

type Stage =
  | { readonly is: 'signed-out'; readonly why?: unknown }
  | { readonly is: 'exchanging'; readonly token: string }
  | { readonly is: 'connecting'; readonly token: string; readonly why?: KarnaError }
  | { readonly is: 'open'; readonly client: KarnaClient; readonly token: string };

function firstStage(): Stage {
  const oneTime = takeTokenFromAddress();
  if (oneTime) return { is: 'exchanging', token: oneTime };
  const token = keptToken();
  return token ? { is: 'connecting', token } : { is: 'signed-out' };
}

/** Signs in, connects, and keeps what is below it for as long as there is a connection that can come back. */
export function Connected({ children }: { readonly children: ReactNode }) {
  const [stage, setStage] = useState<Stage>(firstStage);

  const signOut = useCallback((why?: KarnaError) => {
    forgetToken();
    setStage((now) => {
      if (now.is === 'open') now.client.close();
      return { is: 'signed-out', why };
    });
  }, []);

  // An address with a token may be opened in a tab that is signed in already.
  useEffect(() => {
    const onHash = () => {
      const token = takeTokenFromAddress();
      if (token) setStage({ is: 'exchanging', token });
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const set = (next: Stage) => !signal.aborted && setStage(next);
    if (stage.is === 'exchanging') {
      lastingToken(stage.token, signal).then(
        (token) => {
          keepToken(token);
          set({ is: 'connecting', token });
        },
        (why: unknown) => set({ is: 'signed-out', why }),
      );
    }
    if (stage.is === 'connecting') connect(stage.token, signal, set, signOut);
    return () => leaving.abort(new KarnaError('request.cancelled', 'left'));
  }, [stage, signOut]);

  const client = stage.is === 'open' ? stage.client : undefined;
  const token = stage.is === 'open' ? stage.token : '';
  useEffect(() => () => client?.close(), [client]);
  const connection = useMemo(() => client && { client, token, signOut }, [client, token, signOut]);

  if (connection) return <ConnectionContext value={connection}>{children}</ConnectionContext>;
  if (stage.is === 'connecting')
    return (
      <main className="lone">
        <Waiting words={stage.why ? t.signIn.waiting : t.connection.state.connecting} />
        {stage.why && <ErrorNote error={stage.why} />}
      </main>
    );
  return (
    <SignIn
      isWorking={stage.is === 'exchanging'}
      why={stage.is === 'signed-out' ? stage.why : undefined}
      onToken={(token) => setStage({ is: 'exchanging', token })}
    />
  );
}

/** A one-time token is traded for one that lasts; one that lasts is taken as it is. */
async function lastingToken(token: string, signal: AbortSignal): Promise<string> {
  try {
    return (await exchangeToken(location.origin, token, { signal })).token;
  } catch (error) {
    if (!(error instanceof KarnaError) || error.code !== 'auth.invalid') throw error;
    await whoAmI({ url: location.origin, token, signal });
    return token;
  }
}

function connect(
  token: string,
  signal: AbortSignal,
  set: (next: Stage) => void,
  signOut: (why: KarnaError) => void,
): void {
  KarnaClient.connect({ url: location.origin, token, signal }).then(
    (client) => (signal.aborted ? client.close() : set({ is: 'open', client, token })),
    (error: unknown) => {
      if (signal.aborted) return;
      const why =
        error instanceof KarnaError ? error : new KarnaError('internal', t.error.unforeseen, { cause: error });
      if (!why.retryable) return signOut(why);
      setTimeout(() => set({ is: 'connecting', token, why }), againMs);
    },
  );
}

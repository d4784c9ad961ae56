import { DomainError } from '@karna/common/errors';
import type {
  AgentMessage,
  GatewayMessage,
  RecordDesktop,
  RecordReply,
  ScreenOrder,
} from '@karna/proto/gen/agent/v1/agent';
import type { Recorder } from '../recorder.ts';
import type { RemoteHands } from '../remote-hands.ts';
import type { Performer } from '../service.ts';
import type { Streamer } from '../streaming.ts';

type Body = AgentMessage['body'];

export interface ObeyingParts {
  readonly performer: Performer;
  readonly recorder: Recorder;
  readonly streamer: Streamer;
  readonly hands: RemoteHands;
}

/** What the gateway may ask of a connected agent. */
export function gatewayOrders({ performer, recorder, streamer, hands }: ObeyingParts) {
  return {
    get inFlight() {
      return performer.inFlight;
    },

    take(message: NonNullable<GatewayMessage['body']>, reply: (body: Body) => void): void {
      switch (message.$case) {
        case 'perform':
          void performer.perform(message.value).then((result) => reply({ $case: 'result', value: result }));
          return;
        case 'halt': {
          const { id } = message.value;
          void hands.halted();
          void performer
            .halt('order')
            .then((released) => reply({ $case: 'halted', value: { id, halted: { released } } }));
          return;
        }
        case 'record': {
          const { id, record } = message.value;
          void obey(recorder, record).then((value) => reply({ $case: 'recorded', value: { id, ...value } }));
          return;
        }
        case 'screen':
          streamer.take(message.value);
          void handle(hands, message.value).then((body) => body && reply(body));
          return;
        case 'actKept':
          recorder.kept(message.value);
          return;
        default: // said out of turn: harmless, and a newer gateway may have its reasons
      }
    },

    connected: () => recorder.connected(),

    disconnected: async () => {
      recorder.disconnected();
      streamer.disconnected();
      await Promise.all([hands.disconnected(), performer.disconnected()]);
    },
  };
}

/** The answer, where one is wanted, or that it was refused. */
async function handle(hands: RemoteHands, order: ScreenOrder): Promise<Body> {
  const { id, viewer } = order;
  try {
    const answer = await hands.order(order);
    return id === '' ? undefined : { $case: 'screenAnswered', value: { id, answer, fault: undefined } };
  } catch (error) {
    const fault = DomainError.from(error).toFault();
    if (id !== '') return { $case: 'screenAnswered', value: { id, answer: undefined, fault } };
    const viewers = [{ viewer, number: 0, exact: false }];
    return { $case: 'screen', value: { viewers, body: { $case: 'refused', value: fault } } };
  }
}

async function obey(recorder: Recorder, record: RecordDesktop | undefined): Promise<Omit<RecordReply, 'id'>> {
  try {
    if (!record) throw new DomainError('input.invalid', 'the order says nothing');
    return { recorded: await recorder.order(record), fault: undefined };
  } catch (error) {
    return { recorded: undefined, fault: DomainError.from(error).toFault() };
  }
}

import { DomainError } from '@karna/common/errors';
import type { AgentMessage, GatewayMessage, RecordDesktop, RecordReply } from '@karna/proto/gen/agent/v1/agent';
import type { Recorder } from '../recorder.ts';
import type { Performer } from '../service.ts';

type Body = AgentMessage['body'];

/** What the gateway may ask of a connected agent. */
export function gatewayOrders(performer: Performer, recorder: Recorder) {
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
        case 'actKept':
          recorder.kept(message.value);
          return;
        default: // said out of turn: harmless, and a newer gateway may have its reasons
      }
    },

    connected: () => recorder.connected(),

    disconnected: () => {
      recorder.disconnected();
      return performer.disconnected();
    },
  };
}

async function obey(recorder: Recorder, record: RecordDesktop | undefined): Promise<Omit<RecordReply, 'id'>> {
  try {
    if (!record) throw new DomainError('input.invalid', 'the order says nothing');
    return { recorded: await recorder.order(record), fault: undefined };
  } catch (error) {
    return { recorded: undefined, fault: DomainError.from(error).toFault() };
  }
}

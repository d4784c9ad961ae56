import type { AgentMessage, GatewayMessage } from '@karna/proto/gen/agent/v1/agent';
import type { Performer } from '../service.ts';

type Body = AgentMessage['body'];

/** What the gateway may ask of a connected agent. */
export function gatewayOrders(performer: Performer) {
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
        default: // said out of turn: harmless, and a newer gateway may have its reasons
      }
    },

    disconnected: () => performer.disconnected(),
  };
}

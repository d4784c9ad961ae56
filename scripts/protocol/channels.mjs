// What the contract's files cannot say: which messages a channel carries, who may open it, and its limits, read from the gateway's defaults.

import { maxInferenceBytes } from '../../services/gateway/src/channels/inference.ts';
import { maxScreenBytes } from '../../services/gateway/src/channels/screen.ts';
import { maxStatusBytes } from '../../services/gateway/src/channels/status.ts';
import { gatewayConfig } from '../../services/gateway/src/config.ts';

const { control, agent, rates, facts, inference } = gatewayConfig.parse({
  NATS_URL: 'nats://x:1',
  STORE_TARGET: 'x:1',
  COMMAND_TARGET: 'x:1',
});

const kib = (bytes) => `${Math.round(bytes / 1024)} KiB`;
const rate = ({ burst, perSecond }) =>
  `${burst} requests at once, ${perSecond} a second in the long run, per principal`;

export const channels = [
  {
    name: 'control',
    address: '/v1/control',
    summary: 'Commands, questions and their answers, skills, recordings; and every change of a task as it happens.',
    asks: 'karna.channel.v1.ControlRequest',
    tells: 'karna.channel.v1.ControlMessage',
    opens: 'any scope; each request says what it needs',
    limits: [
      `a request has at most ${kib(control.maxBytes)}; one that brings a skill ${kib(control.maxSkillBytes)}`,
      rate(rates.control),
      `facts are never dropped: a client more than ${facts.backlog} behind is closed with \`channel.overrun\` and resumes`,
    ],
  },
  {
    name: 'status',
    address: '/v1/status',
    summary: 'How services and desktops are, newest per subject.',
    asks: 'karna.channel.v1.StatusRequest',
    tells: 'karna.channel.v1.StatusMessage',
    opens: '`observe`',
    limits: [
      `a request has at most ${kib(maxStatusBytes)}`,
      rate(rates.status),
      'a slow client gets the newest report per subject, not the history',
    ],
  },
  {
    name: 'screen',
    address: '/v1/screen',
    summary: 'The live picture of one desktop, and remote hands on it.',
    asks: 'karna.channel.v1.ScreenRequest',
    tells: 'karna.channel.v1.ScreenMessage',
    opens: '`observe`; hands and clipboard need `operate`',
    limits: [
      `a request has at most ${kib(maxScreenBytes)}`,
      rate(rates.screen),
      'pictures come as fast as the client says that it painted them: the newest wins, and another viewer does not notice',
    ],
  },
  {
    name: 'inference',
    address: '/v1/inference',
    summary: 'What a model does, as it does it: plans, training, batches of interpretations.',
    asks: 'karna.channel.v1.InferenceRequest',
    tells: 'karna.channel.v1.InferenceMessage',
    opens: 'any scope; each request says what it needs',
    limits: [
      `a request has at most ${kib(maxInferenceBytes)}`,
      rate(rates.inference),
      `${inference.maxStreams} streams at a time; a stream waits until its parts are taken`,
    ],
  },
  {
    name: 'agent',
    address: '/v1/agent',
    summary: 'The connection of a desktop’s agent: it proves its key, then takes orders and tells what it did.',
    asks: 'karna.agent.v1.AgentMessage',
    tells: 'karna.agent.v1.GatewayMessage',
    opens: 'a proof of the key that the desktop was enrolled with; the first time a one-time code',
    limits: [
      `a message has at most ${kib(agent.maxBytes)}`,
      `${agent.maxOrders} batches wait or run at a time`,
      `a heartbeat every ${agent.heartbeatMs} ms; after three missed ones the agent counts as lost`,
    ],
  },
];

// Is everything there, fast, and free of faults? One row per question.

/** Codes that are our fault; the others are answers (not found, not allowed, not understood). */
const ourFaults = 'internal|service\\\\..*|request.deadline';
const ours = 'job="karna"';

export const overview = {
  uid: 'karna-overview',
  title: 'Karna: overview',
  rows: [
    {
      title: 'Services',
      panels: [
        {
          title: 'Replicas that answer',
          says: 'Processes that Prometheus reaches, by service. Red: none.',
          kind: 'stat',
          queries: { '{{service}}': `sum by (service) (up{${ours}})` },
        },
        {
          title: 'Memory',
          says: 'Resident memory of each process.',
          unit: 'bytes',
          queries: { '{{service}} {{instance}}': `process_resident_memory_bytes{${ours}}` },
        },
        {
          title: 'CPU',
          says: 'Cores in use by each process.',
          queries: { '{{service}} {{instance}}': `rate(process_cpu_seconds_total{${ours}}[1m])` },
        },
        {
          title: 'Event loop delay (p99)',
          says: 'How late timers fire. A service that computes in its own loop shows here.',
          unit: 's',
          queries: { '{{service}} {{instance}}': `nodejs_eventloop_lag_p99_seconds{${ours}}` },
        },
      ],
    },
    {
      title: 'Questions between services (gRPC)',
      panels: [
        {
          title: 'Requests',
          says: 'Answered per second, by service.',
          unit: 'reqps',
          queries: { '{{service}}': `sum by (service) (rate(karna_grpc_server_seconds_count{${ours}}[1m]))` },
        },
        {
          title: 'Requests by replica',
          says: 'Lines of one service lie on each other when the work is spread evenly.',
          unit: 'reqps',
          queries: {
            '{{service}} {{instance}}': `sum by (service, instance) (rate(karna_grpc_server_seconds_count{${ours}}[1m]))`,
          },
        },
        {
          title: 'Time to answer (p95)',
          says: 'By procedure.',
          unit: 's',
          queries: {
            '{{rpc}}': `histogram_quantile(0.95, sum by (le, rpc) (rate(karna_grpc_server_seconds_bucket{${ours}}[5m])))`,
          },
        },
        {
          title: 'Faults of ours',
          says: 'Share of requests answered with a code that blames us rather than the caller.',
          unit: 'percentunit',
          queries: {
            '{{service}}': [
              `sum by (service) (rate(karna_grpc_server_seconds_count{${ours}, code=~"${ourFaults}"}[5m]))`,
              `sum by (service) (rate(karna_grpc_server_seconds_count{${ours}}[5m]))`,
            ].join(' / '),
          },
        },
      ],
    },
    {
      title: 'Message bus (NATS)',
      panels: [
        {
          title: 'Commands waiting',
          says: 'Accepted commands that no worker has taken yet, and those taken and not finished.',
          queries: {
            waiting: 'sum(jetstream_consumer_num_pending{stream_name="KARNA_WORK"})',
            'in work': 'sum(jetstream_consumer_num_ack_pending{stream_name="KARNA_WORK"})',
            'delivered again': 'sum(jetstream_consumer_num_redelivered{stream_name="KARNA_WORK"})',
          },
        },
        {
          title: 'Messages',
          says: 'Per second, in and out of the server.',
          unit: 'mps',
          queries: { in: 'rate(gnatsd_varz_in_msgs[1m])', out: 'rate(gnatsd_varz_out_msgs[1m])' },
        },
        {
          title: 'Bytes',
          says: 'Per second, in and out of the server.',
          unit: 'Bps',
          queries: { in: 'rate(gnatsd_varz_in_bytes[1m])', out: 'rate(gnatsd_varz_out_bytes[1m])' },
        },
        {
          title: 'Trouble',
          says: 'Connections that were dropped for being slow, and messages whose handler failed, in five minutes.',
          queries: {
            'slow consumers': 'increase(gnatsd_varz_slow_consumers[5m])',
            'failed: {{subject_kind}}': `sum by (subject_kind) (increase(karna_bus_handler_failures_total{${ours}}[5m]))`,
          },
        },
      ],
    },
  ],
};

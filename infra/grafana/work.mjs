// What Karna does for people: is it done, how fast, and what stands in the way?
const per = (label, metric) => `sum by (${label}) (rate(${metric}[5m])) * 60`;
const quantile = (q, label, metric) => `histogram_quantile(${q}, sum by (le, ${label}) (rate(${metric}_bucket[5m])))`;

export const work = {
  uid: 'karna-work',
  title: 'Karna: work',
  rows: [
    {
      title: 'Tasks',
      panels: [
        {
          title: 'Tasks by outcome',
          says: 'Per minute: how they ended, or where they came to rest.',
          queries: { '{{state}}': per('state', 'karna_command_tasks_total') },
        },
        {
          title: 'Safe stops by reason',
          says: 'Halts per minute by code. Nothing was guessed; somebody has to look.',
          queries: { '{{code}}': per('code', 'karna_command_halts_total') },
        },
        {
          title: 'Steps by how sure their effect is',
          says: 'Per minute.',
          queries: { '{{verification}}': per('verification', 'karna_command_steps_total') },
        },
        {
          title: 'Time of a step (median, p95)',
          says: 'From the first look to the verified effect.',
          unit: 's',
          queries: {
            '{{verb}}': quantile(0.5, 'verb', 'karna_command_step_seconds'),
            '{{verb}} p95': quantile(0.95, 'verb', 'karna_command_step_seconds'),
          },
        },
      ],
    },
    {
      title: 'Seeing',
      panels: [
        {
          title: 'Time to see an image',
          says: 'Everything in one image: elements and text. Cached: it had been seen before.',
          unit: 's',
          queries: {
            '{{outcome}} median': quantile(0.5, 'outcome', 'karna_vision_image_seconds'),
            '{{outcome}} p95': quantile(0.95, 'outcome', 'karna_vision_image_seconds'),
          },
        },
        {
          title: 'Images',
          says: 'Per second, by replica and outcome.',
          queries: {
            '{{instance}} {{outcome}}': 'sum by (instance, outcome) (rate(karna_vision_image_seconds_count[1m]))',
          },
        },
        {
          title: 'Targets looked for',
          says: 'Per minute: found alone, not at all, or more than once.',
          queries: { '{{outcome}}': per('outcome', 'karna_vision_located_total') },
        },
        {
          title: 'Looked again',
          says: 'Actions per minute that the agent refused because the screen had changed since.',
          queries: { 'looked again': 'sum(rate(karna_command_looks_again_total[5m])) * 60' },
        },
      ],
    },
    {
      title: 'Clients and desktops',
      panels: [
        {
          title: 'Connected',
          says: 'Desktops, and WebSockets by channel.',
          queries: {
            desktops: 'sum(karna_gateway_agents_count)',
            '{{channel}}': 'sum by (channel) (karna_gateway_connections_count)',
          },
        },
        {
          title: 'Time to answer a client (p95)',
          says: 'By request.',
          unit: 's',
          queries: { '{{kind}}': quantile(0.95, 'kind', 'karna_gateway_request_seconds') },
        },
        {
          title: 'Time of an order to a desktop (p95)',
          says: 'Sent to the agent until it answered, there and back.',
          unit: 's',
          queries: { '{{order}}': quantile(0.95, 'order', 'karna_gateway_order_seconds') },
        },
        {
          title: 'Refused',
          says: 'Upgrades and HTTP requests refused per minute, by code.',
          queries: { '{{code}}': per('code', 'karna_gateway_refused_total') },
        },
      ],
    },
    {
      title: 'Keeping',
      panels: [
        {
          title: 'Facts sent',
          says: 'Published and queued per second, by kind.',
          queries: { '{{kind}}': 'sum by (kind) (rate(karna_store_mail_sent_total[1m]))' },
        },
        {
          title: 'Tried again',
          says: 'Database work repeated, and rounds of sending that failed, per minute.',
          queries: {
            '{{why}}': per('why', 'karna_store_retries_total'),
            'sending {{kind}}': per('kind', 'karna_store_mail_failures_total'),
          },
        },
        {
          title: 'Cache',
          says: '1: every replica of the store reaches Redis.',
          queries: { up: 'min(karna_store_cache_up)' },
        },
        {
          title: 'Removed by age',
          says: 'Per hour, by kind.',
          queries: { '{{kind}}': 'sum by (kind) (increase(karna_store_retention_removed_total[1h]))' },
        },
      ],
    },
  ],
};

import * as z from 'zod';
import {
  countSchema,
  filledTextSchema,
  flagSchema,
  noted,
  secondsSchema,
  sizeSchema,
} from '../common/value-schemas.ts';
import { builtinAgent } from './builtin-agent.ts';
import { ignoreParameter } from './file-parameters.ts';

const endpointSchema = z.union([
  filledTextSchema,
  z.strictObject({
    /** `http://127.0.0.1:8080/health`, `https://…` or `tcp://localhost:5432`. */
    url: filledTextSchema,
    name: filledTextSchema.optional(),
    /** Seconds one try may take. */
    timeout: secondsSchema.refine((seconds) => seconds > 0).optional(),
    expect_status: z.int().min(100).max(599).optional(),
    expect_text: filledTextSchema.optional(),
    max_ms: z.number().min(0).optional(),
  }),
]);

const threshold = z.number().min(0).nullable();

export const monitoringAgent = builtinAgent({
  name: 'monitoring_agent',
  description: 'Watches the machine, the engine and local endpoints for a few seconds, and raises alerts',
  parameters: z.strictObject({
    duration: noted(secondsSchema.prefault('3s'), {
      description: 'How long it watches; 0 is one look, which knows no CPU share.',
      example: '30s',
      expects: 'a duration such as 90, 90s, 3m or 1h',
    }),
    interval: noted(secondsSchema.refine((seconds) => seconds >= 0.05).prefault('500ms'), {
      description: 'The time between two samples.',
      example: '1s',
      expects: 'a duration from 50ms, such as 0.5 or 2s',
    }),
    endpoints: noted(z.array(endpointSchema).max(100).prefault([]), {
      description:
        'Endpoints of this machine that are checked: `http:`, `https:` or `tcp:` addresses on the loopback, as texts, or as mappings with `url`, `name`, `timeout`, `expect_status`, `expect_text` and `max_ms`.',
      example: ['http://127.0.0.1:8080/health', { url: 'tcp://localhost:5432', max_ms: 50 }],
      expects: 'a list of addresses such as http://127.0.0.1:8080/health, or of mappings with url',
    }),
    tries: noted(countSchema.max(100).prefault(3), {
      description: 'How often each endpoint is tried; its latency is the median.',
      example: 5,
      expects: 'a whole number from 1 to 100',
    }),
    thresholds: noted(
      z
        .strictObject({
          load_per_core: threshold.prefault(2),
          memory_used: z.number().min(0).max(1).nullable().prefault(0.9),
          disk_free: z
            .union([z.number().min(0).max(1), sizeSchema])
            .nullable()
            .prefault(0.05),
          queue_depth: threshold.prefault(100),
          hold_seconds: secondsSchema.nullable().prefault('5m'),
          engine_memory: sizeSchema.nullable().prefault('1Gi'),
        })
        .prefault({}),
      {
        description:
          'Where alerts begin: `load_per_core` 2, `memory_used` 0.9, `disk_free` 0.05 (a share, or a size), `queue_depth` 100, `hold_seconds` 5m, `engine_memory` 1Gi. Null switches one off.',
        example: { load_per_core: 4, disk_free: '10Gi', queue_depth: null },
        expects: 'a mapping of thresholds such as { memory_used: 0.95, disk_free: 10Gi }',
      },
    ),
    fail_on_alert: noted(flagSchema.prefault(false), {
      description: 'Whether an alert makes the agent fail.',
      example: true,
      expects: 'true or false',
    }),
    ...ignoreParameter,
  }),
  rules: {
    'alert-load': { severity: 'warning', meaning: 'a load average above thresholds.load_per_core' },
    'alert-memory': {
      severity: 'warning',
      meaning:
        'more memory in use than thresholds.memory_used, or by the engine than thresholds.engine_memory',
    },
    'alert-disk': {
      severity: 'warning',
      meaning: 'less free on the disk of the workspace than thresholds.disk_free',
    },
    'alert-queue': {
      severity: 'warning',
      meaning: 'more agents waiting in the engine than thresholds.queue_depth',
    },
    'alert-hold': {
      severity: 'warning',
      meaning: 'an agent held back for longer than thresholds.hold_seconds',
    },
    'endpoint-down': {
      severity: 'error',
      meaning: 'an endpoint that did not answer as expected in more than half of the tries',
    },
    'endpoint-slow': { severity: 'warning', meaning: 'an endpoint with a median latency above its max_ms' },
  },
  figures: {
    load_1m: 'load average of the last minute; null on Windows',
    load_per_core: 'load_1m / logical processors',
    cpu_busy_share: 'share of the time in which the processors were busy, 0 to 1',
    memory_used_share: '1 − available / total memory, median of the samples, 0 to 1',
    disk_free_share: 'share of the disk of the workspace that is free for this user, 0 to 1',
    disk_free_bytes: 'what is free there, bytes',
    queue_depth: 'agents waiting in the engine, median of the samples; null without an engine',
    hold_seconds_max: 'longest time that an agent is held back now, seconds; null without an engine',
    engine_memory_bytes: 'resident memory of the engine, bytes; null without an engine',
    samples: 'samples taken',
    endpoints_checked: 'endpoints that were checked',
    endpoints_down: 'of these, endpoints that are down',
    alerts: 'alerts raised, those of endpoints among them',
  },
  health: null,
});

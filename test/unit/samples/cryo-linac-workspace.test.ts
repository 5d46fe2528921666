import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import YAML from 'yaml';
import * as z from 'zod';
import { source } from './sample-copy.ts';

const plant = z.object({
  channels: z.array(z.object({ name: z.string(), low: z.number(), high: z.number() })),
  sectors: z.array(z.object({ id: z.string(), file: z.string() })),
});

describe('samples/cryo-linac: the files', () => {
  it('has a definition of the known keys only, whose programs are there', () => {
    const stage = z.strictObject({
      name: z.string(),
      agents: z.array(z.string()),
      parallel: z.boolean(),
      critical: z.boolean(),
    });
    const definition = z
      .strictObject({
        debug: z.strictObject({ enabled: z.boolean(), wait_for_client: z.boolean() }),
        agents: z.record(
          z.string(),
          z.strictObject({
            file: z.string(),
            timeout: z.number(),
            priority: z.enum(['low', 'medium', 'high']),
          }),
        ),
        pipelines: z.record(z.string(), z.strictObject({ description: z.string(), stages: z.array(stage) })),
        clusters: z.record(z.string(), z.strictObject({ agents: z.array(z.string()) })),
      })
      .parse(YAML.parse(fs.readFileSync(path.join(source, 'orchestrator_config.yaml'), 'utf8')));
    assert.deepEqual(Object.keys(definition.pipelines), ['run_pipeline', 'quick_test', 'full_optimization']);
    for (const { file } of Object.values(definition.agents))
      assert.ok(fs.existsSync(path.join(source, file)), file);
    const known = new Set([...Object.keys(definition.agents), 'smoke_tester', 'artifact_analyzer']);
    const used = Object.values(definition.pipelines).flatMap((p) => p.stages.flatMap((s) => s.agents));
    assert.deepEqual(new Set(used), known);
    const clustered = Object.values(definition.clusters).flatMap(({ agents }) => agents);
    assert.deepEqual(clustered.sort(), Object.keys(definition.agents).sort(), 'each agent is in one cluster');
  });

  it('has alarm limits inside the ranges of the channels', () => {
    const { channels } = plant.parse(JSON.parse(fs.readFileSync(path.join(source, 'plant.json'), 'utf8')));
    const { limits } = z
      .object({
        limits: z.array(z.object({ channel: z.string() }).catchall(z.union([z.number(), z.string()]))),
      })
      .parse(YAML.parse(fs.readFileSync(path.join(source, 'alarm-limits.yaml'), 'utf8')));
    assert.ok(limits.length > 0);
    for (const limit of limits) {
      const channel = channels.find((c) => c.name === limit.channel);
      assert.ok(channel, limit.channel);
      const values = Object.values(limit).filter((value) => typeof value === 'number');
      assert.ok(
        values.length > 0 && values.every((value) => value > channel.low && value < channel.high),
        limit.channel,
      );
    }
  });

  it('has a notebook in format 4.5 without outputs', () => {
    const cell = {
      id: z.string().regex(/^[\w-]{1,64}$/),
      metadata: z.object({}),
      source: z.array(z.string()),
    };
    const code = z.strictObject({
      cell_type: z.literal('code'),
      execution_count: z.null(),
      outputs: z.tuple([]),
      ...cell,
    });
    const markdown = z.strictObject({ cell_type: z.literal('markdown'), ...cell });
    const notebook = z
      .strictObject({
        cells: z.array(z.discriminatedUnion('cell_type', [code, markdown])),
        metadata: z.object({ kernelspec: z.object({ name: z.literal('python3') }) }),
        nbformat: z.literal(4),
        nbformat_minor: z.literal(5),
      })
      .parse(JSON.parse(fs.readFileSync(path.join(source, 'notebooks/overview.ipynb'), 'utf8')));
    assert.equal(new Set(notebook.cells.map((c) => c.id)).size, notebook.cells.length);
  });
});

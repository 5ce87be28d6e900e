-- Which groups of a project are compared, and how. `json`, not `jsonb`: it keeps every text as it came.
CREATE TABLE bias_settings
(
    project_id text NOT NULL PRIMARY KEY REFERENCES project (id),
    -- As packages/contract/src/api/bias.ts has it.
    definition json NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text
);

-- Templates and terms of people; the set that comes with Assay is code.
CREATE TABLE bias_probe_set
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    -- As packages/contract/src/api/bias-probe.ts has it.
    definition json NOT NULL,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text
);
CREATE INDEX bias_probe_set_project_id_idx ON bias_probe_set (project_id);

-- A model asked prompts that differ in the group of a person alone. The queue may lose its job: it is queued again when due.
CREATE TABLE bias_run
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    judge_id text NOT NULL,
    -- What was chosen, with names as they were then.
    definition json NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'stopped', 'cancelled', 'done')),
    -- Why it waits or stopped; null where nothing is wrong.
    note text,
    calls_limit bigint NOT NULL,
    usd_limit double precision,
    created_at timestamptz NOT NULL,
    created_by text,
    ended_at timestamptz,
    due_at timestamptz NOT NULL,
    -- The process that asks, while it does; null where none does.
    holder text,
    held_until timestamptz,
    -- Times that it was taken: each has a job of its own, so that one that died with its process is in nobody's way.
    passes integer NOT NULL DEFAULT 0,
    -- Passes in a row that the endpoint did not answer.
    idle_passes integer NOT NULL DEFAULT 0
);
CREATE INDEX bias_run_project_id_idx ON bias_run (project_id, created_at DESC);
CREATE INDEX bias_run_due_at_idx ON bias_run (due_at) WHERE state = 'running';

-- Each prompt with what came of it; pairs share the answers of their groups.
CREATE TABLE bias_call
(
    run_id text NOT NULL REFERENCES bias_run (id) ON DELETE CASCADE,
    number integer NOT NULL,
    prompt text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'asked', 'answered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    answer text,
    -- JSON: what the free tier found in the answer.
    measures json,
    error text,
    model text,
    cost_usd double precision,
    latency_ms double precision,
    PRIMARY KEY (run_id, number)
);
CREATE INDEX bias_call_open_idx ON bias_call (run_id, number) WHERE state IN ('waiting', 'asked');

CREATE TABLE bias_pair
(
    run_id text NOT NULL REFERENCES bias_run (id) ON DELETE CASCADE,
    number integer NOT NULL,
    axis text NOT NULL,
    template integer NOT NULL,
    term integer NOT NULL,
    repeat integer NOT NULL,
    first_group text NOT NULL,
    second_group text NOT NULL,
    -- Numbers of calls.
    first_call integer NOT NULL,
    second_call integer NOT NULL,
    -- 0 to 1; null until both have an answer.
    similarity double precision,
    PRIMARY KEY (run_id, number)
);
CREATE INDEX bias_pair_first_call_idx ON bias_pair (run_id, first_call);
CREATE INDEX bias_pair_second_call_idx ON bias_pair (run_id, second_call);

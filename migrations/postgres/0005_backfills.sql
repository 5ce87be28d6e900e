-- Past time that is scored with one version of a rule: how far that came, and what came of it.
CREATE TABLE backfill
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    rule_id text NOT NULL,
    rule_version integer NOT NULL,
    -- JSON: names of the rule's evaluators that run.
    evaluators text NOT NULL,
    -- Whether targets that the same version of an evaluator has scored already are passed over.
    skips_scored boolean NOT NULL,
    -- Starts of targets, in nanoseconds since 1970: from, and up to but not at.
    from_ns bigint NOT NULL,
    to_ns bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'cancelled', 'done', 'failed')),
    -- Why it is paused, failed or has done nothing, as a sentence.
    reason text,
    -- The last target whose scores are on disk; null before the first. Moves together with the counts.
    cursor_ns bigint,
    cursor_id text,
    -- True when the walk is over and only judges are waited for.
    is_walked boolean NOT NULL DEFAULT false,
    -- Targets that match and are drawn, estimated at the start.
    expected bigint NOT NULL,
    -- Targets: gone through the evaluators, of those some evaluator or the reading failed, passed over.
    scored bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    skipped bigint NOT NULL DEFAULT 0,
    -- Rows of scores.
    scores bigint NOT NULL DEFAULT 0,
    -- Targets a second of late; null before the first step.
    per_second double precision,
    -- Share of the questions of the rule's judge that the budget is expected to pay for, 0 to 1.
    judge_share double precision NOT NULL,
    -- For the whole backfill. What is used of it stands in scoring_budget.
    budget_calls bigint NOT NULL,
    budget_usd double precision,
    -- Goes up whenever a worker is asked to go on, so that one that was thought dead changes nothing any more.
    turn integer NOT NULL DEFAULT 0,
    -- When it may go on, and until when a worker has it.
    due_at timestamptz NOT NULL,
    leased_until timestamptz,
    -- Failures in a row.
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    created_by text,
    started_at timestamptz,
    ended_at timestamptz,
    FOREIGN KEY (rule_id, rule_version) REFERENCES rule_version (rule_id, version)
);
CREATE INDEX backfill_project_id_idx ON backfill (project_id, created_at DESC);
CREATE INDEX backfill_due_at_idx ON backfill (due_at) WHERE state IN ('queued', 'running');

-- The backfill that pays for a question; null: the day of its rule does.
ALTER TABLE judge_work ADD COLUMN backfill_id text;
CREATE INDEX judge_work_backfill_id_idx ON judge_work (backfill_id) WHERE backfill_id IS NOT NULL;

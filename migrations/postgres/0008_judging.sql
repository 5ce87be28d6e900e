-- A question that is being asked is nobody else's until then; who asks it renews that, so those of a killed process are soon free.
ALTER TABLE judge_work ADD COLUMN leased_until timestamptz;
-- Why it waits, of a closed set so that it can be counted; `error` is the sentence.
ALTER TABLE judge_work ADD COLUMN reason text;
CREATE INDEX judge_work_order_idx ON judge_work (judge_id, priority DESC, noted_at);
CREATE INDEX judge_work_project_id_idx ON judge_work (project_id, rule_id);

-- A judge that is left alone, or a rule whose day is spent: none of their questions is asked before `until_at`. One row instead of a
-- change of every question that waits.
CREATE TABLE judge_pause
(
    judge_id text NOT NULL,
    -- '' for all rules that ask the judge.
    rule_id text NOT NULL,
    project_id text NOT NULL,
    reason text NOT NULL,
    -- What happened and what to do, for people.
    error text NOT NULL,
    since timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    PRIMARY KEY (judge_id, rule_id)
);

-- What came of a rule by hour: added up in the transaction that ends the work, so that each target counts once.
CREATE TABLE rule_hour
(
    project_id text NOT NULL,
    rule_id text NOT NULL,
    hour timestamptz NOT NULL,
    -- Such as 'sampled' or 'judge_failed': packages/store/src/postgres/scoring/add-rule-counts.ts.
    what text NOT NULL,
    -- '' where it is about the target.
    evaluator text NOT NULL,
    -- '' where nothing is to be told apart.
    reason text NOT NULL,
    times bigint NOT NULL,
    PRIMARY KEY (rule_id, hour, what, evaluator, reason)
);
CREATE INDEX rule_hour_project_id_idx ON rule_hour (project_id, hour);

-- Calls to a judge by minute. Kept by the process that asks and written every second: a killed one loses at most that.
CREATE TABLE judge_minute
(
    project_id text NOT NULL,
    judge_id text NOT NULL,
    minute timestamptz NOT NULL,
    calls bigint NOT NULL,
    -- Calls that brought no answer.
    failed bigint NOT NULL,
    -- Answers that could not be read.
    unparseable bigint NOT NULL,
    verdicts bigint NOT NULL,
    -- Verdicts that rest on a quote that stands nowhere.
    misquoted bigint NOT NULL,
    -- Calls with an answer by how long they took: packages/contract/src/judge-latency.ts.
    latencies bigint[] NOT NULL,
    PRIMARY KEY (judge_id, minute)
);

-- When a judge last answered and last failed.
CREATE TABLE judge_last
(
    judge_id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL,
    success_at timestamptz,
    error_at timestamptz,
    error_reason text,
    error text
);

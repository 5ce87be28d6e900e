-- What is to be scored. Written before a segment's file is deleted and deleted when its scores are on disk, so that the
-- queue, which only carries ids, may lose everything.
CREATE TABLE scoring_work
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL,
    -- JSON: a list of targets.
    targets text NOT NULL,
    -- When the oldest of its spans came.
    arrived_at timestamptz NOT NULL,
    -- When it is queued again unless it is done.
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    error text,
    -- When it was noted, and its targets that live traffic brought: what tells whether the scorer is behind. 0 for what is done again.
    noted_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    live_targets integer NOT NULL DEFAULT 0,
    -- Of what the rules draw, the share that is scored: an inclusion probability is the rule's rate times this.
    share double precision NOT NULL DEFAULT 1 CHECK (share > 0 AND share <= 1)
);
CREATE INDEX scoring_work_due_at_idx ON scoring_work (due_at);

-- Traces and sessions that are scored when no span of theirs has come for a while.
CREATE TABLE scoring_open
(
    project_id text NOT NULL,
    target text NOT NULL CHECK (target IN ('trace', 'session')),
    id text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    -- The highest of the shares that it was drawn with.
    share double precision NOT NULL DEFAULT 1 CHECK (share > 0 AND share <= 1),
    PRIMARY KEY (project_id, target, id)
);
CREATE INDEX scoring_open_last_seen_at_idx ON scoring_open (target, last_seen_at);

-- Projects of which only a share is scored, since the scorer is behind.
CREATE TABLE scoring_pace
(
    project_id text NOT NULL PRIMARY KEY,
    share double precision NOT NULL CHECK (share > 0 AND share < 1),
    since timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

-- What could not be scored, for people to look at and to try again.
CREATE TABLE dead_letter
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL,
    stage text NOT NULL CHECK (stage IN ('read', 'evaluate', 'judge')),
    target jsonb NOT NULL,
    -- '' where no evaluator came to it.
    evaluator text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    died_at timestamptz NOT NULL
);
CREATE INDEX dead_letter_project_id_idx ON dead_letter (project_id, died_at DESC);

-- Questions to judges, by the id of the score that comes of them.
CREATE TABLE judge_work
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL,
    rule_id text NOT NULL,
    rule_version integer NOT NULL,
    judge_id text NOT NULL,
    -- JSON: the target, the evaluator with its parameters, how it was chosen.
    question jsonb NOT NULL,
    priority double precision NOT NULL,
    noted_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    error text
);
CREATE INDEX judge_work_due_idx ON judge_work (judge_id, due_at);

-- What a rule has used of a day's (UTC) budget, reservations included.
CREATE TABLE scoring_budget
(
    rule_id text NOT NULL,
    day date NOT NULL,
    calls bigint NOT NULL,
    usd double precision NOT NULL,
    PRIMARY KEY (rule_id, day)
);

-- What is watched for drift in a project, and how far the watch has come. Without a row the defaults hold.
CREATE TABLE drift_project
(
    project_id text NOT NULL PRIMARY KEY REFERENCES project (id),
    -- As packages/contract/src/api/drift.ts has it; null for the defaults.
    settings json,
    changed_at timestamptz,
    changed_by text,
    -- Goes up with every run that is kept: of two runs at the same time one wins.
    runs integer NOT NULL DEFAULT 0,
    -- End of the last window that the clock had tested.
    tested_to timestamptz,
    -- Calls and scores up to here have been read by the watch of rates.
    watched_to timestamptz
);

-- What was tested and what came of it, the latest runs of each project.
CREATE TABLE drift_run
(
    project_id text NOT NULL REFERENCES project (id),
    number integer NOT NULL,
    at timestamptz NOT NULL,
    outcome json NOT NULL,
    PRIMARY KEY (project_id, number)
);

-- Where the detector of each rate stands, so that a restart goes on.
CREATE TABLE drift_watch
(
    project_id text NOT NULL REFERENCES project (id),
    stream text NOT NULL,
    state json NOT NULL,
    PRIMARY KEY (project_id, stream)
);

-- What drifted. A signal of a slice has at most one finding that has not ended.
CREATE TABLE drift_finding
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    -- Signal and slice.
    key text NOT NULL,
    method text NOT NULL CHECK (method IN ('window', 'online')),
    state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'ended')),
    effect double precision NOT NULL,
    since timestamptz NOT NULL,
    found_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    -- Tests in a row that found nothing any more.
    quiet integer NOT NULL DEFAULT 0,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note text,
    -- What a list shows, and what the page of one finding shows besides.
    summary json NOT NULL,
    evidence json NOT NULL
);
CREATE UNIQUE INDEX drift_finding_key_idx ON drift_finding (project_id, key) WHERE state <> 'ended';
CREATE INDEX drift_finding_project_id_idx ON drift_finding (project_id, found_at DESC);

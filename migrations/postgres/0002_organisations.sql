-- One row: what is true of the whole installation.
CREATE TABLE installation
(
    is_only boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (is_only),
    -- Set once, when the owner account is made.
    set_up_at timestamptz,
    -- Signs session cookies; made at the first start.
    auth_secret text
);
INSERT INTO installation DEFAULT VALUES;

CREATE TABLE organisation
(
    id text NOT NULL PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE membership
(
    organisation_id text NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
    user_id text NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'engineer', 'annotator', 'viewer')),
    joined_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, user_id)
);
CREATE INDEX membership_user_id_idx ON membership (user_id);

CREATE TABLE project
(
    id text NOT NULL PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    name text NOT NULL,
    -- Days until spans are deleted; null keeps them.
    retention_days integer CHECK (retention_days BETWEEN 1 AND 3650),
    created_at timestamptz NOT NULL,
    -- A deleted project keeps its row, so that its id is never used again.
    deleted_at timestamptz,
    -- Set when its spans are gone from ClickHouse too.
    erased_at timestamptz
);
CREATE INDEX project_organisation_id_idx ON project (organisation_id);

CREATE TABLE api_key
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    name text NOT NULL,
    -- The first characters of the key, to recognise it by.
    prefix text NOT NULL,
    -- SHA-256 of the key. Enough without salt or stretching, because a key is 256 random bits.
    hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    scopes text[] NOT NULL CHECK (scopes <@ ARRAY ['ingest', 'read', 'admin'] AND cardinality(scopes) > 0),
    created_at timestamptz NOT NULL,
    created_by text,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_key_project_id_idx ON api_key (project_id);

-- Who changed what and when. Rows outlive what they tell of, so nothing here is a foreign key.
CREATE TABLE audit_log
(
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor_type text NOT NULL CHECK (actor_type IN ('user', 'key', 'system')),
    actor_id text,
    action text NOT NULL,
    organisation_id text,
    project_id text,
    target_id text,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_log_organisation_idx ON audit_log (organisation_id, id DESC);

-- The default project exists from the first start on, so that traces can come before the first sign-in.
INSERT INTO organisation (id, name, created_at) VALUES ('default', 'My organisation', CURRENT_TIMESTAMP);
INSERT INTO project (id, organisation_id, name, created_at) VALUES ('default', 'default', 'Default', CURRENT_TIMESTAMP);

-- Models that judge. A judge belongs to a project, because its key is paid for by somebody.
CREATE TABLE judge
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    -- All but the key, as packages/contract/src/api/judge.ts has it. `json`, not `jsonb`: it keeps every text as it came.
    definition json NOT NULL,
    -- The API key, encrypted (packages/store/src/postgres/judge/secret-box.ts); null for a server that asks for none.
    sealed_key bytea,
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text
);
CREATE INDEX judge_project_id_idx ON judge (project_id);

-- Rules that say what is scored. A deleted rule keeps its row and versions: scores name them.
CREATE TABLE rule
(
    id text NOT NULL PRIMARY KEY,
    project_id text NOT NULL REFERENCES project (id),
    -- The one that counts now.
    version integer NOT NULL CHECK (version >= 1),
    -- Of that version; null in deleted rules, so that a judge nobody asks can go.
    judge_id text REFERENCES judge (id),
    created_at timestamptz NOT NULL,
    deleted_at timestamptz
);
CREATE INDEX rule_project_id_idx ON rule (project_id);
CREATE INDEX rule_judge_id_idx ON rule (judge_id) WHERE judge_id IS NOT NULL;

-- What a rule said from `at` on. Rows are only added.
CREATE TABLE rule_version
(
    rule_id text NOT NULL REFERENCES rule (id),
    version integer NOT NULL CHECK (version >= 1),
    -- As packages/contract/src/api/rule.ts has it.
    definition json NOT NULL,
    at timestamptz NOT NULL,
    -- The person or key; null for Assay itself.
    by text,
    is_deletion boolean NOT NULL DEFAULT false,
    PRIMARY KEY (rule_id, version)
);

-- Which generation of the rules that come with Assay a project was given; what people make of them is theirs.
ALTER TABLE project ADD COLUMN default_rules integer NOT NULL DEFAULT 0;

-- Evaluators that people of a project wrote, answered by judges alone. A deleted one keeps its row and versions: scores name
-- them, and one that is made anew under its name goes on counting.
CREATE TABLE custom_evaluator
(
    project_id text NOT NULL REFERENCES project (id),
    name text NOT NULL,
    -- The one that counts now.
    version integer NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (project_id, name)
);

-- What an evaluator asked from `at` on. Rows are only added.
CREATE TABLE custom_evaluator_version
(
    project_id text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    -- As packages/contract/src/api/custom-evaluator.ts has it.
    definition json NOT NULL,
    at timestamptz NOT NULL,
    -- The person or key.
    by text,
    is_deletion boolean NOT NULL DEFAULT false,
    PRIMARY KEY (project_id, name, version),
    FOREIGN KEY (project_id, name) REFERENCES custom_evaluator (project_id, name)
);

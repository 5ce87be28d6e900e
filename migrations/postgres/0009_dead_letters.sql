-- A letter stays while its target is tried again, so that what fails again keeps its count and its first time.
ALTER TABLE dead_letter ADD COLUMN first_died_at timestamptz;
UPDATE dead_letter SET first_died_at = died_at;
ALTER TABLE dead_letter ALTER COLUMN first_died_at SET NOT NULL;
-- The question to a judge that failed, to be asked again; null where an evaluator of ours failed.
ALTER TABLE dead_letter ADD COLUMN question jsonb;
-- Id of the work or the question that tries it again; null where nobody does.
ALTER TABLE dead_letter ADD COLUMN retry_id text;
CREATE INDEX dead_letter_retry_id_idx ON dead_letter (retry_id) WHERE retry_id IS NOT NULL;

-- How often scoring failed for good, by hour: what was dismissed since, or tried again, did fail.
CREATE TABLE scoring_failure
(
    project_id text NOT NULL,
    hour timestamptz NOT NULL,
    -- '' where no evaluator came to it.
    evaluator text NOT NULL,
    stage text NOT NULL CHECK (stage IN ('read', 'evaluate', 'judge')),
    -- Of a judge such as 'unparseable'; else 'error'.
    reason text NOT NULL,
    failures integer NOT NULL,
    PRIMARY KEY (project_id, hour, evaluator, stage, reason)
);

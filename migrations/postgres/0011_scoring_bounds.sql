-- Segments that were noted and whose file may still be there: one that is loaded again after a crash is not noted again, since its work may
-- have ended meanwhile. A process deletes the row of a segment when it notes the next, so there is about one for each start; after 30 days they go.
CREATE TABLE scoring_noted
(
    segment_id text NOT NULL PRIMARY KEY,
    noted_at timestamptz NOT NULL
);

-- Dead letters of a project that left the list to make room for newer ones.
CREATE TABLE dead_letter_dropped
(
    project_id text NOT NULL PRIMARY KEY,
    dropped bigint NOT NULL,
    last_at timestamptz NOT NULL
);

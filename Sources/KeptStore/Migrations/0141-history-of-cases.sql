-- Where a case was worked on before it came here, under which id, and the figures of its history there.
CREATE TABLE case_origins (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    first_reply_at BIGINT,
    first_closed_at BIGINT,
    hand_overs BIGINT NOT NULL DEFAULT 0,
    UNIQUE (source, external_id)
);
-- What happened to it there. Its episodes and figures follow from these, in whatever order files tell them.
CREATE TABLE case_history (
    case_id BIGINT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'replied', 'closed', 'reopened', 'handed-over', 'noted')),
    activity TEXT NOT NULL,
    resource TEXT,
    PRIMARY KEY (case_id, at, kind, activity)
);

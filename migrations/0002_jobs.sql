-- Background work, written by platform/jobs alone.
CREATE TABLE jobs (
  id IDENTITY,
  kind TEXT NOT NULL,
  -- at most one job of a key waits or runs
  key TEXT UNIQUE,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'failed')),
  run_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT,
  last_error TEXT
);
CREATE INDEX jobs_by_time ON jobs (state, run_at);

CREATE TABLE schedules (
  name TEXT PRIMARY KEY,
  next_at BIGINT NOT NULL,
  last_at BIGINT
);

-- The log of everything that happens, written by platform/activity alone; and the answers kept for repeated requests,
-- written by platform/http alone.
CREATE TABLE activity (
  number ROWKEY,
  at BIGINT NOT NULL,
  actor_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  -- SHA-256 of salt and payload
  digest BYTES NOT NULL,
  -- SHA-256 of the hash before and of this row
  hash BYTES NOT NULL
);
CREATE INDEX activity_by_subject ON activity (subject_type, subject_id, number);
CREATE INDEX activity_by_actor ON activity (actor_id, number);

-- What was said, beside the chain: salt and payload may be erased.
CREATE TABLE activity_payloads (
  number ROWKEY,
  salt BYTES,
  payload TEXT,
  -- other subjects whose figures changed: "team:3 objective:12"
  touched TEXT NOT NULL
);

-- One row: the latest number and hash. Writing it puts commits in an order.
CREATE TABLE activity_counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number BIGINT NOT NULL,
  hash BYTES
);
INSERT INTO activity_counter (id, number) VALUES (1, 0);

CREATE TABLE idempotency_keys (
  person_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  route TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  status INTEGER,
  content_type TEXT,
  etag TEXT,
  body TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
